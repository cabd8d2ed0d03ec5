//! What a picture may cost. Checked from the bytes and the header, before any pixel is decoded: a few kilobytes can claim
//! gigapixels.

use crate::{Measure, QrError};

/// The most a picture may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Of the file, in bytes.
    pub bytes: u64,
    /// Of width and of height, in pixels.
    pub side: u32,
    /// Of width times height.
    pub pixels: u64,
    /// Of what its decoder asks for, in bytes.
    pub memory: u64,
}

impl Default for Limits {
    /// 32 MiB, 32,768 pixels a side, 100 megapixels, 512 MiB of memory: above any telephone's or screen's pictures.
    fn default() -> Self {
        Self {
            bytes: 32 << 20,
            side: 32_768,
            pixels: 100_000_000,
            memory: 512 << 20,
        }
    }
}

impl Limits {
    pub(crate) fn check_bytes(&self, bytes: usize) -> Result<(), QrError> {
        check(Measure::Bytes, bytes as u64, self.bytes)
    }

    pub(crate) fn check_dimensions(&self, width: u32, height: u32) -> Result<(), QrError> {
        check(Measure::Side, width.max(height).into(), self.side.into())?;
        check(Measure::Pixels, u64::from(width) * u64::from(height), self.pixels)
    }

    pub(crate) fn check_memory(&self, bytes: u64) -> Result<(), QrError> {
        check(Measure::Memory, bytes, self.memory)
    }
}

fn check(measure: Measure, value: u64, limit: u64) -> Result<(), QrError> {
    if value > limit {
        Err(QrError::TooLarge { measure, limit })
    } else {
        Ok(())
    }
}
