//! What holds for every entry and every format it can be exported in: it comes back with the same code, names and whatever
//! the format says it holds, or is named as left out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod shared;

use std::cell::Cell;

use otp::{Algorithm, Digits, Kind, Otp, OtpauthUri, Period, Pin, Secret};
use proptest::prelude::*;
use secrecy::SecretString;
use shared::{PASSWORD, import};
use transfer::exports::{
    AEGIS, Export, GOOGLE, Holds, LeftOut, Lost, OTPAUTH_LIST, Outgoing, TWOFAS, Tags, aegis_encrypted, aegis_plain,
    google, otpauth_list, twofas,
};
use transfer::{Extras, Imported, Work};
use zeroize::Zeroizing;

/// What an entry is made of; the entry itself has no `Debug` for a failure's report.
#[derive(Debug, Clone)]
struct Parts {
    kind: Kind,
    key: Vec<u8>,
    pin: String,
    issuer: Option<String>,
    account: String,
    label: Option<String>,
    tags: Vec<String>,
    note: Option<String>,
    pinned: bool,
}

fn algorithm() -> impl Strategy<Value = Algorithm> {
    prop_oneof![Just(Algorithm::Sha1), Just(Algorithm::Sha256), Just(Algorithm::Sha512)]
}

/// Usual settings as often as any: few formats hold the others.
fn kind() -> impl Strategy<Value = Kind> {
    let digits = prop_oneof![Just(6), Just(8), 1..=10_u64].prop_map(|digits| Digits::new(digits).unwrap());
    let period = prop_oneof![Just(30), Just(60), 1..=86_400_u64].prop_map(|seconds| Period::new(seconds).unwrap());
    let counter = prop_oneof![0..100_u64, any::<u32>().prop_map(u64::from), any::<u64>()];
    prop_oneof![
        3 => (algorithm(), digits.clone(), period).prop_map(|(algorithm, digits, period)| Kind::Totp {
            algorithm,
            digits,
            period
        }),
        2 => (algorithm(), digits, counter).prop_map(|(algorithm, digits, counter)| Kind::Hotp {
            algorithm,
            digits,
            counter
        }),
        1 => Just(Kind::Steam),
        1 => Just(Kind::Motp),
        1 => Just(Kind::Yandex),
    ]
}

/// A text of any script, and of the signs that mean something in the files it is written to.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z0-9:%#?&=+/@ .~;,\"'<>{}\\[\\]\\\\-]{0,40}",
        "\\PC{0,60}",
        "[가-힣ぁ-ん\u{202e}\u{2066}🔑]{0,20}"
    ]
}

fn name() -> impl Strategy<Value = String> {
    text().prop_filter("names are shorter", |name| name.len() <= 256)
}

fn parts() -> impl Strategy<Value = Parts> {
    let tags = prop::collection::vec(prop_oneof![Just("Work".to_owned()), text()], 0..4);
    let note = prop::option::of(prop_oneof!["(?s).{0,80}", text()]);
    let key = prop_oneof![Just(vec![7; 20]), prop::collection::vec(any::<u8>(), 1..=512)];
    let names = (prop::option::of(name()), name(), prop::option::weighted(0.2, name()));
    (kind(), key, "[!-~]{1,32}|[0-9]{1,16}", names, tags, note, any::<bool>()).prop_map(
        |(kind, key, pin, (issuer, account, label), tags, note, pinned)| Parts {
            kind,
            key,
            pin,
            issuer,
            account,
            label,
            tags,
            note,
            pinned,
        },
    )
}

fn outgoing(parts: &Parts) -> Outgoing {
    let otp = match parts.kind {
        Kind::Motp => Otp::motp(
            Secret::from_bytes(parts.key.clone()).unwrap(),
            Pin::new(&parts.pin).unwrap(),
        ),
        Kind::Yandex => {
            let mut key = parts.key.clone();
            key.resize(16, 7);
            // Yandex's PINs are digits.
            let digits: String = parts.pin.bytes().map(|byte| char::from(b'0' + byte % 10)).collect();
            Otp::yandex(&Secret::from_bytes(key).unwrap(), Pin::new(&digits).unwrap()).unwrap()
        }
        kind => Otp::new(kind, Secret::from_bytes(parts.key.clone()).unwrap()),
    };
    let mut otpauth = OtpauthUri::new(otp, parts.issuer.as_deref(), &parts.account).unwrap();
    let label = parts.label.as_deref().map(str::trim).filter(|label| !label.is_empty());
    otpauth.label_issuer = label
        .filter(|label| otpauth.issuer.as_deref().is_some_and(|issuer| issuer != *label))
        .map(str::to_owned);
    Outgoing {
        otpauth,
        original: None,
        extras: Extras {
            tags: parts.tags.clone(),
            note: parts.note.clone().map(Zeroizing::new),
            pinned: parts.pinned,
            ..Extras::default()
        },
    }
}

/// The same bytes in every run, no two alike.
fn random() -> impl FnMut(&mut [u8]) {
    let next = Cell::new(0_u64);
    move |bytes| {
        for chunk in bytes.chunks_mut(8) {
            next.set(next.get().wrapping_add(0x9e37_79b9_7f4a_7c15));
            chunk.copy_from_slice(&next.get().to_le_bytes()[..chunk.len()]);
        }
    }
}

/// That an export, read again, holds each entry that is not left out, in order, as far as the format says.
fn holds(holds: Holds, entries: &[Outgoing], export: &Export, password: Option<&str>) -> Result<(), TestCaseError> {
    let left = |place: usize| export.left_out.iter().any(|(left, _)| *left == place);
    let kept: Vec<&Outgoing> = entries
        .iter()
        .enumerate()
        .filter(|(place, _)| !left(*place))
        .map(|(_, entry)| entry)
        .collect();
    if kept.is_empty() {
        return Ok(());
    }
    let again = import(&export.written, password).map_err(|error| TestCaseError::fail(error.to_string()))?;
    let issues: Vec<_> = again.issues.iter().map(|issue| issue.reason.clone()).collect();
    prop_assert_eq!(issues, []);
    prop_assert_eq!(again.entries.len(), kept.len());
    for (imported, sent) in again.entries.iter().zip(kept) {
        same(holds, imported, sent)?;
    }
    Ok(())
}

fn same(holds: Holds, imported: &Imported, sent: &Outgoing) -> Result<(), TestCaseError> {
    let (found, told) = (&imported.otpauth, &sent.otpauth);
    prop_assert!(found.otp == told.otp, "another code");
    prop_assert_eq!(&found.issuer, &told.issuer);
    prop_assert_eq!(&found.account, &told.account);
    let lost = holds.lost(sent);
    let is_lost = |what| lost.contains(&what);
    let (found, told) = (&found.label_issuer, &told.label_issuer);
    prop_assert_eq!(found, if is_lost(Lost::Label) { &None } else { told });
    let (found, told) = (&imported.extras, &sent.extras);
    let tags = each_once(&told.tags);
    let kept = match holds.tags {
        Tags::None => 0,
        Tags::First => tags.len().min(1),
        Tags::All => tags.len(),
    };
    prop_assert_eq!(&found.tags[..], &tags[..kept]);
    prop_assert_eq!(is_lost(Lost::Tags), kept < tags.len());
    let note = told.note.as_deref().filter(|note| !note.trim().is_empty());
    prop_assert_eq!(found.note.as_deref(), note.filter(|_| !is_lost(Lost::Note)));
    prop_assert_eq!(found.pinned, told.pinned && !is_lost(Lost::Pinned));
    Ok(())
}

/// Tags without those that come again.
fn each_once(tags: &[String]) -> Vec<String> {
    let again = |(place, tag)| tags[..place].contains(tag);
    let first = tags.iter().enumerate().filter(|one| !again(*one));
    first.map(|(_, tag)| tag.clone()).collect()
}

/// Why Google Authenticator's links, or 2FAS' backup, have no room for a code; what they hold by their own documentation.
fn google_lacks(kind: Kind) -> Option<LeftOut> {
    match kind {
        Kind::Steam | Kind::Motp | Kind::Yandex => Some(LeftOut::Kind),
        Kind::Totp { period, .. } if period.get() != 30 => Some(LeftOut::Period),
        Kind::Hotp { counter, .. } if counter > i64::MAX as u64 => Some(LeftOut::Counter),
        _ => (![6, 8].contains(&kind.length())).then_some(LeftOut::Digits),
    }
}

fn twofas_lacks(kind: Kind) -> Option<LeftOut> {
    match kind {
        Kind::Motp | Kind::Yandex => Some(LeftOut::Kind),
        Kind::Totp { period, .. } if ![10, 30, 60, 90].contains(&period.get()) => Some(LeftOut::Period),
        Kind::Hotp { counter, .. } if counter > i32::MAX as u64 => Some(LeftOut::Counter),
        _ => (!(5..=8).contains(&kind.length())).then_some(LeftOut::Digits),
    }
}

fn aegis_lacks(kind: Kind) -> Option<LeftOut> {
    matches!(kind, Kind::Hotp { counter, .. } if counter > i64::MAX as u64).then_some(LeftOut::Counter)
}

/// The entries that must be left out, and no others.
fn lacking(entries: &[Outgoing], why: fn(Kind) -> Option<LeftOut>) -> Vec<(usize, LeftOut)> {
    let kinds = entries.iter().map(|entry| entry.otpauth.otp.kind);
    kinds
        .enumerate()
        .filter_map(|(place, kind)| Some((place, why(kind)?)))
        .collect()
}

fn entries() -> impl Strategy<Value = Vec<Parts>> {
    prop::collection::vec(parts(), 1..6)
}

fn all(parts: &[Parts]) -> Vec<Outgoing> {
    parts.iter().map(outgoing).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn aegis_holds_every_kind_with_tags_note_and_pin(parts in entries()) {
        let entries = all(&parts);
        let export = aegis_plain(&entries, &mut random()).unwrap();
        prop_assert_eq!(&export.left_out, &lacking(&entries, aegis_lacks));
        holds(AEGIS, &entries, &export, None)?;
    }

    #[test]
    fn twofas_holds_its_kinds_with_their_first_tag(parts in entries()) {
        let entries = all(&parts);
        let export = twofas(&entries, &mut random()).unwrap();
        prop_assert_eq!(&export.left_out, &lacking(&entries, twofas_lacks));
        holds(TWOFAS, &entries, &export, None)?;
    }

    #[test]
    fn google_holds_its_kinds_with_their_names(parts in entries()) {
        let entries = all(&parts);
        let Export { written, left_out } = google(&entries, &mut random());
        prop_assert_eq!(&left_out, &lacking(&entries, google_lacks));
        let lines: Vec<&str> = written.iter().map(|link| link.as_str()).collect();
        let written = Zeroizing::new(lines.join("\n").into_bytes());
        holds(GOOGLE, &entries, &Export { written, left_out }, None)?;
    }

    #[test]
    fn a_list_of_links_holds_every_code(parts in entries()) {
        let entries = all(&parts);
        let export = otpauth_list(&entries);
        prop_assert_eq!(&export.left_out, &[]);
        holds(OTPAUTH_LIST, &entries, &export, None)?;
    }
}

proptest! {
    // Each takes a derivation out and one in.
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn aegis_holds_the_same_under_a_password(parts in entries()) {
        let entries = all(&parts);
        let export = aegis_encrypted(&entries, &SecretString::from(PASSWORD), &mut random(), &Work::default()).unwrap();
        prop_assert_eq!(&export.left_out, &lacking(&entries, aegis_lacks));
        holds(AEGIS, &entries, &export, Some(PASSWORD))?;
    }
}

/// A link has no way to hold such a PIN: "GEZDGNBV" would be read as the digits 12345.
#[test]
fn a_yandex_pin_of_letters_needs_a_person() {
    let file = |pin: &str| {
        format!(
            r#"{{"version":1,"header":{{"slots":null,"params":null}},"db":{{"version":3,"groups":[],"entries":[
            {{"type":"yandex","name":"ya","issuer":"Yandex","info":{{"secret":"LA2V6KMCGYMWWVEW64RNP3JA3I","algo":"SHA256",
            "digits":8,"period":30,"pin":"{pin}"}}}}]}}}}"#
        )
    };
    assert_eq!(
        shared::issues(&import(file("GEZDGNBV").as_bytes(), None).unwrap()),
        [(1, "pin-bad")]
    );
    assert_eq!(import(file("12345").as_bytes(), None).unwrap().entries.len(), 1);
}
