//! How many QR codes are found in 500 generated screenshots, and how fast, beside `zbarimg` in the same run. `cargo bench -p qr`;
//! figures are printed, and nothing is asserted.
//!
//! Both read from the same files. `zbarimg` is given many pictures in one process, so that its start hardly counts.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use image::imageops::{FilterType, overlay, resize};
use image::{DynamicImage, GrayImage, ImageFormat, Luma};
use qr::Limits;
use qrcode::{Color, QrCode};

const OF_EACH: usize = 100;
/// What a group of pictures looks like.
const LOOKS: [&str; 5] = ["scaled", "dark", "JPEG", "HiDPI", "several"];

/// One picture and the texts in it.
struct Shot {
    path: PathBuf,
    texts: Vec<String>,
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    println!(
        "{:<10}{:>7}{:>16}{:>16}{:>14}{:>14}{:>8}",
        "", "codes", "Gatehouse found", "zbarimg found", "ours, ms each", "zbar, ms each", "ratio"
    );
    let mut sums = [0; 3];
    let mut times = [Duration::ZERO; 2];
    for look in LOOKS {
        let shots: Vec<Shot> = (0..OF_EACH).map(|number| shot(folder.path(), look, number)).collect();
        let codes = shots.iter().map(|shot| shot.texts.len()).sum();
        let (ours, our_time) = timed(|| shots.iter().map(|shot| (shot, read(&shot.path))).map(found).sum());
        let (peers, peer_time) = timed(|| zbarimg(&shots));
        line(look, [codes, ours, peers], [our_time, peer_time], OF_EACH);
        sums.iter_mut()
            .zip([codes, ours, peers])
            .for_each(|(sum, one)| *sum += one);
        times
            .iter_mut()
            .zip([our_time, peer_time])
            .for_each(|(sum, one)| *sum += one);
    }
    line("all", sums, times, OF_EACH * LOOKS.len());
    println!("a ratio below 1: Gatehouse takes less time; a text counts once, and only where it is in the picture");
}

fn line(look: &str, [codes, ours, peers]: [usize; 3], times: [Duration; 2], pictures: usize) {
    let [our, peer] = times.map(|time| time.as_secs_f64() * 1e3 / f64::from(u32::try_from(pictures).unwrap()));
    println!(
        "{look:<10}{codes:>7}{ours:>16}{peers:>16}{our:>14.1}{peer:>14.1}{:>8.2}",
        our / peer
    );
}

fn timed(work: impl FnOnce() -> usize) -> (usize, Duration) {
    let begun = Instant::now();
    let found = work();
    (found, begun.elapsed())
}

fn found((shot, read): (&Shot, Vec<String>)) -> usize {
    shot.texts.iter().filter(|text| read.contains(text)).count()
}

fn read(path: &Path) -> Vec<String> {
    let texts = qr::read(&std::fs::read(path).unwrap(), Limits::default()).unwrap_or_default();
    texts.iter().map(|text| text.to_string()).collect()
}

fn zbarimg(shots: &[Shot]) -> usize {
    let mut found = 0;
    for shots in shots.chunks(50) {
        let output = Command::new("zbarimg")
            .args(["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable"])
            .args(shots.iter().map(|shot| &shot.path))
            .output()
            .expect("this bench needs zbarimg: cargo xtask bench screenshots installs it");
        // Texts name their picture, so that it doesn't matter which one a line is of.
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let lines: std::collections::HashSet<&str> = said.lines().collect();
        let texts = shots.iter().flat_map(|shot| &shot.texts);
        found += texts.filter(|text| lines.contains(text.as_str())).count();
    }
    found
}

/// A picture of a page with one or more codes on it, in one of the looks.
fn shot(folder: &Path, look: &str, number: usize) -> Shot {
    let count = if look == "several" { 2 + number % 4 } else { 1 };
    let texts: Vec<String> = (0..count).map(|place| text(look, number, place)).collect();
    let mut page = GrayImage::from_pixel(1280, 800, Luma([if look == "dark" { 24 } else { 246 }]));
    words(&mut page, number);
    for (place, text) in texts.iter().enumerate() {
        let code = code(text, look, number);
        let (x, y) = (40 + 300 * (place as i64 % 4), 60 + 330 * (place as i64 / 4));
        overlay(&mut page, &code, x + (number % 37) as i64, y + (number % 23) as i64);
    }
    let (page, format, ending) = match look {
        "HiDPI" => (resize(&page, 2560, 1600, FilterType::Triangle), ImageFormat::Png, "png"),
        "JPEG" => (page, ImageFormat::Jpeg, "jpg"),
        _ => (page, ImageFormat::Png, "png"),
    };
    let path = folder.join(format!("{look}-{number}.{ending}"));
    DynamicImage::from(page).save_with_format(&path, format).unwrap();
    Shot { path, texts }
}

fn text(look: &str, number: usize, place: usize) -> String {
    let issuer = format!("{look}{number}x{place}");
    format!("otpauth://totp/{issuer}:ada%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer={issuer}")
}

/// A code of 180 to 280 pixels, at a scale that is seldom whole; light on dark where the page is dark.
fn code(text: &str, look: &str, number: usize) -> GrayImage {
    let drawn = QrCode::new(text).unwrap();
    let modules = u32::try_from(drawn.width()).unwrap();
    let width = modules + 2 * qr::QUIET_ZONE;
    let mut code = GrayImage::from_pixel(width, width, Luma([255]));
    for (place, color) in (0..).zip(drawn.to_colors()) {
        let (x, y) = (place % modules, place / modules);
        if color == Color::Dark {
            code.put_pixel(x + qr::QUIET_ZONE, y + qr::QUIET_ZONE, Luma([0]));
        }
    }
    if look == "dark" {
        image::imageops::invert(&mut code);
    }
    let (side, filter) = match look {
        "several" => (230, FilterType::Nearest),
        _ => (180 + u32::try_from(number).unwrap(), FilterType::Triangle),
    };
    resize(&code, side, side, filter)
}

/// Lines of blocks as text would leave them, so that the page isn't empty around its codes.
fn words(page: &mut GrayImage, number: usize) {
    for line in 0..6_u32 {
        for block in 0..60_u32 {
            let skip = (block * 7 + line * 3 + u32::try_from(number).unwrap()) % 5 == 0;
            for (dx, dy) in (0..12).flat_map(|dx| (0..9).map(move |dy| (dx, dy))) {
                if !skip && (dx + dy + block) % 3 != 0 {
                    page.put_pixel(30 + block * 20 + dx, 700 + line * 15 + dy, Luma([118]));
                }
            }
        }
    }
}
