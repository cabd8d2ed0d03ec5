//! What fuzzing calls: everything that takes bytes of unknown origin, each behind one function that must return, whatever the
//! bytes are. `../fuzz_targets` gives each to libFuzzer; `tests/short` runs all of them over the fixtures, mutated.

use otp::OtpauthUri;
use qr::Limits;
use secrecy::SecretString;
use transfer::migration::Part;
use transfer::{ImportError, Input, KeyCost, Work};

/// The password of every encrypted fixture, so that what lies behind a password is reached.
pub const PASSWORD: &str = "Gatehouse-test-1";

/// Keys may cost as much as those of the fixtures and no more: how long a derivation takes is its header's choice, bounded
/// elsewhere, and not what is looked for here.
const COST: KeyCost = KeyCost {
    rounds: 200_000,
    memory: 64 * 1024,
    passes: 4,
    log_n: 15,
};

/// A file in one of the formats, read as if it had been recognised as that; then with the password where one is needed.
pub fn import(format: &str, bytes: &[u8]) {
    let Some(format) = transfer::format(format) else { return };
    let (input, work) = (Input::new(bytes), Work::costing(COST));
    let mut read = transfer::read(format, &input, None, &work);
    if matches!(read, Err(ImportError::PasswordNeeded)) {
        let password = SecretString::from(PASSWORD);
        read = transfer::read(format, &input, Some(&password), &work);
    }
    for entry in read.iter().flat_map(|import| &import.entries) {
        // What a file gives is kept as a link, and is the same when that is read.
        let again = OtpauthUri::parse(&entry.otpauth.to_uri());
        assert!(
            again.is_ok_and(|again| again == entry.otpauth),
            "a link that reads differently"
        );
    }
}

/// Which format it is.
pub fn recognise(bytes: &[u8]) {
    drop(transfer::claims(&Input::new(bytes)));
}

/// A picture with QR codes.
pub fn picture(bytes: &[u8]) {
    let small = Limits {
        pixels: 1_000_000,
        memory: 32 << 20,
        ..Limits::default()
    };
    drop(qr::read(bytes, small));
}

/// A link to one code.
pub fn uri(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(read) = OtpauthUri::parse(text) {
        // What was read once reads again, as the same code.
        let again = OtpauthUri::parse(&read.to_uri());
        assert!(again.is_ok_and(|again| again.otp.duplicate_of(&read.otp)));
    }
}

/// A link to several codes.
pub fn migration(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        drop(Part::parse(text));
    }
}

/// The vault's document, decrypted.
pub fn document(bytes: &[u8]) {
    drop(vault::Document::from_plaintext(bytes));
}
