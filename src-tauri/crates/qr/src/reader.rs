//! The two QR readers, made alike: brightness in, texts with their places out, panics caught.

use std::panic::{AssertUnwindSafe, catch_unwind};

use image::GrayImage;
use rxing::{
    BinaryBitmap, DecodeHints, Luma8Source, RXingResult, Reader, common::HybridBinarizer, multi::MultipleBarcodeReader,
    multi::qrcode::QRCodeMultiReader, qrcode::QRCodeReader,
};
use zeroize::Zeroizing;

use crate::finders::too_many;

/// A code that was read, and where: its centre and height in the original picture's pixels.
pub(crate) struct Found {
    pub(crate) text: Zeroizing<String>,
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) height: f32,
}

impl Found {
    /// In a picture this many times as large.
    pub(crate) fn scaled(self, factor: f32) -> Self {
        Self {
            x: self.x * factor,
            y: self.y * factor,
            height: self.height * factor,
            ..self
        }
    }

    /// In a picture of which the one read is a part, at this corner.
    pub(crate) fn moved(self, x: f32, y: f32) -> Self {
        Self {
            x: self.x + x,
            y: self.y + y,
            ..self
        }
    }
}

/// What one look found: codes, and whether there was something like one that couldn't be read.
pub(crate) struct Look {
    pub(crate) found: Vec<Found>,
    pub(crate) unread: bool,
}

impl Look {
    /// Whether there is nothing left to look for: something was found, and nothing like a code was left unread.
    pub(crate) fn is_complete(&self) -> bool {
        !self.found.is_empty() && !self.unread
    }
}

/// Looks with `rqrr`. A panic counts as a code that couldn't be read: another size or the other reader may fare better.
pub(crate) fn first(picture: &GrayImage) -> Look {
    if too_many(picture) {
        return Look {
            found: Vec::new(),
            unread: true,
        };
    }
    caught(|| {
        let (width, height) = (picture.width() as usize, picture.height() as usize);
        let brightness = |x, y| picture.get_pixel(x as u32, y as u32).0[0];
        let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, brightness);
        let grids = prepared.detect_grids();
        let found: Vec<Found> = grids.iter().filter_map(decoded).collect();
        Look {
            unread: found.len() < grids.len(),
            found,
        }
    })
}

fn decoded<G: rqrr::BitGrid>(grid: &rqrr::Grid<G>) -> Option<Found> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(rqrr::MAX_PAYLOAD_SIZE));
    grid.decode_to(&mut *bytes).ok()?;
    // Other character sets than UTF-8 are left to the second reader, which knows them.
    let text = std::str::from_utf8(&bytes).ok()?.to_owned();
    Some(placed(
        text,
        grid.bounds.iter().map(|point| (point.x as f32, point.y as f32)),
    ))
}

/// Looks with `rxing`: slower, and better with blur, glare and bent paper.
pub(crate) fn second(picture: &GrayImage) -> Look {
    if too_many(picture) {
        return Look {
            found: Vec::new(),
            unread: true,
        };
    }
    caught(|| {
        let hints = DecodeHints {
            TryHarder: Some(true),
            ..DecodeHints::default()
        };
        let source = || Luma8Source::new_with_slice(picture.as_raw(), picture.width(), picture.height());
        let Ok(several) = source() else {
            return Look {
                found: Vec::new(),
                unread: true,
            };
        };
        let mut bitmap = BinaryBitmap::new(HybridBinarizer::new(several));
        let mut results = QRCodeMultiReader::default()
            .decode_multiple_with_hints(&mut bitmap, &hints)
            .unwrap_or_default();
        if results.is_empty() {
            // Its search for several misses some that its search for one finds.
            results.extend(QRCodeReader.decode_with_hints(&mut bitmap, &hints));
        }
        Look {
            found: results.iter().map(result).collect(),
            unread: false,
        }
    })
}

fn result(result: &RXingResult) -> Found {
    placed(
        result.getText().to_owned(),
        result.getPoints().iter().map(|point| (point.x, point.y)),
    )
}

fn caught(look: impl FnOnce() -> Look) -> Look {
    // Nothing the reader held is used after a panic.
    catch_unwind(AssertUnwindSafe(look)).unwrap_or(Look {
        found: Vec::new(),
        unread: true,
    })
}

fn placed(text: String, corners: impl Iterator<Item = (f32, f32)>) -> Found {
    let (mut left, mut top, mut right, mut bottom) = (f32::MAX, f32::MAX, f32::MIN, f32::MIN);
    for (x, y) in corners {
        (left, right) = (left.min(x), right.max(x));
        (top, bottom) = (top.min(y), bottom.max(y));
    }
    Found {
        text: text.into(),
        x: (left + right) / 2.0,
        y: (top + bottom) / 2.0,
        height: bottom - top,
    }
}
