//! Whether a picture's file is whole. Decoders fill a cut-off JPEG up with grey and don't miss a PNG's end, and say
//! nothing; of two codes in it one would be lost without a word.

use crate::Format;

/// A PNG's last chunk: its name and checksum (PNG specification, section 11.2.5).
const PNG_END: &[u8] = b"IEND\xAE\x42\x60\x82";

/// Marker bytes, each behind `0xFF` (ITU-T T.81, table B.1).
const END_OF_IMAGE: u8 = 0xD9;
const START_OF_SCAN: u8 = 0xDA;

/// Whether the end of the picture is there. The other formats' decoders notice themselves.
pub(crate) fn is_whole(format: Format, bytes: &[u8]) -> bool {
    match format {
        Format::Png => bytes.windows(PNG_END.len()).any(|part| part == PNG_END),
        Format::Jpeg => is_whole_jpeg(bytes),
        Format::WebP | Format::Gif | Format::Bmp => true,
    }
}

/// Whether the end marker follows the first scan. Segments before it are skipped, for their previews have markers too.
fn is_whole_jpeg(bytes: &[u8]) -> bool {
    let Some(scans) = after_segments(bytes) else {
        return false;
    };
    scans.windows(2).any(|pair| pair == [0xFF, END_OF_IMAGE])
}

/// What follows the segments in front of the first scan.
fn after_segments(bytes: &[u8]) -> Option<&[u8]> {
    let mut rest = bytes.get(2..)?;
    loop {
        let [0xFF, marker, after @ ..] = rest else { return None };
        match marker {
            // A fill byte, or a marker without a length.
            0xFF => rest = rest.get(1..)?,
            0x01 | 0xD0..=0xD8 => rest = after,
            _ => {
                let length = usize::from(u16::from_be_bytes([*after.first()?, *after.get(1)?]));
                rest = after.get(length..)?;
                if *marker == START_OF_SCAN {
                    return Some(rest);
                }
            }
        }
    }
}
