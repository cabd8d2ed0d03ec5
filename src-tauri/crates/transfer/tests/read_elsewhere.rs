//! What is exported for Aegis and 2FAS, read by a program that shares nothing with this crate and makes the codes itself
//! (`fixtures/exports.py`, Python's standard library).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod shared;

use std::io::Write;
use std::process::{Command, Stdio};

use otp::OtpauthUri;
use secrecy::SecretString;
use serde_json::{Value, json};
use shared::PASSWORD;
use transfer::exports::{LeftOut, Outgoing, aegis_encrypted, aegis_plain, twofas};
use transfer::{Extras, Work};
use zeroize::Zeroizing;

/// The time of the codes, as in the script.
const AT: u64 = 1_700_000_000;

const URIS: [&str; 9] = [
    "otpauth://totp/Harbour:ann@example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Harbour",
    "otpauth://totp/Lantern:bo?secret=MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U&issuer=Lantern&algorithm=SHA256&digits=8&period=60",
    "otpauth://totp/Mill:%EB%8B%AC%22%5C?secret=NBSWY3DPEB3W64TMMQQGG33EMVZSA2LO&issuer=Mill&algorithm=SHA512&digits=7&period=90",
    "otpauth://hotp/Quay:cy?secret=OR2XG2LOMRUW4ZZAMJQWG33OMVZWG33O&issuer=Quay&counter=41",
    "otpauth://hotp/%F0%9F%94%91?secret=MFRGGZDFMY&counter=2147483648&algorithm=SHA256&digits=8",
    "otpauth://steam/Steam:gamer?secret=63BEDWCQZKTQWPESARIERL5DTTQFCJTK&issuer=Steam",
    "motp://Old:mo?secret=0123456789abcdef&issuer=Old&pin=1234",
    "otpauth://yaotp/Yandex:ya?secret=LA2V6KMCGYMWWVEW64RNP3JA3I&issuer=Yandex&pin=7586",
    "otpauth://totp/?secret=MFRGGZDF&digits=10&period=45",
];

fn entries() -> Vec<Outgoing> {
    let entry = |(place, uri): (usize, &&str)| Outgoing {
        otpauth: OtpauthUri::parse(uri).unwrap(),
        original: None,
        extras: Extras {
            tags: ["Work", "집"][..place % 3].iter().map(|&tag| tag.to_owned()).collect(),
            note: (place % 2 == 0).then(|| Zeroizing::new(format!("line {place}\n\"쪽지\""))),
            pinned: place % 4 == 1,
            ..Extras::default()
        },
    };
    URIS.iter().enumerate().map(entry).collect()
}

/// Bytes of which no two blocks are alike.
fn random() -> impl FnMut(&mut [u8]) {
    let mut next = 0_u8;
    move |bytes| {
        for byte in bytes {
            next = next.wrapping_mul(5).wrapping_add(113);
            *byte = next;
        }
        next = next.wrapping_add(1);
    }
}

/// What the script finds in a file.
fn found(format: &str, bytes: &[u8], password: &str) -> Value {
    let name = format!("gatehouse-{}-{format}-{}", std::process::id(), password.len());
    let path = std::env::temp_dir().join(name);
    std::fs::write(&path, bytes).unwrap();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/exports.py");
    let mut child = Command::new("python3")
        .args([script, format])
        .arg(&path)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("this test needs python3: apt-get install python3");
    child.stdin.take().unwrap().write_all(password.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    std::fs::remove_file(&path).unwrap();
    assert!(output.status.success(), "{format}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// What it should find: the code as this workspace makes it.
fn told(entry: &Outgoing) -> Value {
    let (otpauth, extras) = (&entry.otpauth, &entry.extras);
    let note = extras.note.as_ref().map_or("", |note| note.as_str());
    json!({
        "kind": otpauth.otp.kind.name(),
        "issuer": otpauth.issuer.as_deref().unwrap_or_default(),
        "account": otpauth.account,
        "note": note,
        "tags": extras.tags,
        "pinned": extras.pinned,
        "code": otpauth.otp.code_at(AT).unwrap().as_str(),
    })
}

#[test]
fn aegis_plain_and_encrypted() {
    let entries = entries();
    let all: Value = entries.iter().map(told).collect();
    let plain = aegis_plain(&entries, &mut random()).unwrap();
    assert_eq!(plain.left_out, []);
    assert_eq!(found("aegis", &plain.written, ""), all);
    let password = SecretString::from(PASSWORD);
    let sealed = aegis_encrypted(&entries, &password, &mut random(), &Work::default()).unwrap();
    assert_eq!(sealed.left_out, []);
    assert_eq!(found("aegis", &sealed.written, PASSWORD), all);
}

#[test]
fn twofas_with_what_it_has_room_for() {
    let entries = entries();
    let export = twofas(&entries, &mut random()).unwrap();
    let left_out = [
        (4, LeftOut::Counter),
        (6, LeftOut::Kind),
        (7, LeftOut::Kind),
        (8, LeftOut::Period),
    ];
    assert_eq!(export.left_out, left_out);
    let kept = entries
        .iter()
        .enumerate()
        .filter(|(place, _)| left_out.iter().all(|(left, _)| left != place));
    let kept: Value = kept
        .map(|(_, entry)| {
            let mut told = told(entry);
            told["note"] = "".into();
            told["pinned"] = false.into();
            told["tags"] = entry.extras.tags.iter().take(1).cloned().collect();
            told
        })
        .collect();
    assert_eq!(found("2fas", &export.written, ""), kept);
}
