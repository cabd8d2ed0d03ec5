//! Google Authenticator's `otpauth-migration` links: several codes in one text, and one export in several such texts, each
//! shown as a QR code. The format is not published; its fields are known from what the app writes.

mod collector;
pub(crate) mod protobuf;
pub(crate) mod record;

use std::fmt::Write;

use data_encoding::{BASE64, BASE64_NOPAD};
use percent_encoding::percent_decode_str;
use zeroize::Zeroizing;

pub use collector::Collector;

use self::protobuf::{Fields, Malformed, Value};
use crate::Import;
use crate::error::{ImportError, Refusal};

/// What a link begins with, in any case.
const SCHEME: &str = "otpauth-migration:";
/// The longest link read, in bytes; a QR code holds less than 3,000.
const MOST_BYTES: usize = 64 * 1024;
/// The most parts one export is taken to have: a hundred times what a person could scan.
const MOST_PARTS: u64 = 10_000;
/// The newest version read. The app writes 1; 2 adds a name of its own to each record.
const NEWEST: u64 = 2;

/// The numbers of a link's fields.
pub(crate) mod field {
    pub(crate) const RECORD: u64 = 1;
    pub(crate) const VERSION: u64 = 2;
    pub(crate) const TOTAL: u64 = 3;
    pub(crate) const INDEX: u64 = 4;
    pub(crate) const BATCH: u64 = 5;
}

/// One link: one part of an export. No `Debug`: it holds keys.
#[derive(Clone, PartialEq, Eq)]
pub struct Part {
    payload: Zeroizing<Vec<u8>>,
    batch: i64,
    total: u32,
    index: u32,
}

impl Part {
    /// Whether a text looks like a link.
    #[must_use]
    pub fn is_link(text: &str) -> bool {
        let begin = text.trim_start().get(..SCHEME.len());
        begin.is_some_and(|begin| begin.eq_ignore_ascii_case(SCHEME))
    }

    /// Reads a link. Its base64 may be percent-encoded or not, of either alphabet, with padding or without.
    ///
    /// # Errors
    /// [`ImportError::NotRecognised`] for another text, [`ImportError::Damaged`] for a cut or broken link,
    /// [`Refusal::UnknownVersion`], [`Refusal::TooLarge`].
    pub fn parse(uri: &str) -> Result<Self, ImportError> {
        let uri = uri.trim();
        if !Self::is_link(uri) {
            return Err(ImportError::NotRecognised);
        }
        if uri.len() > MOST_BYTES {
            return Err(Refusal::TooLarge.into());
        }
        let (_, query) = uri.split_once('?').ok_or(ImportError::Damaged)?;
        let mut parameters = query.split('&').filter_map(|part| part.strip_prefix("data="));
        let data = parameters.next().ok_or(ImportError::Damaged)?;
        Self::of_payload(payload(data).ok_or(ImportError::Damaged)?)
    }

    fn of_payload(payload: Zeroizing<Vec<u8>>) -> Result<Self, ImportError> {
        let (mut version, mut total, mut index, mut batch) = (1, 0, 0, 0);
        for field in Fields::of(&payload) {
            match field.map_err(|Malformed| ImportError::Damaged)? {
                (field::VERSION, Value::Number(number)) => version = number,
                (field::TOTAL, Value::Number(number)) => total = number,
                (field::INDEX, Value::Number(number)) => index = number,
                (field::BATCH, Value::Number(number)) => batch = number,
                (field::RECORD, Value::Bytes(_)) => {}
                (field::RECORD..=field::BATCH, _) => return Err(ImportError::Damaged),
                _ => {}
            }
        }
        if version > NEWEST {
            return Err(Refusal::UnknownVersion.into());
        }
        // Links made by other apps often leave the numbers out: then there is one part.
        let total = total.max(1);
        if total > MOST_PARTS || index >= total {
            return Err(ImportError::Damaged);
        }
        let small = |number: u64| u32::try_from(number).map_err(|_| ImportError::Damaged);
        Ok(Self {
            total: small(total)?,
            index: small(index)?,
            // A number with a sign.
            batch: batch as i64,
            payload,
        })
    }

    /// Which export it belongs to: a number the exporting app picks at random.
    #[must_use]
    pub const fn batch(&self) -> i64 {
        self.batch
    }

    /// Which part it is, from 0.
    #[must_use]
    pub const fn index(&self) -> u32 {
        self.index
    }

    /// How many parts the export has; at least 1.
    #[must_use]
    pub const fn total(&self) -> u32 {
        self.total
    }

    /// Hands on its records, in its order.
    pub(crate) fn take_into(&self, import: &mut Import) -> Result<(), ImportError> {
        for field in Fields::of(&self.payload).flatten() {
            if let (field::RECORD, Value::Bytes(message)) = field {
                match record::draft(message) {
                    Ok(draft) => import.take(draft, || alone(message))?,
                    Err(reason) => import.refuse(reason, alone(message))?,
                }
            }
        }
        Ok(())
    }
}

/// The bytes in a link's `data`.
fn payload(data: &str) -> Option<Zeroizing<Vec<u8>>> {
    // Room for all of it at once: a vector that grows leaves copies of keys behind.
    let mut text = Zeroizing::new(Vec::with_capacity(data.len()));
    text.extend(percent_decode_str(data).map(|byte| match byte {
        // The other alphabet, and a `+` that was read as a form's space.
        b'-' | b' ' => b'+',
        b'_' => b'/',
        _ => byte,
    }));
    let padding = text.iter().rev().take_while(|byte| **byte == b'=').count();
    let text = text.get(..text.len() - padding)?;
    BASE64_NOPAD.decode(text).ok().map(Zeroizing::new)
}

/// One record as a link of its own, byte for byte: how it is kept where it can't be read.
fn alone(message: &[u8]) -> Zeroizing<String> {
    let mut payload = Zeroizing::new(Vec::with_capacity(message.len() + 16));
    protobuf::put_bytes(&mut payload, field::RECORD, message);
    protobuf::put_number(&mut payload, field::VERSION, 1);
    protobuf::put_number(&mut payload, field::TOTAL, 1);
    link(&payload)
}

/// The link that carries a payload.
pub(crate) fn link(payload: &[u8]) -> Zeroizing<String> {
    let text = Zeroizing::new(BASE64.encode(payload));
    let mut link = Zeroizing::new(String::with_capacity(text.len() * 3 + 40));
    link.push_str("otpauth-migration://offline?data=");
    for character in text.chars() {
        if character.is_ascii_alphanumeric() {
            link.push(character);
        } else {
            let written = write!(link, "%{:02X}", u32::from(character));
            debug_assert!(written.is_ok(), "a string takes everything written to it");
        }
    }
    link
}
