//! Bytes to pixels: the format by content, the limits by header, then the decoder, whose panics are caught.

use std::{
    io::Cursor,
    panic::{AssertUnwindSafe, catch_unwind},
};

use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader};

use crate::{Format, Limits, Measure, QrError, whole::is_whole};

/// Decodes a picture; of an animation its first frame.
pub(crate) fn decode(bytes: &[u8], limits: &Limits) -> Result<DynamicImage, QrError> {
    limits.check_bytes(bytes.len())?;
    let (format, codec) = format(bytes).ok_or(QrError::NotAPicture)?;
    // A decoder that panics has met a picture it can't read; nothing of its state is used afterwards. The panic's message
    // still goes to the process's hook, which is why decoding happens on bytes alone: it can't know what a code says.
    catch_unwind(AssertUnwindSafe(|| pixels(bytes, format, codec, limits))).unwrap_or(Err(QrError::Damaged { format }))
}

fn format(bytes: &[u8]) -> Option<(Format, ImageFormat)> {
    let codec = image::guess_format(bytes).ok()?;
    let format = match codec {
        ImageFormat::Png => Format::Png,
        ImageFormat::Jpeg => Format::Jpeg,
        ImageFormat::WebP => Format::WebP,
        ImageFormat::Gif => Format::Gif,
        ImageFormat::Bmp => Format::Bmp,
        _ => return None,
    };
    Some((format, codec))
}

fn pixels(bytes: &[u8], format: Format, codec: ImageFormat, limits: &Limits) -> Result<DynamicImage, QrError> {
    let failed = |error: ImageError| match error {
        ImageError::Limits(_) => QrError::TooLarge {
            measure: Measure::Memory,
            limit: limits.memory,
        },
        _ => QrError::Damaged { format },
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), codec);
    let mut bounds = image::Limits::default();
    bounds.max_alloc = Some(limits.memory);
    reader.limits(bounds);
    let decoder = reader.into_decoder().map_err(failed)?;
    let (width, height) = decoder.dimensions();
    limits.check_dimensions(width, height)?;
    limits.check_memory(decoder.total_bytes())?;
    if width == 0 || height == 0 || !is_whole(format, bytes) {
        return Err(QrError::Damaged { format });
    }
    DynamicImage::from_decoder(decoder).map_err(failed)
}
