//! Files that are made to hurt, one kind of harm after the other, in every format: each ends in an error that says what is
//! wrong, and none takes 256 MB. How much of a core's time each took is printed (`--release -- --nocapture`), never asserted.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

mod bombs;

use std::sync::{Mutex, PoisonError};

use bombs::{database, kdbx, zip};
use cpu_time::ThreadTime;
use peak_alloc::PeakAlloc;
use secrecy::SecretString;
use transfer::{FORMATS, Import, ImportError, Input, KeyCost, Refusal, Work, claims, format, read};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Memory is counted for the whole process, what a test makes its files with as well: one test at a time.
static ALONE: Mutex<()> = Mutex::new(());

/// The most that one input may take beside itself, in bytes.
const MOST: usize = 256_000_000;
const MEGABYTE: usize = 1_000_000;
const PASSWORD: &str = "Gatehouse-test-1";
const TOO_LARGE: ImportError = ImportError::Refused(Refusal::TooLarge);

/// Reads as this format, with the password where one is asked for.
fn read_as(id: &str, bytes: &[u8]) -> Result<Import, ImportError> {
    let (input, format) = (Input::new(bytes), format(id).unwrap());
    let work = Work::costing(KeyCost {
        rounds: 200_000,
        ..KeyCost::default()
    });
    match read(format, &input, None, &work) {
        Err(ImportError::PasswordNeeded) => read(format, &input, Some(&SecretString::from(PASSWORD)), &work),
        read => read,
    }
}

/// What comes of a piece of work that must keep within bounds.
fn bounded<T>(what: &str, work: impl FnOnce() -> T) -> T {
    MEMORY.reset_peak_usage();
    let (before, begun) = (MEMORY.current_usage(), ThreadTime::now());
    let done = work();
    let taken = MEMORY.peak_usage().saturating_sub(before);
    // The thread's own time: what else the machine does has no part in it.
    let milliseconds = begun.elapsed().as_millis();
    eprintln!("{milliseconds:>6} ms {:>4} MB  {what}", taken / MEGABYTE);
    assert!(taken < MOST, "{taken} bytes of memory for {what}");
    done
}

/// Whether no code came out of it.
fn gives_nothing(import: &Result<Import, ImportError>) -> bool {
    import.as_ref().map_or(true, |import| import.entries.is_empty())
}

/// Why a file is not read.
fn refused(id: &str, what: &str, bytes: &[u8]) -> ImportError {
    let what = format!("{id}: {what}, {} kB", bytes.len() / 1000);
    let read = bounded(&what, || read_as(id, bytes));
    read.err().unwrap_or_else(|| panic!("{what} was read"))
}

/// A text with one of its parts many times over.
fn many(before: &str, part: &str, count: usize, after: &str) -> Vec<u8> {
    let mut text = String::with_capacity(before.len() + part.len() * count + after.len());
    text.push_str(before);
    text.push_str(&part.repeat(count));
    text.push_str(after);
    text.into_bytes()
}

#[test]
fn one_character_over_and_over() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let parts = [
        "[",
        "{",
        "{\"a\":",
        "\"",
        "<",
        "&",
        ",",
        "\n",
        "\0",
        "=",
        "?",
        "%",
        ":",
        "|",
        "A",
        "[{\"secret\":\"\",",
        "<code>",
        "<string name=\"",
        "PK\x03\x04",
        "PK\x01\x02",
        "otpauth://totp/",
        "otpauth-migration://offline?data=",
    ];
    for part in parts {
        let length = if part == "[" { 10 * MEGABYTE } else { 2 * MEGABYTE };
        let bytes = many("", part, length / part.len(), "");
        bounded(&format!("{part:?} told by content"), || claims(&Input::new(&bytes)));
        for format in FORMATS {
            let what = format!("{}: {part:?} over and over", format.id);
            let import = bounded(&what, || read_as(format.id, &bytes));
            assert!(gives_nothing(&import), "{what}");
        }
    }
}

#[test]
fn lists_without_end() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let huge = 30 * MEGABYTE / 2;
    let of_elements: &[(&str, &str, &str)] = &[
        (
            "aegis",
            r#"{"version":1,"header":{"slots":null,"params":null},"db":{"version":3,"entries":["#,
            "]}}",
        ),
        (
            "aegis",
            r#"{"version":1,"header":{"slots":["#,
            r#"],"params":{"nonce":"","tag":""}},"db":""}"#,
        ),
        ("2fas", r#"{"schemaVersion":4,"services":["#, "]}"),
        ("proton", r#"{"version":1,"entries":["#, "]}"),
        ("freeotp-plus", r#"{"tokenOrder":[],"tokens":["#, "]}"),
        ("stratum", r#"{"Authenticators":["#, "]}"),
        ("bitwarden", r#"{"encrypted":false,"folders":[],"items":["#, "]}"),
        ("bitwarden-authenticator", r#"{"encrypted":false,"items":["#, "]}"),
        ("lastpass", r#"{"version":3,"deviceName":"","accounts":["#, "]}"),
        ("gatehouse", r#"{"version":1,"generation":1,"entries":["#, "]}"),
        (
            "gatehouse",
            r#"{"version":1,"generation":1,"entries":[],"quarantine":["#,
            "]}",
        ),
        ("andotp", "[", "]"),
        ("duo", "[", "]"),
        ("raivo", "[", "]"),
    ];
    for (id, before, after) in of_elements {
        let after = format!("0{after}");
        assert_eq!(
            refused(id, "a list of numbers", &many(before, "0,", huge, &after)),
            TOO_LARGE,
            "{id}"
        );
    }
    let of_groups: &[(&str, &str, &str)] = &[
        (
            "aegis",
            r#"{"version":1,"header":{"slots":null,"params":null},"db":{"version":3,"entries":[],"groups":["#,
            "]}}",
        ),
        ("2fas", r#"{"schemaVersion":4,"services":[],"groups":["#, "]}"),
    ];
    for (id, before, after) in of_groups {
        let after = format!("{{}}{after}");
        assert_eq!(
            refused(id, "a list of groups", &many(before, "{},", huge / 2, &after)),
            TOO_LARGE,
            "{id}"
        );
    }
    let line = "otpauth://totp/a?secret=AAAA\n";
    for id in ["otpauth", "ente", "google"] {
        assert_eq!(refused(id, "a list of links", &many("", line, MEGABYTE, "")), TOO_LARGE);
    }
    let page = many(
        "<title>Stratum Backup</title>",
        "<code>otpauth://totp/a?secret=AAAA</code>",
        MEGABYTE,
        "</html>",
    );
    assert_eq!(refused("stratum", "a page of links", &page), TOO_LARGE);
}

#[test]
fn what_one_record_lists_without_end() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let numbers = 12 * MEGABYTE;
    let cases: &[(&str, &str, &str)] = &[
        (
            "aegis",
            r#"{"version":1,"header":{"slots":null,"params":null},"db":{"version":3,"entries":[{"type":"totp","info":{"secret":"AAAA"},"groups":["#,
            "]}]}}",
        ),
        ("andotp", r#"[{"secret":"AAAA","label":"","digits":6,"tags":["#, "]}]"),
        (
            "gatehouse",
            r#"{"version":1,"generation":1,"entries":[{"uri":"","tags":["#,
            "]}]}",
        ),
        (
            "bitwarden",
            r#"{"encrypted":false,"folders":[],"items":[{"login":{"totp":"AAAA"},"collectionIds":["#,
            "]}]}",
        ),
    ];
    for (id, before, after) in cases {
        // Kept for a person as one record, it would be too much as well.
        let after = format!("\"\"{after}");
        assert_eq!(
            refused(id, "a list in a record", &many(before, "\"\",", numbers, &after)),
            TOO_LARGE,
            "{id}"
        );
    }
}

#[test]
fn a_long_name_that_every_record_is_in() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let name = "n".repeat(10 * MEGABYTE);
    let aegis = many(
        r#"{"version":1,"header":{"slots":null,"params":null},"db":{"version":3,"entries":["#,
        r#"{"type":"totp","info":{"secret":"AAAA"},"groups":["g"]},"#,
        90_000,
        &format!(r#"0],"groups":[{{"uuid":"g","name":"{name}"}}]}}}}"#),
    );
    assert_eq!(refused("aegis", "a long group", &aegis), TOO_LARGE);
    let twofas = many(
        r#"{"schemaVersion":4,"services":["#,
        r#"{"secret":"AAAA","groupId":"g"},"#,
        90_000,
        &format!(r#"0],"groups":[{{"id":"g","name":"{name}"}}]}}"#),
    );
    assert_eq!(refused("2fas", "a long group", &twofas), TOO_LARGE);
    let stratum = many(
        r#"{"Authenticators":["#,
        r#"{"Type":2,"Secret":"AAAA"},"#,
        90_000,
        &format!(
            r#"0],"Categories":[{{"Id":"g","Name":"{name}"}}],"AuthenticatorCategories":[{}{{"CategoryId":"g","AuthenticatorSecret":"AAAA"}}]}}"#,
            r#"{"CategoryId":"g","AuthenticatorSecret":"AAAA"},"#.repeat(90_000)
        ),
    );
    assert_eq!(refused("stratum", "a long category", &stratum), TOO_LARGE);
    let vault = many(
        &format!(r#"{{"accounts":[{{"vaults":[{{"attrs":{{"name":"{name}"}},"items":["#),
        r#"{"details":{"sections":[{"fields":[{"value":{"totp":"AAAA"}}]}]}},"#,
        90_000,
        "0]}]}]}",
    );
    assert_eq!(
        refused(
            "1password",
            "a long vault's name",
            &zip(&[("export.data", &vault), ("export.attributes", b"{}")])
        ),
        TOO_LARGE
    );
    let table = many(
        "Group,Title,Username,TOTP\n",
        &format!("{},a,b,AAAA\n", "g/".repeat(200_000)),
        100,
        "",
    );
    assert_eq!(refused("keepassxc-csv", "long paths", &table), TOO_LARGE);
}

#[test]
fn tables_without_end() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let header = "folder,favorite,name,login_username,login_totp,notes\n";
    for id in ["bitwarden-csv", "keepassxc-csv"] {
        assert_eq!(
            refused(id, "a line of commas", &many(header, ",", 30 * MEGABYTE, "\n")),
            TOO_LARGE
        );
        assert_eq!(
            refused(id, "a first line of commas", &many("a", ",", 30 * MEGABYTE, "\n")),
            TOO_LARGE
        );
        let quoted = many(header, "\"\n\",,,,,,,", 3 * MEGABYTE, "\n");
        assert_eq!(refused(id, "a line over many lines", &quoted), TOO_LARGE);
    }
    let rows = many(header, ",,a,b,AAAA,\n", MEGABYTE, "");
    assert_eq!(refused("bitwarden-csv", "a million lines", &rows), TOO_LARGE);
}

#[test]
fn archives_that_unpack_without_end() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let zeros = vec![b'0'; 70 * MEGABYTE];
    let list = many("[", "0,", 25 * MEGABYTE, "0]");
    let links = many("", "otpauth://totp/a?secret=AAAA\n", MEGABYTE, "");
    let numbers = many(r#"{"accounts":[{"vaults":[{"items":["#, "0,", 25 * MEGABYTE, "0]}]}]}");
    let attributes: (&str, &[u8]) = ("export.attributes", b"{}");
    assert_eq!(
        refused("1password", "70 MB", &zip(&[("export.data", &zeros), attributes])),
        TOO_LARGE
    );
    assert_eq!(
        refused(
            "1password",
            "a list of numbers",
            &zip(&[("export.data", &numbers), attributes])
        ),
        TOO_LARGE
    );
    assert_eq!(
        refused("raivo", "70 MB", &zip(&[("raivo-otp-export.json", &zeros)])),
        TOO_LARGE
    );
    assert_eq!(
        refused("raivo", "a list of numbers", &zip(&[("raivo-otp-export.json", &list)])),
        TOO_LARGE
    );
    assert_eq!(refused("winauth", "70 MB", &zip(&[("codes.txt", &zeros)])), TOO_LARGE);
    assert_eq!(
        refused("winauth", "a list of links", &zip(&[("codes.txt", &links)])),
        TOO_LARGE
    );
    assert_eq!(
        refused("authenticator-plus", "70 MB", &zip(&[("Accounts.txt", &zeros)])),
        TOO_LARGE
    );
    assert_eq!(
        refused(
            "authenticator-plus",
            "a list of links",
            &zip(&[("Accounts.txt", &links)])
        ),
        TOO_LARGE
    );
    // One that claims to unpack to a hundred bytes.
    let mut lying = zip(&[("export.data", &zeros), attributes]);
    bombs::claim(&mut lying, zeros.len(), 100);
    let refusal = refused("1password", "70 MB that claim to be little", &lying);
    assert!([TOO_LARGE, ImportError::Damaged].contains(&refusal));
    let crowded = bombs::crowded_zip(900_000);
    for id in ["1password", "raivo", "winauth", "authenticator-plus"] {
        assert_eq!(refused(id, "900,000 files", &crowded), TOO_LARGE);
    }
}

#[test]
fn databases_that_unpack_without_end() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let entry = "<Entry><String><Key>otp</Key><Value>AAAA</Value></String></Entry>";
    let begin = "<KeePassFile><Root><Group><Name>Root</Name>";
    let gigabyte = |part: &str| kdbx(begin, part, 1000 * MEGABYTE / part.len());
    assert_eq!(refused("keepass", "a gigabyte of zeros", &gigabyte("0")), TOO_LARGE);
    assert_eq!(
        refused("keepass", "a gigabyte of elements", &gigabyte("<a/>")),
        TOO_LARGE
    );
    assert_eq!(
        refused("keepass", "a million entries", &kdbx(begin, entry, MEGABYTE)),
        TOO_LARGE
    );
    assert_eq!(
        refused("keepass", "elements within elements", &gigabyte("<a>")),
        ImportError::Damaged
    );
    assert_eq!(
        refused("keepass", "groups within groups", &gigabyte("<Group>")),
        ImportError::Damaged
    );
    let long = format!("{begin}<Group><Name>{}</Name>", "n".repeat(10 * MEGABYTE));
    assert_eq!(
        refused("keepass", "a long group", &kdbx(&long, entry, 90_000)),
        TOO_LARGE
    );
}

#[test]
fn tables_of_a_database_without_end() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    // Thirty thousand rows, all of them the same bytes, with nothing in any of a thousand columns.
    assert_eq!(
        refused("microsoft", "rows of nothing", &database(30_000, 1_000)),
        TOO_LARGE
    );
    assert_eq!(
        refused("microsoft", "a row of nothing", &database(1, 60_000)),
        TOO_LARGE
    );
}

#[test]
fn links_and_keys_without_end() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let parameters = many("otpauth://totp/a?secret=AAAA", "&", 30 * MEGABYTE, "codeDisplay=\n");
    for id in ["otpauth", "ente", "google"] {
        let import = bounded(&format!("{id}: a link of parameters"), || read_as(id, &parameters));
        assert!(gives_nothing(&import), "{id}");
    }
    let winauth = zip(&[("codes.txt", &parameters)]);
    let page = many(
        "<title>Stratum Backup</title><code>otpauth://totp/a?secret=AAAA",
        "&",
        30 * MEGABYTE,
        "</code></html>",
    );
    for (id, bytes) in [("winauth", &winauth), ("stratum", &page)] {
        let import = bounded(&format!("{id}: a link of parameters"), || read_as(id, bytes));
        assert!(gives_nothing(&import), "{id}");
    }
    let exports: String = (0..5_000_u32)
        .map(|batch| format!("{}\n", bombs::migration(batch)))
        .collect();
    assert_eq!(refused("google", "many exports", exports.as_bytes()), TOO_LARGE);
    let sealed = many(r#"{"version":1,"servicesEncrypted":""#, ":", 30 * MEGABYTE, r#""}"#);
    assert_eq!(refused("2fas", "a text of parts", &sealed), ImportError::Damaged);
    let sealed = many(
        r#"{"encrypted":true,"passwordProtected":true,"salt":"","kdfType":0,"kdfIterations":1,"data":"","encKeyValidation_DO_NOT_EDIT":"2."#,
        "|",
        30 * MEGABYTE,
        r#""}"#,
    );
    assert_eq!(refused("bitwarden", "a text of parts", &sealed), ImportError::Damaged);
    let names: String = (0..3_000_000).map(|name| format!("\"{name}\":0,")).collect();
    let object = format!("{{{names}\"entries\":0}}");
    assert!(bounded("an object of names", || claims(&Input::new(object.as_bytes()))).is_empty());
}

/// Keys that are derived anew for each record together cost no more than one may.
#[test]
fn derivations_without_end() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let one = include_str!("fixtures/authy/encrypted.xml");
    let (begin, rest) = one.split_once("[{").unwrap();
    let (token, end) = rest.split_once("}]").unwrap();
    let many = format!("{begin}[{{{}}}]{end}", [token; 201].join("},{"));
    let costly = Refusal::KeyDerivationTooCostly.into();
    assert_eq!(refused("authy", "two hundred keys", many.as_bytes()), costly);
    let few = format!("{begin}[{{{}}}]{end}", [token; 200].join("},{"));
    assert_eq!(read_as("authy", few.as_bytes()).unwrap().entries.len(), 201);
}
