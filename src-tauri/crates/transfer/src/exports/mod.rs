//! What a person takes along: files other apps read. One file a format.
//!
//! Not every format can say everything. What one can't express is never bent until it fits: such entries are named in
//! [`Export::left_out`], so that the caller can say so before anything is deleted elsewhere; what it loses of the others says
//! [`Holds::lost`].

mod aegis;
mod google;
mod holds;
mod otpauth_list;
mod page;
mod twofas;

use otp::OtpauthUri;
use zeroize::Zeroizing;

use crate::Extras;

pub use aegis::{aegis_encrypted, aegis_plain};
pub use google::google;
pub use holds::{AEGIS, GOOGLE, Holds, Lost, OTPAUTH_LIST, TWOFAS, Tags};
pub use otpauth_list::otpauth_list;
pub use page::{Card, QrPath, page, typed_key};
pub use twofas::twofas;

/// One entry to be written. No `Debug`: it holds the key.
#[derive(Clone)]
pub struct Outgoing {
    /// The code with its names.
    pub otpauth: OtpauthUri,
    /// The URI as it once came, where it says more.
    pub original: Option<Zeroizing<String>>,
    /// What is kept beside the key.
    pub extras: Extras,
}

/// What was written. No `Debug`: it holds keys.
pub struct Export<T = Zeroizing<Vec<u8>>> {
    /// The file, or its parts.
    pub written: T,
    /// Entries the format can't express, by their places in the list that was given, from 0.
    pub left_out: Vec<(usize, LeftOut)>,
}

/// Why a format can't express an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftOut {
    /// It has no such kind of code.
    Kind,
    /// It has no such hash.
    Algorithm,
    /// It has no such number of digits.
    Digits,
    /// It has no such period.
    Period,
    /// Its counters end earlier.
    Counter,
}

impl LeftOut {
    /// A name for programs and message catalogues; never changes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Algorithm => "algorithm",
            Self::Digits => "digits",
            Self::Period => "period",
            Self::Counter => "counter",
        }
    }
}

/// Where random bytes come from: filled by the caller, from the system's generator outside tests.
pub type Random<'a> = &'a mut dyn FnMut(&mut [u8]);

/// A random identity (RFC 9562, version 4), for formats that want one for each thing.
fn identity(random: Random<'_>) -> String {
    let mut bytes = [0; 16];
    random(&mut bytes);
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = data_encoding::HEXLOWER.encode(&bytes);
    format!(
        "{}-{}-{}-{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    )
}
