//! Why a key, a code or a URI was refused, as data a screen can put into words. No error carries a key: values are quoted
//! only as far as they look like the short word or number that belongs there.

use thiserror::Error;

/// Why a code's settings were refused, or no code can be made.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum OtpError {
    /// The hash's name isn't one of SHA-1, SHA-256 and SHA-512.
    #[error("unknown algorithm {value:?}")]
    UnknownAlgorithm {
        /// The name, shortened.
        value: String,
    },
    /// Not 1 to 10 digits.
    #[error("{value} digits; 1 to 10 are possible")]
    DigitsOutOfRange {
        /// The number asked for; of a URI the greatest possible where it's greater still.
        value: u64,
    },
    /// Not a period of 1 to 86,400 seconds.
    #[error("a period of {value} s; 1 to 86,400 are possible")]
    PeriodOutOfRange {
        /// The number of seconds asked for; of a URI the greatest possible where it's greater still.
        value: u64,
    },
    /// The counter has no successor.
    #[error("the counter is at its end")]
    CounterExhausted,
    /// The kind needs a PIN, and there is none.
    #[error("the PIN is missing")]
    PinMissing,
    /// Not a PIN: empty, too long, or with characters no PIN has.
    #[error("not a PIN")]
    BadPin,
    /// Not the length of a Yandex key.
    #[error("a Yandex key has 16 or 26 bytes, not {bytes}")]
    NotYandexKey {
        /// How many bytes there are.
        bytes: usize,
    },
}

impl OtpError {
    /// A name for programs and message catalogues; never changes.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownAlgorithm { .. } => "unknown-algorithm",
            Self::DigitsOutOfRange { .. } => "digits-out-of-range",
            Self::PeriodOutOfRange { .. } => "period-out-of-range",
            Self::CounterExhausted => "counter-exhausted",
            Self::PinMissing => "pin-missing",
            Self::BadPin => "pin-bad",
            Self::NotYandexKey { .. } => "not-yandex-key",
        }
    }
}

/// Why a key was refused. Positions count characters of the text from 1, spaces and dashes included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SecretError {
    /// Nothing but spaces and dashes, or no bytes.
    #[error("the key is empty")]
    Empty,
    /// A character base32 doesn't have.
    #[error("{character:?} at position {position} is not a base32 character")]
    BadCharacter {
        /// The character: not part of any key, so it may be shown.
        character: char,
        /// Where, from 1.
        position: usize,
    },
    /// A character that is no hexadecimal digit, in a key that is written in those (mOTP's).
    #[error("{character:?} at position {position} is not a hexadecimal digit")]
    BadHexDigit {
        /// The character: not part of any such key, so it may be shown.
        character: char,
        /// Where, from 1.
        position: usize,
    },
    /// A letter after the padding: two keys run together, or a damaged one.
    #[error("the key goes on after its padding, at position {position}")]
    AfterPadding {
        /// Where, from 1.
        position: usize,
    },
    /// Padding that doesn't fit the letters: the key was cut or lengthened.
    #[error("{found} padding characters, {expected} fit")]
    BadPadding {
        /// How many there are.
        found: usize,
        /// How many would fit; none is fine as well.
        expected: usize,
    },
    /// A number of letters no bytes encode to: a letter is missing or too many.
    #[error("no key has {letters} base32 letters")]
    ImpossibleLength {
        /// How many letters there are.
        letters: usize,
    },
    /// Longer than any real key.
    #[error("the key is longer than {limit} bytes")]
    TooLong {
        /// The most bytes taken.
        limit: usize,
    },
}

impl SecretError {
    /// A name for programs and message catalogues; never changes.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "secret-empty",
            Self::BadCharacter { .. } => "secret-bad-character",
            Self::BadHexDigit { .. } => "secret-bad-hex-digit",
            Self::AfterPadding { .. } => "secret-after-padding",
            Self::BadPadding { .. } => "secret-bad-padding",
            Self::ImpossibleLength { .. } => "secret-impossible-length",
            Self::TooLong { .. } => "secret-too-long",
        }
    }
}

/// Shortens a value for an error: at most 16 characters of words and numbers. In a broken URI a value can run on into the
/// key (`digits=6?secret=…`), so it's cut at the first character that has no place in a word or number.
pub(crate) fn quoted(value: &str) -> String {
    let fits = |c: &char| c.is_ascii_alphanumeric() || " +-._/".contains(*c);
    let kept: String = value.chars().take_while(fits).take(16).collect();
    if kept.len() == value.len() { kept } else { kept + "…" }
}
