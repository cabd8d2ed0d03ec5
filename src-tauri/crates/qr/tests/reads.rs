//! Pictures made by `qrencode` and spoilt by ImageMagick, read by ours.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod tools;

use std::fs;

use qr::{Limits, QrError, read, read_rgba};
use tools::{convert, qrencode, run};

const URI: &str = "otpauth://totp/ACME:ann@example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=ACME";

fn texts(picture: &[u8]) -> Result<Vec<String>, QrError> {
    Ok(read(picture, Limits::default())?
        .iter()
        .map(|text| text.to_string())
        .collect())
}

fn assert_reads(picture: &[u8], expected: &[&str], what: &str) {
    let expected: Vec<String> = expected.iter().map(|text| (*text).to_owned()).collect();
    assert_eq!(texts(picture), Ok(expected), "{what}");
}

#[test]
fn every_size_and_level() {
    for level in ["L", "M", "Q", "H"] {
        for pixels in [1, 2, 3, 5, 8, 20] {
            assert_reads(
                &qrencode(URI, pixels, level),
                &[URI],
                &format!("{pixels} pixels, level {level}"),
            );
        }
    }
}

#[test]
fn every_format() {
    let code = qrencode(URI, 4, "M");
    for (format, changes) in [
        ("png", ""),
        ("png", "-define png:color-type=6"),
        ("png", "-depth 16"),
        ("png", "-interlace PNG"),
        ("jpeg", "-quality 90"),
        ("jpeg", "-interlace JPEG -quality 80"),
        ("jpeg", "-colorspace CMYK"),
        ("webp", "-quality 60"),
        ("webp", "-define webp:lossless=true"),
        ("gif", ""),
        ("bmp", ""),
        ("bmp3", "-type truecolor"),
    ] {
        assert_reads(&convert(&code, changes, format), &[URI], &format!("{format} {changes}"));
    }
}

#[test]
fn spoilt_pictures() {
    let code = qrencode(URI, 6, "M");
    for (changes, format) in [
        ("-quality 40", "jpeg"),
        ("-quality 10", "jpeg"),
        ("-negate", "png"),
        ("-negate -quality 40", "jpeg"),
        ("-rotate 90", "png"),
        ("-rotate 180", "png"),
        ("-rotate 270", "png"),
        ("-background white -rotate 17", "png"),
        ("-background white -rotate 45 -quality 60", "jpeg"),
        ("-flop", "png"),
        ("-seed 7 -colorspace Gray -attenuate 0.6 +noise Gaussian", "png"),
        ("-seed 7 -colorspace RGB -attenuate 0.3 +noise Impulse", "png"),
        ("-blur 0x2", "png"),
        ("-resize 47%", "png"),
        ("-resize 133x97%!", "png"),
        ("+level 40%,60%", "png"),
        ("-colorspace RGB +level-colors navy,gold", "png"),
        (
            "-virtual-pixel white -distort Perspective 0,0,20,10,270,0,240,30,270,270,280,290,0,270,5,250",
            "png",
        ),
        ("-background white -gravity center -extent 2400x1600", "png"),
        ("-background gray30 -gravity southeast -extent 2000x900", "png"),
        ("-bordercolor black -border 40", "png"),
    ] {
        assert_reads(&convert(&code, changes, format), &[URI], changes);
    }
}

#[test]
fn transparent_grounds() {
    let code = qrencode(URI, 5, "M");
    let changes = "-colorspace sRGB -alpha set -transparent white";
    assert_reads(&convert(&code, changes, "png"), &[URI], "dark on nothing");
    assert_reads(
        &convert(&code, &format!("{changes} -channel RGB -negate"), "png"),
        &[URI],
        "light on nothing",
    );
    let half = "-colorspace sRGB -alpha set -channel A -evaluate set 40%";
    assert_reads(&convert(&code, half, "webp"), &[URI], "half transparent");
}

#[test]
fn several_codes_in_reading_order() {
    let folder = tempfile::tempdir().unwrap();
    let texts: Vec<String> = (1..=6).map(|number| format!("{URI}&digits=6&n={number}")).collect();
    let files: Vec<String> = texts
        .iter()
        .enumerate()
        .map(|(index, text)| {
            let file = folder.path().join(format!("{index}.png"));
            fs::write(&file, qrencode(text, 4, "M")).unwrap();
            file.to_str().unwrap().to_owned()
        })
        .collect();
    let montage = |files: &[String], tile: &str, output: &str| {
        let mut arguments: Vec<&str> = files.iter().map(String::as_str).collect();
        arguments.extend(["-tile", tile, "-geometry", "+12+12", output]);
        run("montage", &arguments, &[])
    };
    for (tile, output) in [("3x2", "png:-"), ("2x3", "png:-"), ("6x1", "png:-"), ("1x6", "jpeg:-")] {
        let expected: Vec<&str> = texts.iter().map(String::as_str).collect();
        assert_reads(&montage(&files, tile, output), &expected, tile);
    }
    let twice = [files[0].clone(), files[1].clone(), files[0].clone()];
    assert_reads(
        &montage(&twice, "3x1", "png:-"),
        &[&texts[0], &texts[1]],
        "one of them twice",
    );
    let inverted = convert(&montage(&files[..2], "2x1", "png:-"), "-negate", "png");
    assert_reads(&inverted, &[&texts[0], &texts[1]], "inverted");
}

#[test]
fn codes_of_different_size_and_brightness_in_one_picture() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, picture: Vec<u8>| {
        let file = folder.path().join(name);
        fs::write(&file, picture).unwrap();
        file.to_str().unwrap().to_owned()
    };
    let large = file("large.png", qrencode("large", 20, "M"));
    let small = file("small.png", qrencode("small", 2, "H"));
    let light = file("light.png", convert(&qrencode("light", 4, "Q"), "-negate", "png"));
    let picture = run(
        "convert",
        &[&large, &small, &light, "-background", "gray", "+append", "png:-"],
        &[],
    );
    let mut found = texts(&picture).unwrap();
    found.sort();
    assert_eq!(found, ["large", "light", "small"]);
}

#[test]
fn texts_of_every_length_and_script() {
    let long = "x".repeat(2_331);
    for text in [
        "1",
        "0123456789",
        "HELLO WORLD",
        "와탭 로그인: 김",
        "日本語",
        "🦀 café",
        long.as_str(),
    ] {
        assert_reads(&qrencode(text, 3, "M"), &[text], text);
    }
}

#[test]
fn an_animation_gives_its_first_picture() {
    let folder = tempfile::tempdir().unwrap();
    let files = ["first", "second"].map(|text| {
        let file = folder.path().join(text);
        fs::write(&file, qrencode(text, 4, "M")).unwrap();
        format!("png:{}", file.to_str().unwrap())
    });
    let animation = run("convert", &["-delay", "10", &files[0], &files[1], "gif:-"], &[]);
    assert_reads(&animation, &["first"], "gif");
}

#[test]
fn bare_pixels() {
    let rgba = convert(
        &qrencode(URI, 4, "M"),
        "-depth 8 -gravity northwest -extent 200x260",
        "rgba",
    );
    let found = read_rgba(200, 260, &rgba, Limits::default()).unwrap();
    assert_eq!(found.iter().map(|text| text.as_str()).collect::<Vec<_>>(), [URI]);
    let one_less = &rgba[..rgba.len() - 1];
    let wrong = QrError::WrongSize {
        found: 207_999,
        expected: 208_000,
    };
    assert_eq!(read_rgba(200, 260, one_less, Limits::default()), Err(wrong));
    assert_eq!(read_rgba(0, 0, &[], Limits::default()), Err(QrError::NoCode));
    let limits = Limits {
        side: 255,
        ..Limits::default()
    };
    assert!(matches!(
        read_rgba(200, 260, &rgba, limits),
        Err(QrError::TooLarge { limit: 255, .. })
    ));
    assert!(matches!(
        read_rgba(u32::MAX, u32::MAX, &rgba, Limits::default()),
        Err(QrError::TooLarge { .. })
    ));
}

#[test]
fn a_code_in_a_very_large_picture() {
    let changes = "-background white -gravity center -extent 7000x4500 -quality 80";
    assert_reads(
        &convert(&qrencode(URI, 12, "M"), changes, "jpeg"),
        &[URI],
        "31 megapixels",
    );
}
