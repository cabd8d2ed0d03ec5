//! Why a picture gave no text, or a text no drawing; as data a screen can put into words, never with the text itself.

use thiserror::Error;

/// A kind of picture that can be read, told by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// WebP, lossy and lossless.
    WebP,
    /// GIF; of an animation the first picture.
    Gif,
    /// BMP.
    Bmp,
}

impl Format {
    /// Every format, in the order a person would list them.
    pub const ALL: [Self; 5] = [Self::Png, Self::Jpeg, Self::WebP, Self::Gif, Self::Bmp];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Png => "PNG",
            Self::Jpeg => "JPEG",
            Self::WebP => "WebP",
            Self::Gif => "GIF",
            Self::Bmp => "BMP",
        }
    }
}

/// What was too large.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Measure {
    /// The file, in bytes.
    Bytes,
    /// Width or height, in pixels.
    Side,
    /// Width times height.
    Pixels,
    /// The memory its decoder asks for, in bytes.
    Memory,
}

impl Measure {
    /// A name for programs and message catalogues; never changes.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bytes => "bytes",
            Self::Side => "side",
            Self::Pixels => "pixels",
            Self::Memory => "memory",
        }
    }
}

/// Why nothing was read or drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum QrError {
    /// The content is none of the [`Format`]s.
    #[error("not a PNG, JPEG, WebP, GIF or BMP picture")]
    NotAPicture,
    /// The picture is cut off or broken.
    #[error("the {} picture is damaged", .format.name())]
    Damaged {
        /// The kind of picture it claims to be.
        format: Format,
    },
    /// More than the [`Limits`](crate::Limits) allow; found before anything was decoded.
    #[error("the picture is too large: {} above {limit}", .measure.name())]
    TooLarge {
        /// What was too large.
        measure: Measure,
        /// The most allowed.
        limit: u64,
    },
    /// Pixels whose number doesn't go with width and height.
    #[error("{found} bytes of pixels where {expected} belong")]
    WrongSize {
        /// How many bytes there are.
        found: u64,
        /// How many width and height ask for.
        expected: u64,
    },
    /// A picture without a QR code that can be read.
    #[error("no QR code in the picture")]
    NoCode,
    /// Nothing to draw.
    #[error("no text to draw")]
    NoText,
    /// More text than the largest QR code of level M holds.
    #[error("{bytes} bytes are more than a QR code holds")]
    TextTooLong {
        /// The text's length in bytes.
        bytes: usize,
    },
}

impl QrError {
    /// A name for programs and message catalogues; never changes.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotAPicture => "not-a-picture",
            Self::Damaged { .. } => "picture-damaged",
            Self::TooLarge { .. } => "picture-too-large",
            Self::WrongSize { .. } => "picture-wrong-size",
            Self::NoCode => "no-qr-code",
            Self::NoText => "no-text",
            Self::TextTooLong { .. } => "text-too-long",
        }
    }
}
