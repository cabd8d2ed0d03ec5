//! Authenticator Plus's encrypted database, and its archive of links.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod shared;

use shared::{PASSWORD, claimed, import, issues, uris};
use transfer::ImportError;

const DATABASE: &[u8] = include_bytes!("fixtures/authenticator_plus/accounts.db");
const ARCHIVE: &[u8] = include_bytes!("fixtures/authenticator_plus/accounts.zip");

#[test]
fn the_database_is_read_in_the_order_the_app_shows() {
    assert_eq!(claimed(DATABASE), ["authenticator-plus"]);
    let import = import(DATABASE, Some(PASSWORD)).unwrap();
    assert_eq!(
        uris(&import),
        [
            "otpauth://totp/Fern:ann?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Fern&algorithm=SHA1&digits=6&period=30",
            "otpauth://hotp/Reed:cy?secret=GEZDGNBVGY3TQOJQ&issuer=Reed&algorithm=SHA1&digits=6&counter=4294967297",
            "otpauth://totp/Moss:bob?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQME&issuer=Moss&algorithm=SHA1&digits=6&period=30",
            "otpauth://totp/Battle.net:dora?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Battle.net&algorithm=SHA1&digits=8&period=30",
        ]
    );
    assert_eq!(issues(&import), [(5, "unknown-type"), (6, "secret-bad-character")]);
    assert_eq!(import.entries[2].extras.tags, ["Work"]);
    assert!(import.entries[0].extras.tags.is_empty());
    let verbatim: serde_json::Value = serde_json::from_str(&import.issues[0].verbatim).unwrap();
    assert_eq!((&verbatim["_id"], &verbatim["email"]), (&5.into(), &"eve".into()));
}

#[test]
fn missing_and_wrong_passwords_and_damage_are_told_apart() {
    let failed = |bytes: &[u8], password: Option<&str>| import(bytes, password).err();
    assert_eq!(failed(DATABASE, None), Some(ImportError::PasswordNeeded));
    assert_eq!(failed(DATABASE, Some("wrong")), Some(ImportError::WrongPassword));
    // The first page's tag proves the password; the others' then prove the pages.
    let mut flipped = DATABASE.to_vec();
    flipped[1024 + 300] ^= 1;
    assert_eq!(failed(&flipped, Some(PASSWORD)), Some(ImportError::Damaged));
    let mut swapped = DATABASE.to_vec();
    swapped[1024..3072].rotate_left(1024);
    assert_eq!(failed(&swapped, Some(PASSWORD)), Some(ImportError::Damaged));
    let cut = &DATABASE[..DATABASE.len() - 1024];
    assert_eq!(failed(cut, Some(PASSWORD)), Some(ImportError::Damaged));
}

#[test]
fn the_archive_holds_a_list() {
    assert_eq!(claimed(ARCHIVE), ["authenticator-plus"]);
    let found = import(ARCHIVE, Some(PASSWORD)).unwrap();
    assert_eq!(
        uris(&found),
        [
            "otpauth://totp/Fern:ann?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Fern&algorithm=SHA1&digits=6&period=30",
            "otpauth://hotp/Reed:cy?secret=GEZDGNBVGY3TQOJQ&issuer=Reed&algorithm=SHA1&digits=6&counter=3",
        ]
    );
    assert_eq!(import(ARCHIVE, None).err(), Some(ImportError::PasswordNeeded));
    assert_eq!(import(ARCHIVE, Some("wrong")).err(), Some(ImportError::WrongPassword));
}
