//! Raivo's archives, and the list in them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod shared;

use shared::{PASSWORD, claimed, import, issues, uris};
use transfer::ImportError;

const ENCRYPTED: &[u8] = include_bytes!("fixtures/raivo/encrypted.zip");
const PLAIN: &[u8] = include_bytes!("fixtures/raivo/codes.json");

#[test]
fn archive_and_list_hold_the_same() {
    for (bytes, password) in [(PLAIN, None), (ENCRYPTED, Some(PASSWORD))] {
        assert_eq!(claimed(bytes), ["raivo"]);
        let import = import(bytes, password).unwrap();
        assert_eq!(
            uris(&import),
            [
                "otpauth://totp/Fern:ann?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Fern&algorithm=SHA1&digits=6&period=30",
                "otpauth://totp/Moss:bob?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Moss&algorithm=SHA512&digits=8&period=60",
                "otpauth://hotp/Reed:cy?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Reed&algorithm=SHA1&digits=6&counter=42",
            ]
        );
        assert_eq!(
            issues(&import),
            [(4, "unknown-type"), (5, "digits-out-of-range"), (6, "record-malformed")]
        );
        let extras = |place: usize| &import.entries[place].extras;
        assert!(extras(0).pinned && !extras(1).pinned);
        assert_eq!(extras(0).icon.as_deref(), Some("fern-alt"));
        assert_eq!(extras(1).icon, None);
        assert!(import.issues[2].verbatim.contains("\"account\": 5"));
    }
}

#[test]
fn missing_and_wrong_passwords_and_damage_are_told_apart() {
    let failed = |bytes: &[u8], password: Option<&str>| import(bytes, password).err();
    assert_eq!(failed(ENCRYPTED, None), Some(ImportError::PasswordNeeded));
    assert_eq!(failed(ENCRYPTED, Some("wrong")), Some(ImportError::WrongPassword));
    let mut flipped = ENCRYPTED.to_vec();
    let middle = ENCRYPTED.len() / 2;
    flipped[middle] ^= 1;
    assert_eq!(failed(&flipped, Some(PASSWORD)), Some(ImportError::Damaged));
    assert_eq!(failed(&ENCRYPTED[..middle], Some(PASSWORD)), Some(ImportError::Damaged));
}
