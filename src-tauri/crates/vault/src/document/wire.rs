//! The document as JSON: the format of `FORMAT.md`, and nothing but it. Only the types in here can be serialised.

use std::collections::HashSet;
use std::io::{self, Write};

use jiff::Timestamp;
use otp::OtpauthUri;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use crate::disk::LARGEST;
use crate::document::unknown::Unknown;
use crate::document::{Document, Entry, QuarantineReason, Quarantined};
use crate::error::VaultError;

mod shape;
use shape::WireEntry;

/// The format version written here, and the newest that is read.
const VERSION: u64 = 1;
const FORMAT: &str = "gatehouse-vault";

/// Why a plaintext is no document.
pub(crate) enum Rejected {
    /// Its version is above [`VERSION`].
    Newer(u64),
    /// It does not have a document's shape.
    Malformed,
}

#[derive(Deserialize)]
struct Versioned {
    version: u64,
}

/// The document as it is read. Records stay raw, so that one that is not understood harms no other.
#[derive(Deserialize)]
struct Reading<'a> {
    #[serde(rename = "version")]
    _version: u64,
    #[serde(rename = "format", default)]
    _format: Option<String>,
    generation: u64,
    #[serde(borrow)]
    entries: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    quarantine: Vec<&'a RawValue>,
    #[serde(default)]
    due_seen: Option<Timestamp>,
    #[serde(flatten)]
    rest: Unknown,
}

/// The document as it is written.
#[derive(Serialize)]
struct Writing<'a> {
    format: &'static str,
    version: u64,
    generation: u64,
    entries: Vec<WireEntry>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    quarantine: Vec<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    due_seen: Option<Timestamp>,
    #[serde(flatten)]
    rest: &'a Unknown,
}

/// Reads a plaintext. Records that are not understood are quarantined; those quarantined before are tried again.
pub(crate) fn decode(plaintext: &[u8]) -> Result<Document, Rejected> {
    let versioned: Versioned = serde_json::from_slice(plaintext).map_err(|_| Rejected::Malformed)?;
    if versioned.version > VERSION {
        return Err(Rejected::Newer(versioned.version));
    }
    let reading: Reading<'_> = serde_json::from_slice(plaintext).map_err(|_| Rejected::Malformed)?;
    let mut document = Document {
        generation: reading.generation,
        due_seen: reading.due_seen,
        rest: reading.rest.clone(),
        ..Document::default()
    };
    let mut ids = HashSet::new();
    for record in reading.entries.into_iter().chain(reading.quarantine) {
        let entry = understand(record.get()).and_then(|entry| {
            let is_new = ids.insert(entry.id);
            if is_new {
                Ok(entry)
            } else {
                Err(QuarantineReason::DuplicateId)
            }
        });
        match entry {
            Ok(entry) => document.entries.push(entry),
            Err(reason) => document.quarantine.push(Quarantined::new(record.get(), reason)),
        }
    }
    Ok(document)
}

/// One record as an entry.
pub(super) fn understand(record: &str) -> Result<Entry, QuarantineReason> {
    let wire: WireEntry = serde_json::from_str(record).map_err(|_| QuarantineReason::Malformed)?;
    let text = wire.uri_text();
    let otpauth = OtpauthUri::parse(text).map_err(|error| QuarantineReason::Uri { code: error.code() })?;
    Ok(wire.into_entry(otpauth))
}

/// One record as an entry with this key: the record's own, or one that was put in its place. `None` where it hasn't an entry's
/// shape.
pub(super) fn entry_of(record: &str, otpauth: OtpauthUri) -> Option<Entry> {
    let wire: WireEntry = serde_json::from_str(record).ok()?;
    let own = OtpauthUri::parse(wire.uri_text()).is_ok();
    let mut entry = wire.into_entry(otpauth);
    if !own {
        // What could not be read is not what the key came from.
        entry.original_uri = None;
    }
    Some(entry)
}

/// Writes a plaintext that reads back as this very document.
///
/// # Errors
/// [`VaultError::Unstorable`] when it would not, [`VaultError::TooLarge`] when it would not be read again: nothing is to be written
/// then.
pub(crate) fn encode(document: &Document) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    // Exposed to be written into the encrypted document, borrowed and not copied.
    let quarantine = document
        .quarantine
        .iter()
        .map(|record| serde_json::from_str(record.verbatim().expose()));
    let writing = Writing {
        format: FORMAT,
        version: VERSION,
        generation: document.generation,
        entries: document.entries.iter().map(WireEntry::of).collect(),
        quarantine: quarantine
            .collect::<Result<Vec<&RawValue>, _>>()
            .map_err(|_| VaultError::Unstorable)?,
        due_seen: document.due_seen,
        rest: &document.rest,
    };
    let plaintext = write_sized(&writing)?;
    match decode(&plaintext) {
        Ok(back) if is_faithful(document, &back) => Ok(plaintext),
        _ => Err(VaultError::Unstorable),
    }
}

/// Whether nothing was lost on the way. A quarantined record may have become an entry: one whose id is free again.
fn is_faithful(document: &Document, back: &Document) -> bool {
    let records = |document: &Document| document.entries.len() + document.quarantine.len();
    back.generation == document.generation
        && back.due_seen == document.due_seen
        && back.rest == document.rest
        && back.entries.starts_with(&document.entries)
        && records(back) == records(document)
}

/// Serialises twice: once to learn the length, once into a buffer of that length, which then never grows and leaves no
/// copy behind.
fn write_sized(writing: &Writing<'_>) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let mut length = Length(0);
    serde_json::to_writer_pretty(&mut length, writing).map_err(|_| VaultError::Unstorable)?;
    if u64::try_from(length.0).unwrap_or(u64::MAX) > LARGEST {
        // Encrypted it is larger still.
        return Err(VaultError::TooLarge);
    }
    let mut plaintext = Zeroizing::new(Vec::with_capacity(length.0 + 1));
    serde_json::to_writer_pretty(&mut *plaintext, writing).map_err(|_| VaultError::Unstorable)?;
    plaintext.push(b'\n');
    Ok(plaintext)
}

/// Counts what is written to it.
struct Length(usize);

impl Write for Length {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
