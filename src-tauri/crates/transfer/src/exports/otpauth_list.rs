//! A list of links, one a line. Everything a code needs is in it; tags and notes are not.

use zeroize::Zeroizing;

use super::{Export, Outgoing};

/// The entries' canonical links.
#[must_use]
pub fn otpauth_list(entries: &[Outgoing]) -> Export {
    // Room for all at once: a vector that grows leaves copies of keys behind.
    let lengths = entries.iter().map(|entry| entry.otpauth.to_uri().len() + 1);
    let mut written = Zeroizing::new(Vec::with_capacity(lengths.sum()));
    for entry in entries {
        written.extend_from_slice(entry.otpauth.to_uri().as_bytes());
        written.push(b'\n');
    }
    Export {
        written,
        left_out: Vec::new(),
    }
}
