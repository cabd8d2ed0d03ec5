//! URIs as services and other authenticators write them, and what is read from each.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use otp::{Algorithm, Digits, Kind, OtpauthUri, Period, Secret};

fn read(uri: &str) -> OtpauthUri {
    OtpauthUri::parse(uri).unwrap_or_else(|error| panic!("{uri}: {error}"))
}

/// URI; issuer, account, the label's own issuer.
type Names = (&'static str, Option<&'static str>, &'static str, Option<&'static str>);

const NAMES: [Names; 26] = [
    ("otpauth://totp/a@b.c?secret=AAAAAAAA", None, "a@b.c", None),
    ("otpauth://totp/ACME:a@b.c?secret=AAAAAAAA", Some("ACME"), "a@b.c", None),
    (
        "otpauth://totp/ACME%3Aa%40b.c?secret=AAAAAAAA",
        Some("ACME"),
        "a@b.c",
        None,
    ),
    (
        "otpauth://totp/ACME:%20a@b.c?secret=AAAAAAAA&issuer=ACME",
        Some("ACME"),
        "a@b.c",
        None,
    ),
    ("otpauth://totp/a?secret=AAAAAAAA&issuer=ACME", Some("ACME"), "a", None),
    (
        "otpauth://totp/Old:a?secret=AAAAAAAA&issuer=New",
        Some("New"),
        "a",
        Some("Old"),
    ),
    (
        "otpauth://totp/acme:a?secret=AAAAAAAA&issuer=ACME",
        Some("ACME"),
        "a",
        Some("acme"),
    ),
    ("otpauth://totp/ACME:a?secret=AAAAAAAA&issuer=", Some("ACME"), "a", None),
    ("otpauth://totp/:a?secret=AAAAAAAA", None, "a", None),
    ("otpauth://totp/ACME:?secret=AAAAAAAA", Some("ACME"), "", None),
    ("otpauth://totp/?secret=AAAAAAAA", None, "", None),
    ("otpauth://totp?secret=AAAAAAAA", None, "", None),
    ("otpauth://totp/ACME:a:b?secret=AAAAAAAA", Some("ACME"), "a:b", None),
    ("otpauth://totp/:a%3Ab?secret=AAAAAAAA", None, "a:b", None),
    (
        "otpauth://totp/room #7?secret=AAAAAAAA&issuer=C# club",
        Some("C# club"),
        "room #7",
        None,
    ),
    ("otpauth://totp/a/b/c?secret=AAAAAAAA", None, "a/b/c", None),
    (
        "otpauth://totp/me+tag@b.c?secret=AAAAAAAA&issuer=Care+Call",
        Some("Care Call"),
        "me+tag@b.c",
        None,
    ),
    (
        "otpauth://totp/Care%20Call:a?secret=AAAAAAAA&issuer=Care+Call",
        Some("Care Call"),
        "a",
        None,
    ),
    (
        "otpauth://totp/Disney+:a?secret=AAAAAAAA&issuer=Disney+",
        Some("Disney+"),
        "a",
        None,
    ),
    (
        "otpauth://totp/Disney%2B:a?secret=AAAAAAAA&issuer=Disney%2B",
        Some("Disney+"),
        "a",
        None,
    ),
    (
        "otpauth://totp/와탭:김?secret=AAAAAAAA&issuer=%EC%99%80%ED%83%AD",
        Some("와탭"),
        "김",
        None,
    ),
    (
        "otpauth://totp/%D7%A9:a%E2%80%8Fb?secret=AAAAAAAA",
        Some("ש"),
        "a\u{200f}b",
        None,
    ),
    ("  OTPAUTH://TOTP/a?SECRET=AAAAAAAA&ISSUER=x\r\n", Some("x"), "a", None),
    ("otpauth://totp/a?&&secret=AAAAAAAA&", None, "a", None),
    (
        "otpauth://totp/a?secret=AAAAAAAA&issuer=a%26b%3Dc",
        Some("a&b=c"),
        "a",
        None,
    ),
    ("steam://AAAAAAAA", None, "", None),
];

#[test]
fn names_are_read_from_label_and_issuer() {
    for (uri, issuer, account, label_issuer) in NAMES {
        let read = read(uri);
        let names = (
            read.issuer.as_deref(),
            read.account.as_str(),
            read.label_issuer.as_deref(),
        );
        assert_eq!(names, (issuer, account, label_issuer), "{uri}");
    }
}

#[test]
fn settings_are_read_or_have_their_defaults() {
    let totp = |algorithm, digits, period| Kind::Totp {
        algorithm,
        digits: Digits::new(digits).unwrap(),
        period: Period::new(period).unwrap(),
    };
    let hotp = |counter| Kind::Hotp {
        algorithm: Algorithm::Sha1,
        digits: Digits::SIX,
        counter,
    };
    for (uri, kind) in [
        ("otpauth://totp/a?secret=AAAAAAAA", Kind::TOTP),
        (
            "otpauth://totp/a?secret=AAAAAAAA&algorithm=HmacSHA256&digits=8&period=60",
            totp(Algorithm::Sha256, 8, 60),
        ),
        (
            "otpauth://totp/a?secret=AAAAAAAA&algorithm=sha-512&digits=10&period=1",
            totp(Algorithm::Sha512, 10, 1),
        ),
        (
            "otpauth://totp/a?secret=AAAAAAAA&digits=1&period=86400",
            totp(Algorithm::Sha1, 1, 86_400),
        ),
        ("otpauth://totp/a?secret=AAAAAAAA&digits=%36&period=030", Kind::TOTP),
        ("otpauth://hotp/a?secret=AAAAAAAA&counter=0", hotp(0)),
        (
            "otpauth://HOTP/a?counter=18446744073709551615&secret=AAAAAAAA",
            hotp(u64::MAX),
        ),
        ("otpauth://steam/a?secret=AAAAAAAA", Kind::Steam),
        (
            "otpauth://steam/Steam:a?secret=AAAAAAAA&algorithm=sha1&digits=5&period=30&issuer=Steam",
            Kind::Steam,
        ),
        (
            "otpauth://totp/a?secret=AAAAAAAA&period=30&digits=5&issuer=Steam&encoder=steam",
            Kind::Steam,
        ),
        ("Steam://aaaa-aaaa", Kind::Steam),
    ] {
        assert_eq!(read(uri).otp.kind, kind, "{uri}");
    }
}

#[test]
fn parameters_without_a_meaning_are_named() {
    let uri = "otpauth://totp/a?secret=AAAAAAAA&image=https%3A%2F%2Fe.vil%2F%ZZ&counter=5&codeDisplay={}&Icon=x";
    assert_eq!(read(uri).ignored, ["image", "codeDisplay", "Icon", "counter"]);
    assert_eq!(
        read("otpauth://hotp/a?secret=AAAAAAAA&counter=5&period=30").ignored,
        ["period"]
    );
    assert!(!read(uri).to_uri().contains("vil"));
}

#[test]
fn keys_are_read_as_people_write_them() {
    let key = Secret::from_bytes("Hello!\u{07}".as_bytes()).unwrap();
    for text in [
        "JBSWY3DPEEDQ====",
        "JBSWY3DPEEDQ",
        "jbsw y3dp eedq",
        "JBSW-Y3DP-EEDQ-====",
        " jbswy3dpeedq ",
    ] {
        assert!(Secret::parse_base32(text).is_ok_and(|read| read == key), "{text}");
    }
    // The last letter's unused bits don't count: R is Q with one of them set.
    assert!(Secret::parse_base32("JBSWY3DPEEDR").is_ok_and(|read| read == key));
    assert_eq!(*key.to_base32(), "JBSWY3DPEEDQ");
    assert!(read("otpauth://totp/a?secret=jbsw%20y3dp eedq%3D===").otp.secret == key);
}

#[test]
fn the_canonical_form_spells_everything_out() {
    for (uri, canonical) in [
        (
            "OTPAUTH://TOTP/me@b.c?SECRET=jbsw y3dp&issuer=Care+Call&image=x",
            "otpauth://totp/Care%20Call:me@b.c?secret=JBSWY3DP&issuer=Care%20Call&algorithm=SHA1&digits=6&period=30",
        ),
        (
            "otpauth://hotp/Old:a?secret=AAAAAAAA&issuer=New&counter=7&digits=8",
            "otpauth://hotp/Old:a?secret=AAAAAAAA&issuer=New&algorithm=SHA1&digits=8&counter=7",
        ),
        (
            "steam://AAAAAAAA",
            "otpauth://steam/?secret=AAAAAAAA&algorithm=SHA1&digits=5&period=30",
        ),
        (
            "otpauth://totp/:a%3Ab?secret=AAAAAAAA",
            "otpauth://totp/:a%3Ab?secret=AAAAAAAA&algorithm=SHA1&digits=6&period=30",
        ),
    ] {
        assert_eq!(*read(uri).to_uri(), canonical);
        assert!(read(canonical) == read(uri), "{uri}");
    }
}

#[test]
fn the_longest_key_and_names_still_fit() {
    let secret = Secret::from_bytes([0xFF; Secret::MAX_BYTES]).unwrap();
    let kind = Kind::Hotp {
        algorithm: Algorithm::Sha512,
        digits: Digits::MAX,
        counter: u64::MAX,
    };
    let name = "\u{fffd}".repeat(85);
    let mut uri = OtpauthUri::new(otp::Otp::new(kind, secret), Some(&name), &name).unwrap();
    uri.label_issuer = Some("🦀".repeat(64));
    assert!(read(&uri.to_uri()) == uri);
}

#[test]
fn the_forms_that_carry_a_pin() {
    let plain = OtpauthUri::parse("otpauth://yaotp/Yandex:ann?secret=LA2V6KMCGYMWWVEW64RNP3JA3I&pin=7586").unwrap();
    // Aegis writes the PIN in base32.
    let aegis = OtpauthUri::parse("otpauth://yaotp/Yandex:ann?secret=LA2V6KMCGYMWWVEW64RNP3JA3I&pin=G42TQNQ").unwrap();
    assert!(plain == aegis);
    for text in [
        "motp://Corp:ann?secret=0a1B2c&pin=12ab",
        "motp:///Corp:ann?secret=0A1b2c&pin=12ab&issuer=Corp",
        "otpauth://motp/Corp:ann?secret=BINSY&pin=12ab",
    ] {
        let uri = OtpauthUri::parse(text).unwrap();
        assert_eq!(
            (uri.issuer.as_deref(), uri.account.as_str()),
            (Some("Corp"), "ann"),
            "{text}"
        );
        assert_eq!(
            uri.to_uri().as_str(),
            "motp://Corp:ann?secret=0a1b2c&issuer=Corp&algorithm=MD5&digits=6&period=10&pin=12ab"
        );
    }
    for uri in [plain, aegis] {
        assert!(OtpauthUri::parse(&uri.to_uri()).unwrap() == uri);
    }
}
