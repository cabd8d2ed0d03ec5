//! Export files that other apps wrote, where a folder of them is at hand: `IMPORT_CORPUS` names it. They are not part of the
//! project; without them nothing here runs, and `cargo xtask test` says so.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

use std::collections::BTreeSet;
use std::path::PathBuf;

use secrecy::SecretString;
use transfer::{FORMATS, Import, ImportError, Input, Refusal, Work, read, recognise};

/// The password of a file, the format it must be recognised as, whether it counts as encrypted, and what it holds.
struct Case {
    file: &'static str,
    format: &'static str,
    password: Option<&'static str>,
    entries: usize,
    issues: usize,
}

const fn case(
    file: &'static str,
    format: &'static str,
    password: Option<&'static str>,
    entries: usize,
    issues: usize,
) -> Case {
    Case {
        file,
        format,
        password,
        entries,
        issues,
    }
}

const CASES: &[Case] = &[
    case("urilist.txt", "otpauth", None, 7, 0),
    case("aegis.unencrypted.json", "aegis", None, 11, 0),
    case("aegis.encrypted.json", "aegis", Some("test"), 11, 0),
    case("twofas.unencrypted.2fas", "2fas", None, 6, 0),
    case("twofas.encrypted.2fas", "2fas", Some("test"), 6, 0),
    case("protonauthenticator.json", "proton", None, 7, 0),
    case("freeotpplus.json", "freeotp-plus", None, 7, 0),
    case("andotp.unencrypted.json", "andotp", None, 8, 1),
    case("andotp.encrypted.bin", "andotp", Some("testtest"), 8, 1),
    case("backup.unencrypted.authpro", "stratum", None, 12, 3),
    case("backup.strong.authpro", "stratum", Some("test"), 7, 0),
    case("backup.legacy.authpro", "stratum", Some("test"), 7, 0),
    case("backup.html", "stratum", None, 7, 2),
    case("bitwarden.unencrypted.json", "bitwarden", None, 8, 0),
    case(
        "bitwarden.encrypted.pbkdf2.json",
        "bitwarden",
        Some("rud9^5S6$^Ewmr%d"),
        8,
        0,
    ),
    case(
        "bitwarden.encrypted.argon2id.json",
        "bitwarden",
        Some("rud9^5S6$^Ewmr%d"),
        8,
        0,
    ),
    case("bitwardenauthenticator.json", "bitwarden-authenticator", None, 6, 0),
    case("lastpass.json", "lastpass", None, 6, 0),
    case("ente.unencrypted.txt", "otpauth", None, 7, 0),
    case("ente.encrypted.json", "ente", Some("test"), 7, 0),
    case("freeotp.bin", "freeotp2", Some("test"), 7, 0),
    case(
        "totpauthenticator.encrypted.bin",
        "totp-authenticator",
        Some("Testtest1"),
        2,
        0,
    ),
    case("keepass.aes256.aeskdf.kdbx", "keepass", Some("test"), 7, 0),
    case("keepass.aes256.argon2d.kdbx", "keepass", Some("test"), 7, 0),
    case("keepass.aes256.argon2id.kdbx", "keepass", Some("test"), 7, 0),
    case("keepass.chacha20.argon2d.kdbx", "keepass", Some("test"), 7, 0),
    case("keepass.groups.kdbx", "keepass", Some("test"), 7, 0),
    // Made, and left empty.
    case("keepass.kdbx3.kdbx", "keepass", Some("test"), 0, 0),
    case("keepass.nocompression.kdbx", "keepass", Some("test"), 7, 0),
    case("keepass.norecyclebin.kdbx", "keepass", Some("test"), 7, 0),
    // All seven lie in the recycle bin.
    case("keepass.recyclebin.kdbx", "keepass", Some("test"), 0, 0),
    case("keepass.twofish.argon2d.kdbx", "keepass", Some("test"), 7, 0),
    case("googleauthenticator.txt", "google", None, 6, 0),
    case("winauth.zip", "winauth", Some("test"), 1, 0),
    case("authplus.db", "authenticator-plus", Some("testtesttest"), 8, 0),
];

fn corpus() -> Option<PathBuf> {
    let folder = std::env::var_os("IMPORT_CORPUS").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("not run: IMPORT_CORPUS names no folder");
    }
    Some(folder?.join("stratum"))
}

fn bytes(file: &str) -> Vec<u8> {
    let path = corpus().unwrap().join(file);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn password(text: &str) -> SecretString {
    SecretString::from(text)
}

fn import(file: &str, given: Option<&str>) -> Result<Import, ImportError> {
    let bytes = bytes(file);
    let input = Input::new(&bytes);
    let recognised = recognise(&input)?;
    read(
        recognised.format,
        &input,
        given.map(password).as_ref(),
        &Work::default(),
    )
}

#[test]
fn corpus_every_file_is_told_by_its_content_and_accounted_for() {
    if corpus().is_none() {
        return;
    }
    for case in CASES {
        let bytes = bytes(case.file);
        let input = Input::new(&bytes);
        let recognised = recognise(&input).unwrap_or_else(|error| panic!("{}: {error}", case.file));
        assert_eq!(recognised.format.id, case.format, "{}", case.file);
        assert_eq!(recognised.encrypted, case.password.is_some(), "{}", case.file);
        let import = import(case.file, case.password).unwrap_or_else(|error| panic!("{}: {error}", case.file));
        let reasons: Vec<_> = import
            .issues
            .iter()
            .map(|issue| (issue.record, issue.reason.to_string()))
            .collect();
        assert_eq!(
            (import.entries.len(), import.issues.len()),
            (case.entries, case.issues),
            "{}: {reasons:?}",
            case.file
        );
        let records: BTreeSet<usize> = import
            .entries
            .iter()
            .map(|entry| entry.record)
            .chain(import.issues.iter().map(|issue| issue.record))
            .collect();
        assert_eq!(records, (1..=case.entries + case.issues).collect(), "{}", case.file);
    }
}

/// Most files hold the same seven keys: whatever the format, they come out with the settings of the list of links.
#[test]
fn corpus_the_common_keys_have_their_settings_in_every_format() {
    if corpus().is_none() {
        return;
    }
    let list = import("urilist.txt", None).unwrap();
    for case in CASES.iter().filter(|case| case.password.is_none()) {
        for entry in import(case.file, case.password).unwrap().entries {
            let otp = &entry.otpauth.otp;
            let common = list
                .entries
                .iter()
                .map(|entry| &entry.otpauth.otp)
                .find(|common| common.secret == otp.secret && common.kind.name() == otp.kind.name());
            // These have no room for all of the settings; what is left of them is held elsewhere.
            let limited = ["freeotp-plus", "google", "authenticator-plus", "keepass"].contains(&case.format);
            if let Some(common) = common.filter(|_| !limited) {
                assert!(otp.duplicate_of(common), "{}: record {}", case.file, entry.record);
            }
        }
    }
}

#[test]
fn corpus_no_file_is_claimed_by_two_formats() {
    if corpus().is_none() {
        return;
    }
    for case in CASES {
        let bytes = bytes(case.file);
        let claims = transfer::claims(&Input::new(&bytes));
        assert_eq!(claims, [case.format], "{}", case.file);
    }
    assert!(!FORMATS.is_empty());
}

#[test]
fn corpus_wrong_and_missing_passwords_and_damage_are_told_apart() {
    if corpus().is_none() {
        return;
    }
    for case in CASES.iter().filter(|case| case.password.is_some()) {
        let failed = |given| import(case.file, given).err();
        assert_eq!(failed(None), Some(ImportError::PasswordNeeded), "{}", case.file);
        assert_eq!(
            failed(Some("not the password")),
            Some(ImportError::WrongPassword),
            "{}",
            case.file
        );
    }
}

#[test]
fn corpus_what_cannot_be_read_is_refused_with_its_reason() {
    if corpus().is_none() {
        return;
    }
    let refused: &[(&str, ImportError)] = &[
        (
            "bitwarden.encrypted.accountrestricted.json",
            ImportError::Refused(Refusal::AccountRestricted),
        ),
        ("winauth.invalid.zip", ImportError::Damaged),
    ];
    for (file, reason) in refused {
        assert_eq!(import(file, Some("test")).err(), Some(*reason), "{file}");
    }
}

/// What a file holds of the seven codes of `urilist.txt`, by key: those that differ.
fn differences(file: &str, given: Option<&str>) -> Vec<String> {
    let known = import("urilist.txt", None).unwrap();
    let mut differences = Vec::new();
    for entry in import(file, given).unwrap().entries {
        let otp = &entry.otpauth.otp;
        let same_key = known.entries.iter().find(|one| one.otpauth.otp.secret == otp.secret);
        if same_key.is_some_and(|one| one.otpauth.otp != *otp) {
            differences.push(entry.otpauth.account.clone());
        }
    }
    differences
}

#[test]
fn corpus_codes_of_google_agree_with_the_list_but_for_the_period_it_has_no_room_for() {
    if corpus().is_none() {
        return;
    }
    assert_eq!(differences("googleauthenticator.txt", None), ["Period"]);
}

#[test]
fn corpus_codes_of_authenticator_plus_agree_with_the_list_where_the_app_has_room_for_them() {
    if corpus().is_none() {
        return;
    }
    let differ = differences("authplus.db", Some("testtesttest"));
    assert_eq!(differ, ["Period", "Digits", "256", "512"]);
}
