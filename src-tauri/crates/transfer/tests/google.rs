//! Google Authenticator's links, in and out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod shared;

use std::io::Write;
use std::process::{Command, Stdio};

use otp::OtpauthUri;
use serde_json::{Value, json};
use shared::{claimed, import, issues, uris};
use transfer::exports::{LeftOut, Outgoing, google};
use transfer::migration::{Collector, Part};
use transfer::{Extras, ImportError, Parts, Refusal};

const LINKS: &str = include_str!("fixtures/google/links.txt");
const BATCH: i64 = -305_419_896;

fn links() -> (&'static str, &'static str) {
    LINKS.trim().split_once('\n').unwrap()
}

fn names(import: &transfer::Import) -> Vec<(&str, &str)> {
    let entries = import.entries.iter().map(|entry| {
        let issuer = entry.otpauth.issuer.as_deref().unwrap_or("-");
        (issuer, entry.otpauth.account.as_str())
    });
    entries.collect()
}

#[test]
fn codes_keep_their_settings_and_the_order_of_both_parts() {
    assert_eq!(claimed(LINKS.as_bytes()), ["google"]);
    let import = import(LINKS.as_bytes(), None).unwrap();
    assert_eq!(
        uris(&import),
        [
            "otpauth://totp/Fern%20Bank:ann?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Fern%20Bank&algorithm=SHA1&digits=6&period=30",
            "otpauth://totp/Moss:bob@example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQME&issuer=Moss&algorithm=SHA256&digits=8&period=30",
            "otpauth://hotp/Reed:cy?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQMI&issuer=Reed&algorithm=SHA512&digits=6&counter=4294967296",
            "otpauth://totp/dora?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQMM&algorithm=SHA1&digits=6&period=30",
            "otpauth://hotp/Elm:eve?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQMQ&issuer=Elm&algorithm=SHA1&digits=6&counter=0",
            "otpauth://totp/Fir:fay?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Fir&algorithm=SHA1&digits=6&period=30",
        ]
    );
    let whole = Parts {
        batch: BATCH,
        total: 2,
        present: vec![1, 2],
    };
    assert_eq!(import.parts, [whole]);
}

#[test]
fn parts_that_come_in_another_order_are_put_in_theirs() {
    let (first, second) = links();
    let turned = import(format!("{second}\n{first}\n{second}").as_bytes(), None).unwrap();
    assert_eq!(uris(&turned), uris(&import(LINKS.as_bytes(), None).unwrap()));
}

#[test]
fn what_google_leaves_open_or_does_not_know_needs_a_person() {
    let import = import(LINKS.as_bytes(), None).unwrap();
    assert_eq!(
        issues(&import),
        [
            (6, "unknown-algorithm"),
            (7, "unknown-algorithm"),
            (8, "not-a-number"),
            (9, "not-a-number"),
            (10, "unknown-type"),
            (11, "not-a-number"),
            (12, "missing-secret"),
            (13, "record-malformed"),
        ]
    );
    let md5 = &import.issues[0];
    assert_eq!(md5.draft.as_ref().unwrap().algorithm.as_deref(), Some("MD5"));
    assert_eq!(md5.draft.as_ref().unwrap().name(), "Oak: md5");
}

#[test]
fn a_record_that_needs_attention_is_kept_as_a_link_of_its_own() {
    let whole = import(LINKS.as_bytes(), None).unwrap();
    for issue in &whole.issues {
        let again = import(issue.verbatim.as_bytes(), None).unwrap();
        assert_eq!(issues(&again), [(1, issue.reason.code())]);
    }
}

#[test]
fn base64_is_read_in_every_spelling_in_use() {
    let (first, _) = links();
    let expected = uris(&import(first.as_bytes(), None).unwrap());
    let plain = first.replace("%2B", "+").replace("%2F", "/").replace("%3D", "=");
    let spellings = [
        plain.clone(),
        plain.trim_end_matches('=').to_owned(),
        plain.replace('+', "-").replace('/', "_"),
        plain.replace('+', " "),
        format!("\u{feff}  {}\r\n", first.replacen("otpauth", "OTPAUTH", 1)),
    ];
    for spelling in spellings {
        assert_eq!(
            uris(&import(spelling.as_bytes(), None).unwrap()),
            expected,
            "{spelling}"
        );
    }
}

#[test]
fn links_of_single_codes_may_stand_in_between() {
    let (first, _) = links();
    let text = format!("otpauth://totp/a?secret=MFRGGZDF\n{first}\nnonsense\n");
    assert_eq!(claimed(text.as_bytes()), ["google"]);
    let import = import(text.as_bytes(), None).unwrap();
    let named = names(&import);
    assert_eq!((named[0], named[named.len() - 1]), (("Fern Bank", "ann"), ("-", "a")));
    assert_eq!(issues(&import), [(6, "not-otpauth")]);
    assert_eq!(import.parts[0].missing().collect::<Vec<_>>(), [2]);
}

#[test]
fn a_broken_link_is_damage_and_beside_whole_ones_a_record() {
    let (first, second) = links();
    for end in ["otpauth-migration://offline?data=".len() + 20, first.len() - 12, 21] {
        assert_eq!(import(&first.as_bytes()[..end], None).err(), Some(ImportError::Damaged));
    }
    let cut = &first[..first.len() - 40];
    let both = import(format!("{cut}\n{second}").as_bytes(), None).unwrap();
    let broken = both.issues.last().unwrap();
    assert_eq!(broken.reason.code(), "record-damaged");
    assert_eq!(broken.verbatim.as_str(), cut);
    assert_eq!(both.parts[0].missing().collect::<Vec<_>>(), [1]);
}

#[test]
fn a_version_that_is_not_known_is_refused() {
    // Field 2, the version, is 9.
    let refused = Some(ImportError::Refused(Refusal::UnknownVersion));
    assert_eq!(import(b"otpauth-migration://offline?data=EAk", None).err(), refused);
}

#[test]
fn parts_are_collected_in_any_order_and_once_each() {
    let (first, second) = links();
    let part = |link| Part::parse(link).ok().unwrap();
    let mut collector = Collector::default();
    assert!(!collector.is_whole());
    assert!(collector.add(part(second)));
    assert_eq!(
        (part(second).batch(), part(second).index(), part(second).total()),
        (BATCH, 1, 2)
    );
    assert!(!collector.add(part(second)));
    assert!(!collector.is_whole());
    assert_eq!(collector.parts()[0].missing().collect::<Vec<_>>(), [1]);
    assert!(collector.add(part(first)));
    assert!(collector.is_whole());
    let whole = import(LINKS.as_bytes(), None).unwrap();
    assert_eq!(uris(&collector.import().unwrap()), uris(&whole));
    assert_eq!(collector.import().unwrap().parts, whole.parts);
}

#[test]
fn parts_of_different_exports_with_the_same_numbers_are_all_kept() {
    // As other apps write them: no batch, one part.
    let mut collector = Collector::default();
    for account in ["a", "b"] {
        let entry = outgoing(&format!("otpauth://totp/{account}?secret=MFRGGZDF"));
        let export = google(&[entry], &mut |bytes| bytes.fill(0));
        assert!(collector.add(Part::parse(&export.written[0]).ok().unwrap()));
    }
    assert_eq!(names(&collector.import().unwrap()), [("-", "a"), ("-", "b")]);
    assert_eq!(collector.parts().len(), 2);
    assert!(collector.is_whole());
}

#[test]
fn other_texts_are_no_parts() {
    for text in ["", "otpauth://totp/a?secret=MFRGGZDF", "otpauth-migratio", "ö"] {
        assert_eq!(Part::parse(text).err(), Some(ImportError::NotRecognised));
    }
}

fn outgoing(uri: &str) -> Outgoing {
    Outgoing {
        otpauth: OtpauthUri::parse(uri).unwrap(),
        original: None,
        extras: Extras::default(),
    }
}

const EXPORTED: [&str; 6] = [
    "otpauth://totp/Fern%20Bank:ann?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Fern%20Bank&algorithm=SHA1&digits=6&period=30",
    "otpauth://totp/Moss:a%3Ab?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQME&issuer=Moss&algorithm=SHA256&digits=8&period=30",
    "otpauth://hotp/Reed:cy?secret=GEZDGNBVGY3TQOJQ&issuer=Reed&algorithm=SHA512&digits=6&counter=9223372036854775807",
    "otpauth://hotp/%E6%A3%AE?secret=GEZDGNBVGY3TQOJQ&algorithm=SHA1&digits=8&counter=0",
    "otpauth://totp/:x%3Ay?secret=GEZDGNBVGY3TQOJQ&algorithm=SHA1&digits=6&period=30",
    "otpauth://totp/?secret=GEZDGNBVGY3TQOJQ&algorithm=SHA1&digits=6&period=30",
];

#[test]
fn what_is_exported_reads_back_the_same() {
    let entries: Vec<_> = EXPORTED.iter().map(|uri| outgoing(uri)).collect();
    let export = google(&entries, &mut |bytes| bytes.fill(0xC3));
    assert!(export.left_out.is_empty());
    let text = export
        .written
        .iter()
        .map(|link| link.as_str())
        .collect::<Vec<_>>()
        .join("\n");
    let again = import(text.as_bytes(), None).unwrap();
    assert_eq!(uris(&again), EXPORTED);
    assert!(again.issues.is_empty());
}

#[test]
fn what_google_cannot_hold_is_left_out_and_named() {
    let left_out = [
        ("otpauth://totp/a?secret=MFRGGZDF&period=60", LeftOut::Period),
        ("otpauth://totp/a?secret=MFRGGZDF&digits=7", LeftOut::Digits),
        (
            "otpauth://hotp/a?secret=MFRGGZDF&counter=9223372036854775808",
            LeftOut::Counter,
        ),
        ("steam://MFRGGZDF", LeftOut::Kind),
        ("motp://a?secret=abcd&pin=1234", LeftOut::Kind),
    ];
    let mut entries: Vec<_> = left_out.iter().map(|(uri, _)| outgoing(uri)).collect();
    entries.push(outgoing(EXPORTED[0]));
    let export = google(&entries, &mut |bytes| bytes.fill(1));
    let expected: Vec<_> = left_out
        .iter()
        .enumerate()
        .map(|(place, (_, why))| (place, *why))
        .collect();
    assert_eq!(export.left_out, expected);
    assert_eq!(
        uris(&import(export.written[0].as_bytes(), None).unwrap()),
        [EXPORTED[0]]
    );
    assert!(google(&entries[..5], &mut |_| ()).written.is_empty());
}

#[test]
fn many_entries_are_spread_over_links_that_stay_small() {
    let long = "n".repeat(200);
    let entries: Vec<_> = (0..64)
        .map(|number| {
            let account = if number % 2 == 0 { long.as_str() } else { "short" };
            outgoing(&format!(
                "otpauth://totp/Issuer:{account}{number}?secret=GEZDGNBVGY3TQOJQ"
            ))
        })
        .collect();
    let export = google(&entries, &mut |bytes| bytes.fill(9));
    assert!(export.written.iter().all(|link| link.len() <= 1000));
    let text = export
        .written
        .iter()
        .map(|link| link.as_str())
        .collect::<Vec<_>>()
        .join("\n");
    let again = import(text.as_bytes(), None).unwrap();
    assert_eq!(again.entries.len(), 64);
    assert_eq!(again.parts.len(), 1);
    assert!(again.parts[0].is_whole());
    assert_eq!(again.parts[0].total as usize, export.written.len());

    let many: Vec<_> = (0..21).map(|_| outgoing("otpauth://totp/a?secret=MFRGGZDF")).collect();
    assert_eq!(google(&many, &mut |_| ()).written.len(), 3);
}

#[test]
fn another_reader_finds_the_same_in_what_is_exported() {
    let entries: Vec<_> = EXPORTED[..4].iter().map(|uri| outgoing(uri)).collect();
    let export = google(&entries, &mut |bytes| bytes.copy_from_slice(&[1, 2, 3, 0x84]));
    let link = |secret: &str, name: &str, issuer: &str, algorithm: u64, digits: u64, kind: u64| json!({ "secret": secret, "name": name, "issuer": issuer, "algorithm": algorithm, "digits": digits, "type": kind });
    let mut expected = vec![
        link(
            "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
            "Fern Bank:ann",
            "Fern Bank",
            1,
            1,
            2,
        ),
        link("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQME", "Moss:a:b", "Moss", 2, 2, 2),
        link("GEZDGNBVGY3TQOJQ", "Reed:cy", "Reed", 3, 1, 1),
        link("GEZDGNBVGY3TQOJQ", "森", "", 1, 2, 1),
    ];
    expected[2]["counter"] = json!(i64::MAX);
    expected[3]["counter"] = json!(0);
    let expected = json!([{
        "records": expected, "version": 1, "batch_size": 1, "batch_index": 0, "batch_id": 0x0403_0201,
    }]);
    assert_eq!(read_elsewhere(&export.written[0]), expected);
}

/// What the script beside the fixture, which shares nothing with this crate, finds in a link.
fn read_elsewhere(link: &str) -> Value {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/google/migration.py");
    let mut child = Command::new("python3")
        .args([script, "read"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("this test needs python3: apt-get install python3");
    child.stdin.take().unwrap().write_all(link.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}
