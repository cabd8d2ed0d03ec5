//! Text to drawing: an SVG path of whole modules, sharp at every size and on paper, with nothing to decode.

use std::fmt::Write;

use qrcode::{Color, EcLevel, QrCode, Version, bits::Bits, types::QrResult};
use zeroize::Zeroizing;

use crate::QrError;

/// The light modules that must surround a code (ISO/IEC 18004, section 5.3.8).
pub const QUIET_ZONE: u32 = 4;
/// The ECI designator of UTF-8 (AIM ECI 000026).
const UTF_8: u32 = 26;

/// A QR code to be drawn dark on light. No `Debug`: the path is the text.
pub struct Drawing {
    /// Width and height in modules, the quiet zone of [`QUIET_ZONE`] modules on each side included: `viewBox="0 0 n n"`.
    pub modules: u32,
    /// SVG path data of the dark modules, one unit each, to be filled.
    pub path: Zeroizing<String>,
}

/// Draws a text as the smallest QR code with error correction level M.
///
/// # Errors
/// [`QrError::NoText`] for an empty text, [`QrError::TextTooLong`] where no QR code of level M holds it.
pub fn draw(text: &str) -> Result<Drawing, QrError> {
    if text.is_empty() {
        return Err(QrError::NoText);
    }
    let code = encode(text).map_err(|_| QrError::TextTooLong { bytes: text.len() })?;
    let width = code.width();
    // The path is wiped when dropped; the encoder's own copy of the modules is not in our hands.
    Ok(Drawing {
        modules: width as u32 + 2 * QUIET_ZONE,
        path: path(&code.into_colors(), width),
    })
}

fn encode(text: &str) -> QrResult<QrCode> {
    if text.is_ascii() {
        return QrCode::with_error_correction_level(text, EcLevel::M);
    }
    // The encoder would take UTF-8 that looks like Shift JIS for kanji: say the character set, and keep the bytes.
    let fits = (1..=40).find_map(|version| utf8(text, Version::Normal(version)).ok());
    QrCode::with_bits(fits.ok_or(qrcode::types::QrError::DataTooLong)?, EcLevel::M)
}

fn utf8(text: &str, version: Version) -> QrResult<Bits> {
    let mut bits = Bits::new(version);
    bits.push_eci_designator(UTF_8)?;
    bits.push_byte_data(text.as_bytes())?;
    bits.push_terminator(EcLevel::M)?;
    Ok(bits)
}

/// Each run of dark modules in a row as one rectangle.
fn path(modules: &[Color], width: usize) -> Zeroizing<String> {
    // `M180 180h180v1h-180z` is the longest rectangle there can be. Room for all of them at once: a string that grows
    // leaves copies behind.
    let dark = modules.iter().filter(|color| **color == Color::Dark).count();
    let mut path = Zeroizing::new(String::with_capacity(dark * "M180 180h180v1h-180z".len()));
    for (row, colors) in modules.chunks(width).enumerate() {
        let mut column = 0;
        for run in colors.chunk_by(|a, b| a == b) {
            if run[0] == Color::Dark {
                let (x, y, length) = (column + QUIET_ZONE as usize, row + QUIET_ZONE as usize, run.len());
                let written = write!(path, "M{x} {y}h{length}v1h-{length}z");
                debug_assert!(written.is_ok(), "a string takes everything written to it");
            }
            column += run.len();
        }
    }
    path
}
