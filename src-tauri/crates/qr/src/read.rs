//! Picture to texts: every code, whichever size, ground or brightness it shows best in.

use image::{DynamicImage, GrayImage, RgbaImage};
use zeroize::Zeroizing;

use crate::{
    Limits, QrError,
    gray::{denoised, grounds, inverted, scales},
    order::in_reading_order,
    picture::decode,
    reader::{Found, Look, first, second},
    regions::regions,
};

/// Reads every QR code of a PNG, JPEG, WebP, GIF or BMP picture: each text once, row by row from the left.
///
/// # Errors
/// [`QrError::NotAPicture`], [`QrError::Damaged`], [`QrError::TooLarge`], or [`QrError::NoCode`] where there is none.
pub fn read(picture: &[u8], limits: Limits) -> Result<Vec<Zeroizing<String>>, QrError> {
    texts(decode(picture, &limits)?)
}

/// Reads every QR code of bare pixels, as the clipboard or a screen gives them: four bytes each, red, green, blue and
/// alpha, rows from the top.
///
/// # Errors
/// [`QrError::TooLarge`], [`QrError::WrongSize`] or [`QrError::NoCode`].
pub fn read_rgba(width: u32, height: u32, rgba: &[u8], limits: Limits) -> Result<Vec<Zeroizing<String>>, QrError> {
    limits.check_dimensions(width, height)?;
    let expected = u64::from(width) * u64::from(height) * 4;
    limits.check_memory(expected)?;
    let found = rgba.len() as u64;
    if found != expected {
        return Err(QrError::WrongSize { found, expected });
    }
    if found == 0 {
        return Err(QrError::NoCode);
    }
    let pixels = RgbaImage::from_raw(width, height, rgba.to_vec()).ok_or(QrError::WrongSize { found, expected })?;
    texts(DynamicImage::ImageRgba8(pixels))
}

fn texts(picture: DynamicImage) -> Result<Vec<Zeroizing<String>>, QrError> {
    let grounds = grounds(&picture);
    // The largest copy goes before the readers make their own.
    drop(picture);
    let found: Vec<Found> = grounds.iter().flat_map(codes).collect();
    let texts = in_reading_order(found);
    if texts.is_empty() {
        Err(QrError::NoCode)
    } else {
        Ok(texts)
    }
}

/// The codes of one picture. Each step is dearer than the one before, and taken only where that left something unread.
fn codes(picture: &GrayImage) -> Vec<Found> {
    let mut all = at_every_scale(picture, first);
    if all.is_complete() {
        return all.found;
    }
    let regions = regions(picture);
    all.unread = regions.is_empty();
    for region in &regions {
        let mut look = at_every_scale(&region.picture, first);
        if look.found.is_empty() && look.unread {
            look = at_every_scale(&region.picture, second);
        }
        all.unread |= look.unread;
        all.found
            .extend(look.found.into_iter().map(|code| code.moved(region.x, region.y)));
    }
    if !all.is_complete() {
        all.found.extend(at_every_scale(picture, second).found);
    }
    if all.found.is_empty() {
        all.found.extend(
            denoised(picture)
                .iter()
                .flat_map(|picture| at_every_scale(picture, first).found),
        );
    }
    all.found
}

/// Looks with one reader at every size, as it is and inverted. No look ends the search: in a picture of several codes each
/// may show at another size.
fn at_every_scale(picture: &GrayImage, reader: fn(&GrayImage) -> Look) -> Look {
    let mut all = Look {
        found: Vec::new(),
        unread: false,
    };
    for scaled in scales(picture) {
        for look in [reader(&scaled.picture), reader(&inverted(&scaled.picture))] {
            all.unread |= look.unread;
            all.found
                .extend(look.found.into_iter().map(|code| code.scaled(scaled.to_original)));
        }
    }
    all
}
