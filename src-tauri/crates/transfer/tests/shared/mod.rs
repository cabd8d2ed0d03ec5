//! What the tests of all formats ask: a file read as a person would have it read, and the codes in it as text.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use secrecy::SecretString;
use transfer::{Import, ImportError, Input, Work, read, recognise};

/// The password of every encrypted fixture.
pub(crate) const PASSWORD: &str = "Gatehouse-test-1";

/// A file's content, recognised and read.
pub(crate) fn import(bytes: &[u8], password: Option<&str>) -> Result<Import, ImportError> {
    let input = Input::new(bytes);
    let recognised = recognise(&input)?;
    read(
        recognised.format,
        &input,
        password.map(SecretString::from).as_ref(),
        &Work::default(),
    )
}

/// The codes as canonical links.
pub(crate) fn uris(import: &Import) -> Vec<String> {
    let uris = import.entries.iter().map(|entry| entry.otpauth.to_uri().to_string());
    uris.collect()
}

/// The records that need attention: their places and reasons.
pub(crate) fn issues(import: &Import) -> Vec<(usize, &'static str)> {
    let issues = import.issues.iter().map(|issue| (issue.record, issue.reason.code()));
    issues.collect()
}

/// The id of the one format that takes the content for its own.
pub(crate) fn claimed(bytes: &[u8]) -> Vec<&'static str> {
    transfer::claims(&Input::new(bytes))
}
