//! Our drawings, read by `zbarimg` and by ourselves.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod tools;

use std::{fs, io::Cursor};

use image::{GrayImage, ImageFormat, Luma};
use proptest::prelude::*;
use qr::{Drawing, Limits, QUIET_ZONE, QrError, draw, read};
use tools::{qrencode, run};

/// The drawing's modules as a picture, `pixels` to each: what a renderer makes of the path.
fn rendered(drawing: &Drawing, pixels: u32) -> GrayImage {
    let side = drawing.modules * pixels;
    let mut picture = GrayImage::from_pixel(side, side, Luma([255]));
    for rectangle in drawing.path.split_terminator('z') {
        let (place, run) = rectangle.strip_prefix('M').unwrap().split_once('h').unwrap();
        let (x, y) = place.split_once(' ').unwrap();
        let (length, back) = run.split_once("v1h-").unwrap();
        assert_eq!(length, back, "a closed rectangle");
        let [x, y, length]: [u32; 3] = [x, y, length].map(|number| number.parse().expect("whole modules"));
        for (row, column) in (0..pixels).flat_map(|row| (0..length * pixels).map(move |column| (row, column))) {
            picture.put_pixel(x * pixels + column, y * pixels + row, Luma([0]));
        }
    }
    picture
}

fn png(picture: &GrayImage) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

#[test]
fn zbarimg_reads_them() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("drawing.png");
    let long = "a1-".repeat(600);
    for text in [
        "7",
        "otpauth://totp/ACME:ann@example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=ACME",
        "AGE-SECRET-KEY-1QQPQQ9ZZX6VXXXK3JNN3H3PAH7XPSZVW4RS5C6VSQ7RT2YQRDZJQ8Z4F7W",
        "와탭 로그인: 김",
        "日本語のテキスト",
        "🦀 café",
        &long,
    ] {
        fs::write(&file, png(&rendered(&draw(text).unwrap(), 4))).unwrap();
        let printed = run(
            "zbarimg",
            &[
                "--quiet",
                "--raw",
                "-Sdisable",
                "-Sqrcode.enable",
                file.to_str().unwrap(),
            ],
            &[],
        );
        assert_eq!(String::from_utf8(printed).unwrap().trim_end_matches('\n'), text);
    }
}

#[test]
fn the_smallest_code_of_level_m_with_its_quiet_zone() {
    for length in [1, 14, 15, 26, 27, 84, 106, 107, 500, 1_000, 2_331] {
        let text = "x".repeat(length);
        let drawing = draw(&text).unwrap();
        // A picture of one pixel a module with the same quiet zone: its width is the number of modules.
        let theirs = image::load_from_memory(&qrencode(&text, 1, "M")).unwrap();
        assert_eq!(drawing.modules, theirs.width(), "{length} bytes");
        let ours = rendered(&drawing, 1);
        let inner = QUIET_ZONE..drawing.modules - QUIET_ZONE;
        let quiet = ours
            .enumerate_pixels()
            .filter(|(x, y, _)| !inner.contains(x) || !inner.contains(y));
        assert!(quiet.map(|(_, _, pixel)| pixel.0[0]).all(|light| light == 255));
        assert_eq!(
            ours.get_pixel(QUIET_ZONE, QUIET_ZONE).0[0],
            0,
            "the corner of the first finder pattern"
        );
    }
}

#[test]
fn what_cannot_be_drawn_is_said() {
    assert_eq!(draw("").err(), Some(QrError::NoText));
    for text in ["x".repeat(2_332), "9".repeat(6_000), "가".repeat(777)] {
        let error = draw(&text).err().unwrap();
        assert_eq!(
            (error, error.code()),
            (QrError::TextTooLong { bytes: text.len() }, "text-too-long")
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_drawn_is_read_back(text in prop_oneof!["[ -~]{1,300}", "\\PC{1,80}", "[0-9]{1,60}", "[A-Z0-9 $%*+./:-]{1,60}"]) {
        let picture = png(&rendered(&draw(&text).unwrap(), 3));
        let found = read(&picture, Limits::default()).map(|texts| texts.iter().map(|text| text.to_string()).collect::<Vec<_>>());
        prop_assert_eq!(found, Ok(vec![text]));
    }
}
