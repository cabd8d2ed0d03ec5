//! Files in every format, made by other code than ours (`fixtures/make.py`, and the programs named in `fixtures/README.md`):
//! what is read out of them, to the last setting, and what is said of those that can't be read.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod shared;

use shared::{PASSWORD, claimed, import, issues, uris};
use transfer::{Extras, ImportError, Refusal};

/// A fixture, the format it is, whether it is encrypted, which of the expected entries it holds, what needs attention.
type Case = (
    &'static str,
    &'static str,
    bool,
    usize,
    &'static [(usize, &'static str)],
);

const CASES: &[Case] = &[
    (
        "aegis/plain.json",
        "aegis",
        false,
        4,
        &[(5, "secret-empty"), (6, "pin-missing")],
    ),
    (
        "aegis/encrypted.json",
        "aegis",
        true,
        4,
        &[(5, "secret-empty"), (6, "pin-missing")],
    ),
    ("2fas/plain.2fas", "2fas", false, 4, &[]),
    ("2fas/encrypted.2fas", "2fas", true, 4, &[]),
    ("proton/plain.json", "proton", false, 4, &[]),
    ("proton/encrypted.json", "proton", true, 4, &[]),
    ("ente/plain.txt", "ente", false, 4, &[]),
    ("ente/encrypted.json", "ente", true, 4, &[]),
    ("andotp/plain.json", "andotp", false, 4, &[]),
    ("andotp/encrypted.bin", "andotp", true, 4, &[]),
    ("andotp/old.bin", "andotp", true, 4, &[]),
    ("andotp/old_uncounted.bin", "andotp", true, 4, &[]),
    ("freeotp_plus/plain.json", "freeotp-plus", false, 4, &[]),
    ("freeotp2/encrypted.bin", "freeotp2", true, 4, &[]),
    ("stratum/plain.authpro", "stratum", false, 4, &[(5, "pin-missing")]),
    ("stratum/encrypted.authpro", "stratum", true, 4, &[(5, "pin-missing")]),
    ("stratum/legacy.authpro", "stratum", true, 4, &[(5, "pin-missing")]),
    ("stratum/page.html", "stratum", false, 4, &[]),
    ("bitwarden/plain.json", "bitwarden", false, 3, &[]),
    ("bitwarden/pbkdf2.json", "bitwarden", true, 3, &[]),
    ("bitwarden/argon2id.json", "bitwarden", true, 3, &[]),
    ("bitwarden/authenticator.json", "bitwarden-authenticator", false, 3, &[]),
    ("bitwarden/authenticator.csv", "bitwarden-authenticator", false, 3, &[]),
    ("bitwarden/plain.csv", "bitwarden-csv", false, 3, &[]),
    ("lastpass/plain.json", "lastpass", false, 3, &[]),
    ("keepassxc/plain.csv", "keepassxc-csv", false, 3, &[]),
    ("totp_authenticator/encrypted.bin", "totp-authenticator", true, 1, &[]),
    ("authy/encrypted.xml", "authy", true, 1, &[]),
    ("authy/plain.xml", "authy", false, 1, &[]),
    ("freeotp1/tokens.xml", "freeotp1", false, 4, &[]),
    ("1password/export.1pux", "1password", false, 3, &[]),
    (
        "gatehouse/document.json",
        "gatehouse",
        false,
        4,
        &[(5, "record-malformed")],
    ),
    ("gatehouse/backup.age", "gatehouse", true, 4, &[(5, "record-malformed")]),
    ("keepass/database.kdbx", "keepass", true, 3, &[]),
    ("keepass/older.kdbx", "keepass", true, 3, &[]),
    ("microsoft/closed", "microsoft", false, 1, &[]),
];

fn fixture(name: &str) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn expected() -> Vec<String> {
    let text = String::from_utf8(fixture("expected.txt")).unwrap();
    text.lines().map(str::to_owned).collect()
}

fn password(encrypted: bool) -> Option<&'static str> {
    encrypted.then_some(PASSWORD)
}

#[test]
fn every_entry_comes_out_as_it_went_in() {
    for (name, format, encrypted, entries, attention) in CASES {
        let bytes = fixture(name);
        assert_eq!(claimed(&bytes), [*format], "{name}");
        let import = import(&bytes, password(*encrypted)).unwrap_or_else(|error| panic!("{name}: {error}"));
        let found = uris(&import);
        assert_eq!(found[..*entries], expected()[..*entries], "{name}");
        assert_eq!(issues(&import), *attention, "{name}");
    }
}

#[test]
fn a_steam_key_among_logins_is_one() {
    let import = import(&fixture("bitwarden/plain.json"), None).unwrap();
    let steam = import.entries.last().unwrap();
    assert_eq!(steam.otpauth.otp.kind.name(), "steam");
    assert_eq!(steam.otpauth.issuer.as_deref(), Some("Steam"));
    assert_eq!(steam.otpauth.account, "gamer");
}

/// Tags, notes, pins and the trash, of formats that have them; the first entry of each carries what it can.
#[test]
fn what_is_kept_beside_the_keys_comes_along() {
    let first = |name: &str, encrypted| {
        import(&fixture(name), password(encrypted))
            .unwrap()
            .entries
            .swap_remove(0)
            .extras
    };
    let tagged = [
        "aegis/plain.json",
        "2fas/plain.2fas",
        "ente/plain.txt",
        "andotp/plain.json",
        "stratum/plain.authpro",
        "bitwarden/plain.json",
        "bitwarden/plain.csv",
        "lastpass/plain.json",
        "keepassxc/plain.csv",
    ];
    for name in tagged {
        assert_eq!(first(name, false).tags, ["Work"], "{name}");
    }
    for name in [
        "aegis/plain.json",
        "proton/plain.json",
        "ente/plain.txt",
        "bitwarden/plain.json",
    ] {
        assert_eq!(
            first(name, false).note.as_deref().map(String::as_str),
            Some("a note"),
            "{name}"
        );
    }
    assert_eq!(
        first("keepassxc/plain.csv", false).note.as_deref().map(String::as_str),
        Some("a \"note\"")
    );
    let second = |name| import(&fixture(name), None).unwrap().entries.swap_remove(1).extras;
    assert!(second("aegis/plain.json").pinned && second("bitwarden/plain.json").pinned);
    let Extras { pinned, icon, .. } = first("ente/encrypted.json", true);
    assert!(pinned && icon.as_deref() == Some("harbour"));
    let last = import(&fixture("ente/plain.txt"), None).unwrap().entries.pop().unwrap();
    assert!(last.extras.trashed);
}

#[test]
fn wrong_and_missing_passwords_are_told_from_damage() {
    for (name, _, _, _, _) in CASES.iter().filter(|case| case.2) {
        let bytes = fixture(name);
        assert_eq!(import(&bytes, None).err(), Some(ImportError::PasswordNeeded), "{name}");
        assert_eq!(
            import(&bytes, Some("wrong")).err(),
            Some(ImportError::WrongPassword),
            "{name}"
        );
    }
}

/// Formats that prove the password apart from the content: a bit of the content flipped is damage, with the right password.
#[test]
fn a_flipped_bit_is_damage_where_the_password_is_proven() {
    for (name, field) in [
        ("aegis/encrypted.json", "\"db\": \""),
        ("2fas/encrypted.2fas", "\"servicesEncrypted\": \""),
        ("bitwarden/pbkdf2.json", "\"data\": \"2."),
    ] {
        let mut bytes = fixture(name);
        let text = String::from_utf8(bytes.clone()).unwrap();
        let at = text.find(field).unwrap() + field.len() + 40;
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        assert_eq!(
            import(&bytes, Some(PASSWORD)).err(),
            Some(ImportError::Damaged),
            "{name}"
        );
    }
    let mut database = fixture("keepass/database.kdbx");
    let last = database.len() - 40;
    database[last] ^= 1;
    assert_eq!(import(&database, Some(PASSWORD)).err(), Some(ImportError::Damaged));
}

/// No file that was cut anywhere gives part of its entries for the whole.
#[test]
fn a_cut_file_never_passes_for_a_whole_one() {
    for (name, _, encrypted, _, _) in CASES {
        let whole = fixture(name);
        let records = |bytes: &[u8]| import(bytes, password(*encrypted)).map(|import| import.records());
        let all = records(&whole).unwrap();
        // Lists of links and tables have no end of their own: a whole line is all they promise.
        let open_ended = [
            "ente/plain.txt",
            "bitwarden/plain.csv",
            "bitwarden/authenticator.csv",
            "keepassxc/plain.csv",
        ]
        .contains(name);
        if open_ended
            || name.contains("encrypted")
            || name.contains("backup.age")
            || name.ends_with("1pux")
            || name.ends_with("authpro")
            || name.ends_with("kdbx")
        {
            let cut = records(&whole[..whole.len() - 20]);
            assert!(open_ended || cut.is_err(), "{name} cut");
            continue;
        }
        for length in (0..whole.len() - 1).step_by(97) {
            if let Ok(some) = records(&whole[..length]) {
                assert_eq!(some, all, "{name} cut to {length}");
            }
        }
    }
}

#[test]
fn what_cannot_be_read_is_refused_with_its_reason() {
    let refused = |name: &str| import(&fixture(name), Some(PASSWORD)).err();
    assert_eq!(
        refused("bitwarden/restricted.json"),
        Some(Refusal::AccountRestricted.into())
    );
    let costly = |name: &str, from: &str, to: &str| {
        let text = String::from_utf8(fixture(name)).unwrap();
        assert!(text.contains(from), "{name} has no {from}");
        import(text.replace(from, to).as_bytes(), Some(PASSWORD)).err()
    };
    let too_much = Some(ImportError::Refused(Refusal::KeyDerivationTooCostly));
    assert_eq!(
        costly("aegis/encrypted.json", "\"n\": 1024", "\"n\": 2097152"),
        too_much
    );
    assert_eq!(
        costly(
            "ente/encrypted.json",
            "\"memLimit\": 8388608",
            "\"memLimit\": 2147483648"
        ),
        too_much
    );
    assert_eq!(
        costly(
            "bitwarden/pbkdf2.json",
            "\"kdfIterations\": 1000",
            "\"kdfIterations\": 99999999"
        ),
        too_much
    );
    assert_eq!(
        costly("bitwarden/argon2id.json", "\"kdfMemory\": 16", "\"kdfMemory\": 4096"),
        too_much
    );
    let newer = Some(ImportError::Refused(Refusal::UnknownVersion));
    assert_eq!(costly("aegis/plain.json", "{\"version\": 1", "{\"version\": 2"), newer);
    assert_eq!(
        costly("2fas/plain.2fas", "\"schemaVersion\": 4", "\"schemaVersion\": 5"),
        newer
    );
    assert_eq!(costly("proton/plain.json", "{\"version\": 1", "{\"version\": 2"), newer);
}

#[test]
fn nothing_known_is_not_recognised() {
    for bytes in [&b""[..], b"hello", b"{}", b"[]", b"{\"a\": 1}", b"\x89PNG\r\n\x1a\n"] {
        assert_eq!(import(bytes, Some(PASSWORD)).err(), Some(ImportError::NotRecognised));
    }
}

/// Formats whose codes can't be those of the others: told by the settings that only they have.
#[test]
fn codes_of_one_service_or_phone() {
    let links = |name: &str, encrypted| uris(&import(&fixture(name), password(encrypted)).unwrap());
    assert_eq!(
        links("authy/encrypted.xml", true)[1],
        "otpauth://totp/Ferry:?secret=AAISEM2EKVTHPCEZVK54ZXPO74&issuer=Ferry&algorithm=SHA1&digits=7&period=10"
    );
    for name in [
        "gamer.maFile",
        "Steamguard-76561197960287930",
        "linked.json",
        "several.json",
    ] {
        assert_eq!(claimed(&fixture(&format!("steam/{name}"))), ["steam"], "{name}");
        assert_eq!(
            links(&format!("steam/{name}"), false),
            [
                "otpauth://steam/Steam:gamer?secret=63BEDWCQZKTQWPESARIERL5DTTQFCJTK&issuer=Steam&algorithm=SHA1&digits=5&period=30"
            ],
            "{name}"
        );
    }
    assert_eq!(
        links("bitwarden/authenticator.csv", false)[3],
        "otpauth://steam/Steam%2C%20the%20shop:?secret=63BEDWCQZKTQWPESARIERL5DTTQFCJTK&issuer=Steam%2C%20the%20shop&algorithm=SHA1&digits=5&period=30"
    );
    assert_eq!(
        links("duo/accounts.json", false),
        [
            "otpauth://totp/Harbour%20ann@example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&algorithm=SHA1&digits=6&period=30",
            "otpauth://hotp/Quay%20cy?secret=OR2XG2LOMRUW4ZZAMJQWG33OMVZWG33O&algorithm=SHA1&digits=6&counter=41",
        ]
    );
    assert_eq!(
        links("microsoft/PhoneFactor", false),
        [
            &expected()[0],
            "otpauth://totp/Microsoft:ann@example.org?secret=MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U&issuer=Microsoft&algorithm=SHA1&digits=8&period=30",
        ]
    );
}

/// A database copied while the app ran has its records in another file.
#[test]
fn a_database_without_its_journal_says_so() {
    let bytes = fixture("microsoft/running");
    assert_eq!(claimed(&bytes), ["microsoft"]);
    assert_eq!(import(&bytes, None).err(), Some(Refusal::JournalNeeded.into()));
    // What was written before is in the file, and nothing in it tells that there is more.
    let partly = import(&fixture("microsoft/partly"), None).unwrap();
    assert_eq!((partly.entries.len(), partly.may_lack_newest), (1, true));
    let phone = import(&fixture("microsoft/PhoneFactor"), None).unwrap();
    assert!(!phone.may_lack_newest);
}

/// Stratum's older backups have no tag. What the right password opens is still told from what none does, wherever it is damaged.
#[test]
fn a_damaged_backup_without_a_tag_is_no_wrong_password() {
    let whole = fixture("stratum/legacy.authpro");
    let content = 16 + 20 + 16;
    let places = [
        content - 1,
        content,
        content + 40,
        whole.len() / 2,
        whole.len() - 20,
        whole.len() - 1,
    ];
    for place in places {
        let mut bytes = whole.clone();
        bytes[place] ^= 0x80;
        assert_eq!(
            import(&bytes, Some(PASSWORD)).err(),
            Some(ImportError::Damaged),
            "byte {place}"
        );
        assert_eq!(
            import(&bytes, Some("wrong")).err(),
            Some(ImportError::WrongPassword),
            "byte {place}"
        );
    }
    for end in [content + 64, whole.len() - 16, whole.len() - 1] {
        assert_eq!(
            import(&whole[..end], Some(PASSWORD)).err(),
            Some(ImportError::Damaged),
            "cut to {end}"
        );
    }
}

/// Noise may be an old andOTP backup; what only looks like noise behind its own beginning is none.
#[test]
fn files_of_other_kinds_are_not_taken_for_noise() {
    let noise = fixture("andotp/old_uncounted.bin");
    for begin in [
        &b"\x89PNG\r\n\x1a\n"[..],
        b"\xff\xd8\xff\xe0",
        b"\x1f\x8b\x08",
        b"%PDF-1.7",
        b"\x7fELF",
    ] {
        let file = [begin, &noise[begin.len()..]].concat();
        assert_eq!(import(&file, Some(PASSWORD)).err(), Some(ImportError::NotRecognised));
    }
    let table: Vec<u8> = (0..4_000_u32).flat_map(|number| (number * 7).to_le_bytes()).collect();
    assert_eq!(import(&table, Some(PASSWORD)).err(), Some(ImportError::NotRecognised));
}

/// Groups, tags and notes of a database, and what is not taken out of it: history and recycle bin.
#[test]
fn a_database_is_read_without_what_was_thrown_away() {
    let read = import(&fixture("keepass/older.kdbx"), Some(PASSWORD)).unwrap();
    assert_eq!(read.entries.len(), 3);
    let Extras { tags, note, .. } = &read.entries[0].extras;
    assert_eq!(tags, &["Work & all", "old", "paper"]);
    assert_eq!(note.as_deref().map(String::as_str), Some("a <note>"));
}

/// FreeOTP and its relatives spell a token's codes in Steam's letters where its issuer is Steam; so does a page of Stratum's.
#[test]
fn a_steam_key_that_only_its_issuer_tells() {
    let json = String::from_utf8(fixture("freeotp_plus/plain.json")).unwrap();
    let json = json.replace("\"issuerExt\": \"Harbour\"", "\"issuerExt\": \"Steam\"");
    assert_eq!(
        import(json.as_bytes(), None).unwrap().entries[0]
            .otpauth
            .otp
            .kind
            .name(),
        "steam"
    );
    let page = String::from_utf8(fixture("stratum/page.html")).unwrap();
    let page = page.replace("issuer=Harbour&amp;algorithm=SHA1&amp;digits=6", "issuer=Steam");
    assert_eq!(
        import(page.as_bytes(), None).unwrap().entries[0]
            .otpauth
            .otp
            .kind
            .name(),
        "steam"
    );
}

/// Ente writes its links by a form's rules, and its automatic backups as texts in JSON.
#[test]
fn entes_own_way_of_writing_links() {
    let link = "otpauth://totp/bo?secret=MFRG+GZDF&issuer&codeDisplay=%7B%22note%22%3A%22a+note%22%7D";
    let lists = [link.to_owned(), format!("\"{link}\"")];
    for list in lists {
        let entry = import(list.as_bytes(), None).unwrap().entries.swap_remove(0);
        assert_eq!(&*entry.otpauth.otp.secret.to_base32(), "MFRGGZDF");
        assert_eq!(entry.extras.note.as_deref().map(String::as_str), Some("a note"));
    }
}

/// A header that is made to hurt ends in a refusal, not in a panic or in all of the memory.
#[test]
fn a_hostile_database_header_is_refused() {
    let whole = fixture("keepass/database.kdbx");
    for place in (12..260).step_by(13) {
        let mut bytes = whole.clone();
        bytes[place] ^= 0xff;
        assert!(import(&bytes, Some("wrong")).is_err(), "byte {place}");
    }
}
