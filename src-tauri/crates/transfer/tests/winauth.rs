//! WinAuth's archives.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod shared;

use shared::{PASSWORD, claimed, import, issues, uris};
use transfer::{Extras, ImportError};

const PLAIN: &[u8] = include_bytes!("fixtures/winauth/plain.zip");
const ENCRYPTED: &[u8] = include_bytes!("fixtures/winauth/encrypted.zip");

#[test]
fn the_label_is_the_issuer_and_steam_is_told_by_its_parameters() {
    for (bytes, password) in [(PLAIN, None), (ENCRYPTED, Some(PASSWORD))] {
        assert_eq!(claimed(bytes), ["winauth"]);
        let import = import(bytes, password).unwrap();
        assert_eq!(
            uris(&import),
            [
                "otpauth://totp/Fern:?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Fern&algorithm=SHA1&digits=6&period=30",
                "otpauth://totp/Moss:ann@example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQME&issuer=Moss&algorithm=SHA256&digits=8&period=60",
                "otpauth://hotp/Reed:cy?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQMI&issuer=Reed&algorithm=SHA1&digits=6&counter=7",
                "otpauth://steam/Steam:dora?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Steam&algorithm=SHA1&digits=5&period=30",
                "otpauth://totp/BattleNet:Battle.net?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=BattleNet&algorithm=SHA1&digits=8&period=30",
                "otpauth://totp/Oak%20%26%20Elm%2B1:?secret=GEZDGNBVGY3TQOJQ&issuer=Oak%20%26%20Elm%2B1&algorithm=SHA1&digits=6&period=30",
            ]
        );
        assert_eq!(issues(&import), [(7, "unknown-algorithm")]);
    }
}

#[test]
fn what_only_winauth_knows_is_kept() {
    let import = import(PLAIN, None).unwrap();
    let extras: Vec<&Extras> = import.entries.iter().map(|entry| &entry.extras).collect();
    let icons: Vec<_> = extras.iter().map(|extras| extras.icon.as_deref()).collect();
    assert_eq!(icons, [None, Some("Google"), None, None, Some("BattleNet"), None]);
    let note = |place: usize| extras[place].note.as_ref().map(|note| note.as_str());
    assert_eq!(note(0), None);
    assert_eq!(
        note(3),
        Some("deviceid: android:1234\ndata: {\"revocation_code\":\"R12345\"}")
    );
    assert_eq!(note(4), Some("serial: EU123412341234"));
    let original = import.entries[0].original.as_ref().unwrap();
    assert!(original.ends_with("&digits=6&icon=WinAuth"));
}

#[test]
fn missing_and_wrong_passwords_and_damage_are_told_apart() {
    let failed = |bytes: &[u8], password: Option<&str>| import(bytes, password).err();
    assert_eq!(failed(ENCRYPTED, None), Some(ImportError::PasswordNeeded));
    // More passwords than the archive's own check of one byte can tell: some pass it.
    for number in 0..600 {
        let wrong = format!("wrong {number}");
        assert_eq!(
            failed(ENCRYPTED, Some(&wrong)),
            Some(ImportError::WrongPassword),
            "{wrong}"
        );
    }
    let mut flipped = ENCRYPTED.to_vec();
    flipped[30 + "codes.txt".len() + 12 + 120] ^= 1;
    assert_eq!(failed(&flipped, Some(PASSWORD)), Some(ImportError::Damaged));
    for end in [ENCRYPTED.len() - 1, ENCRYPTED.len() - 30, 200, 22] {
        assert_eq!(failed(&ENCRYPTED[..end], Some(PASSWORD)), Some(ImportError::Damaged));
    }
    let mut flipped = PLAIN.to_vec();
    flipped[30 + "codes.txt".len() + 120] ^= 1;
    assert!(import(&flipped, None).is_err());
}

#[test]
fn other_archives_are_not_taken_for_one() {
    let other = include_bytes!("fixtures/winauth/other.zip");
    assert_eq!(import(other, None).err(), Some(ImportError::NotRecognised));
}

#[test]
fn an_empty_archive_is_damage() {
    let empty = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
    assert_eq!(import(empty, None).err(), Some(ImportError::Damaged));
}
