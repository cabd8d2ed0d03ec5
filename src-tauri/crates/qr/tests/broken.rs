//! Pictures that are none, are cut off, broken or too large: each with its reason, none with a panic.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod tools;

use proptest::prelude::*;
use qr::{Format, Limits, Measure, QrError, read, read_rgba};
use tools::{convert, qrencode};

const TEXT: &str = "otpauth://totp/a?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

fn refused(picture: &[u8]) -> QrError {
    read(picture, Limits::default()).expect_err("nothing should be read")
}

fn every_format() -> [(Format, Vec<u8>); 5] {
    let code = qrencode(TEXT, 4, "M");
    Format::ALL.map(|format| (format, convert(&code, "-depth 8", &format.name().to_lowercase())))
}

#[test]
fn what_is_no_picture() {
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0h9v9z'/></svg>";
    let tiff = b"II*\0\x08\0\0\0\0\0\0\0\0\0";
    let ico = b"\0\0\x01\0\x01\0\x10\x10\0\0\x01\0\x20\0";
    let avif = b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf";
    for bytes in [
        &b""[..],
        b"\x89",
        b"\x89PNG",
        b"%PDF-1.7\n%",
        b"PK\x03\x04archive",
        TEXT.as_bytes(),
        svg,
        tiff,
        ico,
        avif,
        b"P6 1 1 255 abc",
        &[0; 1_000],
        &[0xFF; 1_000],
        b"RIFF\x10\0\0\0WAVEfmt ",
    ] {
        assert_eq!(refused(bytes), QrError::NotAPicture, "{bytes:?}");
    }
    assert_eq!(QrError::NotAPicture.code(), "not-a-picture");
}

#[test]
fn a_header_alone_is_a_damaged_picture() {
    for (format, bytes) in [
        (Format::Png, &b"\x89PNG\r\n\x1a\n"[..]),
        (Format::Png, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        (Format::Jpeg, b"\xff\xd8\xff"),
        (Format::Jpeg, b"\xff\xd8\xff\xd9"),
        (Format::Jpeg, b"\xff\xd8\xff\xe0\xff\xffJFIF"),
        (Format::Jpeg, b"\xff\xd8\xff\xda\0\x02\xff\xd9"),
        (Format::Gif, b"GIF89a"),
        (Format::Gif, b"GIF89a\x10\0\x10\0\0\0\0;"),
        (Format::Bmp, b"BM"),
        (
            Format::Bmp,
            b"BM\0\0\0\0\0\0\0\0\0\0\0\0\x28\0\0\0\0\0\0\0\0\0\0\0\x01\0\x18\0",
        ),
        (Format::WebP, b"RIFF\x04\0\0\0WEBP"),
        (Format::WebP, b"RIFF\x10\0\0\0WEBPVP8 \x04\0\0\0\0\0\0\0"),
    ] {
        let error = refused(bytes);
        assert_eq!(
            (error, error.code()),
            (QrError::Damaged { format }, "picture-damaged"),
            "{bytes:?}"
        );
    }
}

#[test]
fn a_cut_off_picture_is_damaged() {
    for (format, picture) in every_format() {
        for percent in [20, 40, 60, 80, 95] {
            let cut = &picture[..picture.len() * percent / 100];
            assert_eq!(refused(cut), QrError::Damaged { format }, "{percent} %");
        }
    }
}

#[test]
fn broken_insides_are_damaged() {
    let [(_, png), (_, jpeg), ..] = every_format();
    let mut checksum = png.clone();
    checksum[29] ^= 1;
    assert_eq!(refused(&checksum), QrError::Damaged { format: Format::Png });
    let data = png.windows(4).position(|name| name == b"IDAT").unwrap();
    let mut pixels = png.clone();
    pixels[data + 20] ^= 0x55;
    assert_eq!(refused(&pixels), QrError::Damaged { format: Format::Png });
    let renamed: Vec<u8> = b"GIF89a".iter().chain(&png[6..]).copied().collect();
    assert_eq!(refused(&renamed), QrError::Damaged { format: Format::Gif });
    let unended = &jpeg[..jpeg.len() - 2];
    assert_eq!(refused(unended), QrError::Damaged { format: Format::Jpeg });
}

/// A PNG's signature and header for a size, with no pixels.
fn png_header(width: u32, height: u32) -> Vec<u8> {
    let mut chunk = b"IHDR".to_vec();
    chunk.extend(width.to_be_bytes());
    chunk.extend(height.to_be_bytes());
    chunk.extend([8, 6, 0, 0, 0]);
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\r".to_vec();
    png.extend(&chunk);
    png.extend(crc32(&chunk).to_be_bytes());
    png.extend(b"\0\0\0\x01IDAT\x78");
    png.extend(crc32(b"IDAT\x78").to_be_bytes());
    png
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 }
        })
    })
}

#[test]
fn too_large_is_told_from_the_header() {
    let limits = Limits::default();
    for (width, height, measure, limit) in [
        (32_769, 1, Measure::Side, 32_768),
        (1, 0x7FFF_FFFF, Measure::Side, 32_768),
        (32_768, 32_768, Measure::Pixels, 100_000_000),
        (10_001, 10_000, Measure::Pixels, 100_000_000),
    ] {
        let error = refused(&png_header(width, height));
        assert_eq!(
            (error, error.code()),
            (QrError::TooLarge { measure, limit }, "picture-too-large")
        );
    }
    assert_eq!(
        refused(&png_header(10_000, 10_000)),
        QrError::Damaged { format: Format::Png }
    );
    assert_eq!(refused(&png_header(0, 5)), QrError::Damaged { format: Format::Png });
    let heap = vec![0; (32 << 20) + 1];
    assert_eq!(
        refused(&heap),
        QrError::TooLarge {
            measure: Measure::Bytes,
            limit: 32 << 20
        }
    );
    let code = qrencode(TEXT, 4, "M");
    let little = Limits {
        memory: 10_000,
        ..limits
    };
    let error = QrError::TooLarge {
        measure: Measure::Memory,
        limit: 10_000,
    };
    assert_eq!(read(&convert(&code, "", "bmp"), little), Err(error));
    assert!(
        read(
            &code,
            Limits {
                pixels: 1_000,
                ..limits
            }
        )
        .is_err()
    );
}

#[test]
fn a_picture_without_a_code_says_so() {
    let code = qrencode(TEXT, 4, "M");
    for changes in [
        "-threshold 100%",
        "-gravity center -crop 60x60+0+0",
        "-resize 1x1!",
        "-blur 0x12",
        "-seed 3 -resize 400x400! -fill gray -colorize 100 -attenuate 9 +noise Gaussian",
    ] {
        let picture = convert(&code, changes, "png");
        let error = refused(&picture);
        assert_eq!((error, error.code()), (QrError::NoCode, "no-qr-code"), "{changes}");
    }
}

/// Noise and a carpet of finder patterns: thousands of corners, which a reader that compares them all never gets through.
#[test]
fn a_picture_full_of_corners_ends() {
    let mut state = 1_u32;
    let mut noise = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    let rgba: Vec<u8> = (0..1_600 * 1_600).flat_map(|_| [noise(), 128, 128, 255]).collect();
    assert_eq!(read_rgba(1_600, 1_600, &rgba, Limits::default()), Err(QrError::NoCode));

    let ring = |x: u32, y: u32, from: u32, to: u32| (from..=to).contains(&x) && (from..=to).contains(&y);
    let dark = |x, y| ring(x, y, 0, 6) && (!ring(x, y, 1, 5) || ring(x, y, 2, 4));
    let carpet: Vec<u8> = (0..1_024 * 1_024_u32)
        .map(|pixel| {
            if dark(pixel % 1_024 / 2 % 8, pixel / 1_024 / 2 % 8) {
                0
            } else {
                255
            }
        })
        .flat_map(|light| [light, light, light, 255])
        .collect();
    assert_eq!(
        read_rgba(1_024, 1_024, &carpet, Limits::default()),
        Err(QrError::NoCode)
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_panic(mut bytes in prop::collection::vec(any::<u8>(), 0..400), magic in 0..6_usize) {
        let magic: &[u8] = [&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], b"\xff\xd8\xff", b"GIF89a", b"BM", b"RIFF\0\x01\0\0WEBPVP8", b""][magic];
        bytes.splice(0..0, magic.iter().copied());
        let limits = Limits { pixels: 1_000_000, memory: 16 << 20, ..Limits::default() };
        prop_assert!(read(&bytes, limits).is_err());
    }
}

/// One byte changed anywhere: an error or the same text, never another one and never a panic.
#[test]
fn no_changed_byte_panics_or_changes_the_text() {
    let limits = Limits {
        pixels: 1_000_000,
        memory: 16 << 20,
        ..Limits::default()
    };
    for (format, picture) in every_format() {
        let step = (picture.len() / 40).max(1);
        for place in (0..picture.len()).step_by(step) {
            let mut changed = picture.clone();
            changed[place] ^= 1 << (place % 8);
            if let Ok(texts) = read(&changed, limits) {
                assert!(texts.iter().all(|text| **text == TEXT), "{format:?}, byte {place}");
            }
        }
    }
}
