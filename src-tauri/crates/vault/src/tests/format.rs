//! The plaintext: what is written, what is read, what is kept although it is not understood.

use proptest::prelude::*;

use super::{hotp, now, totp};
use crate::document::wire::{self, Rejected};
use crate::{Document, Entry, QuarantineReason, RecoveryCodes, SecretText, ServiceLink};

const ID: &str = "6f1f9f6e-2f8c-4a6e-9a53-0d8c4f6d2b11";
const URI: &str =
    "otpauth://totp/ACME:ann?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=ACME&algorithm=SHA1&digits=6&period=30";

fn decode(json: &str) -> Document {
    wire::decode(json.as_bytes()).unwrap_or_else(|_| panic!("rejected"))
}

fn encode(document: &Document) -> String {
    String::from_utf8(wire::encode(document).unwrap().to_vec()).unwrap()
}

fn entry_json(id: &str, uri: &str) -> String {
    format!(
        r#"{{"id":"{id}","uri":"{uri}","created_at":"2026-11-20T00:00:00Z","updated_at":"2026-11-20T00:00:00Z","colour":"blue"}}"#
    )
}

fn document_json(entries: &[String]) -> String {
    format!(
        r#"{{"version":1,"generation":7,"entries":[{}],"sort":["name",2.5]}}"#,
        entries.join(",")
    )
}

#[test]
fn everything_in_an_entry_comes_back() {
    let mut entry = totp("ann@example.org");
    entry.tags = vec!["work".into(), "키".into()];
    entry.note = Some(SecretText::from("line\nline \u{2028} \"quoted\""));
    entry.pinned = true;
    entry.icon = Some("github".into());
    entry.position = Some("i7q".to_owned().try_into().unwrap());
    entry.deleted_at = Some(now());
    let mut link = ServiceLink::new("https://id.example.org", "ann@example.org", true);
    link.account_id = Some(entry.id);
    entry.link = Some(link);
    let mut codes = RecoveryCodes::new("ACME", ["a1".into(), "b2".into()], now());
    codes.codes[1].used_at = Some(now());
    codes.made_at = Some(now());
    entry.recovery_codes = Some(codes);
    let mut document = Document::default();
    document.add(entry).unwrap();
    document.add(hotp(u64::MAX)).unwrap();
    assert!(decode(&encode(&document)) == document);
}

#[test]
fn fields_of_a_newer_version_are_kept() {
    let document = decode(&document_json(&[entry_json(ID, URI)]));
    let written = encode(&document);
    assert!(written.contains(r#""colour": "blue""#), "{written}");
    assert!(written.contains(r#""sort""#) && written.contains("2.5"));
    assert_eq!(document.generation(), 7);
}

#[test]
fn a_document_without_icons_and_order_reads_as_before_and_is_written_as_before() {
    let document = decode(&document_json(&[entry_json(ID, URI)]));
    let entry = &document.entries()[0];
    assert!(entry.icon.is_none() && entry.position.is_none());
    let written = encode(&document);
    assert!(!written.contains("icon") && !written.contains("position"), "{written}");
    assert!(written.contains(r#""version": 1"#));
}

#[test]
fn what_is_not_understood_is_quarantined_word_for_word() {
    let odd = r#"{ "id": 7,  "uri" : [1e2] }"#.to_owned();
    let foreign = entry_json("11111111-2222-4333-8444-555555555555", "otpauth://future/x?secret=AAAA");
    let double = entry_json(ID, URI);
    let json = document_json(&[
        entry_json(ID, URI),
        odd.clone(),
        foreign.clone(),
        "42".into(),
        double.clone(),
    ]);
    let document = decode(&json);
    assert_eq!(document.entries().len(), 1);
    let found: Vec<_> = document
        .quarantine()
        .iter()
        .map(|record| (record.verbatim().expose(), record.reason()))
        .collect();
    assert_eq!(
        found,
        [
            (odd.as_str(), QuarantineReason::Malformed),
            (foreign.as_str(), QuarantineReason::Uri { code: "unknown-type" }),
            ("42", QuarantineReason::Malformed),
            (double.as_str(), QuarantineReason::DuplicateId),
        ]
    );
    let again = decode(&encode(&document));
    assert!(again == document, "quarantined records survive a save");
}

#[test]
fn quarantined_records_are_tried_again() {
    let json = format!(
        r#"{{"version":1,"generation":1,"entries":[],"quarantine":[{}]}}"#,
        entry_json(ID, URI)
    );
    let document = decode(&json);
    assert_eq!((document.entries().len(), document.quarantine().len()), (1, 0));
}

#[test]
fn erasing_an_entry_frees_its_id_for_the_quarantined_double() {
    let mut document = decode(&document_json(&[entry_json(ID, URI), entry_json(ID, URI)]));
    document.erase(ID.parse().unwrap()).unwrap();
    let again = decode(&encode(&document));
    assert_eq!((again.entries().len(), again.quarantine().len()), (1, 0));
}

#[test]
fn a_uri_written_by_hand_is_kept_as_it_came() {
    let by_hand =
        "otpauth://totp/ACME:ann?issuer=ACME&secret=gezdgnbvgy3tqojqgezdgnbvgy3tqojq&image=https://x.example/i.png";
    let document = decode(&document_json(&[entry_json(ID, by_hand)]));
    let entry = &document.entries()[0];
    assert_eq!(entry.uri().expose(), URI);
    assert_eq!(entry.original_uri.as_ref().unwrap().expose(), by_hand);
}

#[test]
fn a_newer_version_is_told_from_nonsense() {
    let newer = br#"{"version":2,"what":"ever"}"#;
    assert!(matches!(wire::decode(newer), Err(Rejected::Newer(2))));
    for nonsense in [
        "",
        "{}",
        "[]",
        "null",
        r#"{"version":1}"#,
        r#"{"version":"1"}"#,
        "{\"version\":1,\"generation\":1,\"entries\":[}",
    ] {
        assert!(
            matches!(wire::decode(nonsense.as_bytes()), Err(Rejected::Malformed)),
            "{nonsense}"
        );
    }
}

#[test]
fn ids_made_equal_by_a_change_are_not_stored() {
    let mut document = Document::default();
    let id = document.add(totp("a")).unwrap();
    document.add(totp("b")).unwrap();
    document.entries[1].id = id;
    assert!(wire::encode(&document).is_err());
}

proptest! {
    #[test]
    fn names_and_notes_come_back(account in "\\PC{0,40}", issuer in "\\PC{1,40}", note in any::<String>(), tag in any::<String>()) {
        let mut entry = totp("x");
        prop_assume!(entry.set_label(Some(&issuer), &account).is_ok());
        entry.note = Some(SecretText::from(note));
        entry.tags = vec![tag];
        let mut document = Document::default();
        document.add(entry).unwrap();
        prop_assert!(decode(&encode(&document)) == document);
    }

    #[test]
    fn no_bytes_make_reading_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = wire::decode(&bytes);
    }

    #[test]
    fn no_record_is_lost(records in prop::collection::vec("(\\{\"id\":[1-9][0-9]{0,2}\\}|[1-9][0-9]{0,3}|\"[a-z]{0,6}\"|null|\\[\\])", 0..12)) {
        let document = decode(&document_json(&records));
        prop_assert_eq!(document.quarantine().len(), records.len());
        let again = decode(&encode(&document));
        for (record, kept) in records.iter().zip(again.quarantine()) {
            prop_assert_eq!(record, kept.verbatim().expose());
        }
    }
}

#[test]
fn an_entry_from_a_canonical_uri_keeps_no_second_copy() {
    assert!(Entry::from_uri(URI, now()).unwrap().original_uri.is_none());
}
