//! Malformed links, keys and pictures as a person may bring them: each is refused with its own code, every code has words in
//! three languages, and nothing is left that could be saved. Answers of services have their own table with the providers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::path::Path;

use app::AppError;
use app::adding::Preview;
use app::importing::Importing;
use serde_json::Value;

/// Links, and the code each is refused with.
const LINKS: &[(&str, &str)] = &[
    ("", "not-otpauth"),
    ("hello", "not-otpauth"),
    ("JBSWY3DPEHPK3PXP", "not-otpauth"),
    ("https://example.com/?secret=AAAAAAAA", "not-otpauth"),
    ("motp://a?secret=AAAAAAAA", "pin-missing"),
    ("otpauth:totp/a?secret=AAAAAAAA", "not-otpauth"),
    ("javascript:alert(1)", "not-otpauth"),
    ("file:///etc/passwd", "not-otpauth"),
    ("otpauth://", "unknown-type"),
    ("otpauth:///a?secret=AAAAAAAA", "unknown-type"),
    ("otpauth://yaotp/a?secret=AAAAAAAA", "pin-missing"),
    ("otpauth://totp2/a?secret=AAAAAAAA", "unknown-type"),
    ("otpauth://ann:pw@totp/a?secret=AAAAAAAA", "user-info"),
    ("otpauth://totp:80/a?secret=AAAAAAAA", "port"),
    (
        "otpauth://totp/a?secret=AAAAAAAA&secret=BBBBBBBB",
        "duplicated-parameter",
    ),
    (
        "otpauth://totp/a?secret=AAAAAAAA&digits=6&DIGITS=8",
        "duplicated-parameter",
    ),
    ("otpauth://totp/a?secret", "malformed-parameter"),
    ("otpauth://totp/a?secret=AAAAAAAA&amp;digits=8", "malformed-parameter"),
    ("otpauth://totp/a?b?secret=AAAAAAAA", "malformed-parameter"),
    ("otpauth://totp/a?secret=AAAAAAAA&algo=SHA512", "unsupported-parameter"),
    ("otpauth://totp/a?secret=AAAAAAAA&interval=60", "unsupported-parameter"),
    ("otpauth://totp/a?secret=AAAAAAAA&pin=1234", "unsupported-parameter"),
    ("otpauth://totp/a?secret=AAAAAAAA&digits=0", "digits-out-of-range"),
    ("otpauth://totp/a?secret=AAAAAAAA&digits=11", "digits-out-of-range"),
    ("otpauth://totp/a?secret=AAAAAAAA&digits=262", "digits-out-of-range"),
    ("otpauth://totp/a?secret=AAAAAAAA&digits=six", "not-a-number"),
    ("otpauth://totp/a?secret=AAAAAAAA&digits=-6", "not-a-number"),
    ("otpauth://totp/a?secret=AAAAAAAA&digits=6.0", "not-a-number"),
    ("otpauth://totp/a?secret=AAAAAAAA&period=0", "period-out-of-range"),
    ("otpauth://totp/a?secret=AAAAAAAA&period=86401", "period-out-of-range"),
    ("otpauth://totp/a?secret=AAAAAAAA&period=30s", "not-a-number"),
    ("otpauth://totp/a?secret=AAAAAAAA&algorithm=", "unknown-algorithm"),
    ("otpauth://totp/a?secret=AAAAAAAA&algorithm=MD5", "unknown-algorithm"),
    (
        "otpauth://totp/a?secret=AAAAAAAA&algorithm=SHA3-256",
        "unknown-algorithm",
    ),
    ("otpauth://totp/a?secret=AAAAAAAA&encoder=base10", "unknown-encoder"),
    ("otpauth://hotp/a?secret=AAAAAAAA", "missing-counter"),
    ("otpauth://hotp/a?secret=AAAAAAAA&counter=-1", "not-a-number"),
    ("otpauth://hotp/a?secret=AAAAAAAA&counter=1e3", "not-a-number"),
    (
        "otpauth://hotp/a?secret=AAAAAAAA&counter=18446744073709551616",
        "counter-out-of-range",
    ),
    ("otpauth://steam/a?secret=AAAAAAAA&digits=6", "not-steam"),
    ("otpauth://totp/a?secret=AAAAAAAA&encoder=steam&period=60", "not-steam"),
    ("otpauth://totp/a%?secret=AAAAAAAA", "bad-percent-encoding"),
    ("otpauth://totp/a?secret=AAAA%zzAA", "bad-percent-encoding"),
    ("otpauth://totp/%FF?secret=AAAAAAAA", "not-utf8"),
    ("otpauth://totp/a%00b?secret=AAAAAAAA", "control-character"),
    ("otpauth://totp/a?secret=AAAAAAAA&issuer=%1B[2J", "control-character"),
    ("otpauth://totp/a", "missing-secret"),
    ("otpauth://totp/a?issuer=x", "missing-secret"),
    ("steam://", "secret-empty"),
    ("steam://AAAAAAAA/", "secret-bad-character"),
];

/// Keys, and the code a link with each is refused with.
const KEYS: &[(&str, &str)] = &[
    ("", "secret-empty"),
    (" - ", "secret-empty"),
    ("AAAA1AAA", "secret-bad-character"),
    ("aaaa aaa0", "secret-bad-character"),
    ("AAAA-8AAA", "secret-bad-character"),
    ("AAAA+AAA", "secret-bad-character"),
    ("AAAA\u{c4}AAA", "secret-bad-character"),
    ("\u{ff21}AAAAAAA", "secret-bad-character"),
    ("A", "secret-impossible-length"),
    ("AAAAAA", "secret-impossible-length"),
    ("AAAAAAAAA", "secret-impossible-length"),
    ("AA=", "secret-bad-padding"),
    ("AAAAAAAA=", "secret-bad-padding"),
    ("AA======AA======", "secret-after-padding"),
];

/// Files that were chosen or dropped as pictures.
const FILES: &[(&[u8], &str)] = &[
    (b"", "not-a-picture"),
    (b"\x89", "not-a-picture"),
    (b"%PDF-1.7\n%", "not-a-picture"),
    (b"PK\x03\x04archive", "not-a-picture"),
    (
        b"<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0h9v9z'/></svg>",
        "not-a-picture",
    ),
    (b"II*\0\x08\0\0\0\0\0\0\0\0\0", "not-a-picture"),
    (b"RIFF\x10\0\0\0WAVEfmt ", "not-a-picture"),
    (&[0; 1_000], "not-a-picture"),
    (&[0xFF; 1_000], "not-a-picture"),
    (b"\x89PNG\r\n\x1a\n", "picture-damaged"),
    (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "picture-damaged"),
    (b"\xff\xd8\xff\xe0\xff\xffJFIF", "picture-damaged"),
    (b"GIF89a\x10\0\x10\0\0\0\0;", "picture-damaged"),
    (b"BM", "picture-damaged"),
    (b"RIFF\x04\0\0\0WEBP", "picture-damaged"),
];

/// The stable code of a problem, as its part gives it.
fn code(error: &AppError) -> &'static str {
    match error {
        AppError::Uri(error) => error.code(),
        AppError::Picture(error) => error.code(),
        AppError::TextTooLong => "too-large",
        other => panic!("{other} is no problem of an input"),
    }
}

/// Asserts that there is one problem, with this code, and nothing to save.
fn refused(preview: &Preview, expected: &str, input: &str) {
    let codes: Vec<_> = preview.problems.iter().map(|problem| code(&problem.error)).collect();
    assert_eq!(codes, [expected], "{input:?}");
    assert!(preview.candidates.is_empty(), "{input:?} could be saved");
    for problem in &preview.problems {
        // What a log or a message says of it holds no key, however broken.
        assert!(
            !problem.error.to_string().contains("AAAA"),
            "{input:?}: {}",
            problem.error
        );
    }
}

#[test]
fn the_list_is_long_enough() {
    assert!(LINKS.len() + KEYS.len() + FILES.len() >= 60);
    let inputs: BTreeSet<_> = LINKS.iter().map(|(link, _)| link).collect();
    assert_eq!(inputs.len(), LINKS.len(), "a link stands twice");
}

/// A whole export is no code to add: it is imported, where a broken one is refused.
#[test]
fn a_broken_export_is_refused_where_it_is_imported() {
    let found = Preview::of_text("", "otpauth-migration://offline?data=AAAA");
    assert!(found.is_export() && found.candidates.is_empty() && found.problems.is_empty());
    let importing = Importing::default();
    importing.choose("", found.links()).unwrap();
    let refused = importing.read(None).unwrap_err();
    assert!(matches!(refused, AppError::Import(_)), "{refused}");
}

#[test]
fn links_are_refused() {
    for (link, expected) in LINKS {
        refused(&Preview::of_text("", link), expected, link);
    }
    let long = format!("otpauth://totp/{}?secret=AAAAAAAA", "b".repeat(257));
    refused(&Preview::of_text("", &long), "name-too-long", "a long name");
    let longest = format!("otpauth://totp/a?secret=AAAAAAAA&image={}", "b".repeat(4_060));
    refused(&Preview::of_text("", &longest), "uri-too-long", "a long link");
    refused(
        &Preview::of_text("", &"b".repeat(1024 * 1024 + 1)),
        "too-large",
        "a long text",
    );
}

#[test]
fn keys_are_refused() {
    for (key, expected) in KEYS {
        let link = format!("otpauth://totp/a?secret={key}&issuer=x");
        refused(&Preview::of_text("", &link), expected, key);
    }
}

#[test]
fn files_are_refused() {
    for (file, expected) in FILES {
        refused(&Preview::of_file("file", file), expected, &format!("{file:?}"));
    }
    refused(&Preview::of_rgba(0, 0, &[]), "no-qr-code", "no pixels");
    refused(
        &Preview::of_rgba(2, 2, &[0; 15]),
        "picture-wrong-size",
        "a pixel cut off",
    );
    refused(
        &Preview::of_rgba(64, 64, &[255; 64 * 64 * 4]),
        "no-qr-code",
        "a white picture",
    );
}

#[test]
fn every_code_has_words_in_three_languages() {
    let of_fields = messages("ui/src/lib/fieldMessages.ts", "plain: '");
    let of_failures = messages("ui/src/lib/failure.ts", "what: '");
    for (_, code) in LINKS.iter().chain(KEYS) {
        assert_said(&of_fields, code);
    }
    for code in ["name-too-long", "uri-too-long"] {
        assert_said(&of_fields, code);
    }
    // A picture's fault is the failure itself; one whose size does not fit its bytes is a damaged one.
    for code in [
        "not-a-picture",
        "picture-damaged",
        "no-qr-code",
        "too-large",
        "bad-code",
        "not-otpauth",
    ] {
        assert_said(&of_failures, code);
    }
}

/// The lines `'code': { plain: 'message' …` of a table of the web UI: code and message key.
fn messages(path: &str, before: &str) -> Vec<(String, String)> {
    let text = std::fs::read_to_string(root().join(path)).unwrap();
    let line = |line: &str| {
        let (code, rest) = line.trim().split_once(": {")?;
        let key = rest.split_once(before)?.1.split('\'').next()?;
        Some((code.trim_matches('\'').to_owned(), key.to_owned()))
    };
    text.lines().filter_map(line).collect()
}

fn assert_said(table: &[(String, String)], code: &str) {
    let key = table.iter().find(|(known, _)| known == code).map(|(_, key)| key);
    let key = key.unwrap_or_else(|| panic!("no message for {code}"));
    for language in ["en", "ko", "ja"] {
        let file = root().join(format!("ui/messages/{language}.json"));
        let words: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        let said = words[key].as_str().unwrap_or_default();
        assert!(!said.trim().is_empty(), "{code} ({key}) has no words in {language}");
    }
}

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
