//! A picture from anywhere as a picture of our own making: the same pixels, written anew.

use std::io::Cursor;

use image::ImageFormat;

use crate::picture::decode;
use crate::{Limits, QrError};

/// Decodes a picture and writes it as a PNG, so that whoever shows it meets only what this crate's encoder wrote.
///
/// # Errors
/// What is no picture, is damaged, or is beyond the limits.
pub fn redraw(picture: &[u8], limits: Limits) -> Result<Vec<u8>, QrError> {
    let pixels = decode(picture, &limits)?.into_luma8();
    let mut png = Cursor::new(Vec::new());
    let written = pixels.write_to(&mut png, ImageFormat::Png);
    written.map_err(|_| QrError::Damaged {
        format: crate::Format::Png,
    })?;
    Ok(png.into_inner())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use image::{GrayImage, Luma, RgbaImage};

    use super::*;

    const SMALL: Limits = Limits {
        bytes: 10_000,
        side: 100,
        pixels: 5000,
        memory: 1 << 20,
    };

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        let picture = RgbaImage::from_fn(width, height, |x, y| image::Rgba([x as u8, y as u8, 9, 255]));
        picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn the_pixels_stay_and_what_hangs_on_them_goes() {
        let mut given = png(40, 20);
        given.extend_from_slice(b"<script>");
        let drawn = redraw(&png(40, 20), SMALL).unwrap();
        assert_eq!(
            image::load_from_memory(&drawn).unwrap().into_luma8().dimensions(),
            (40, 20)
        );
        if let Ok(drawn) = redraw(&given, SMALL) {
            assert!(!drawn.windows(8).any(|part| part == b"<script>"));
        }
        let gray: GrayImage = image::load_from_memory(&drawn).unwrap().into_luma8();
        assert_ne!(gray.get_pixel(0, 0), gray.get_pixel(39, 19));
        assert_ne!(gray.get_pixel(0, 0), &Luma([255]));
    }

    #[test]
    fn what_is_too_large_or_no_picture_is_refused() {
        assert!(redraw(&png(101, 2), SMALL).is_err());
        assert!(redraw(&png(80, 80), SMALL).is_err());
        assert!(redraw(b"<svg onload=alert(1)>", SMALL).is_err());
        assert!(redraw(&png(40, 20)[..60], SMALL).is_err());
    }
}
