//! Every way a URI or key can be wrong, and the one reason each is refused with. Nothing falls back to a default.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use otp::{OtpError, OtpauthUri, Secret, SecretError, UriError};

/// Reads each URI and compares the reason and its code.
fn refused(table: &[(&str, UriError, &str)]) {
    for (uri, expected, code) in table {
        let error = OtpauthUri::parse(uri)
            .err()
            .unwrap_or_else(|| panic!("{uri:?} was read"));
        assert_eq!(&error, expected, "{uri:?}");
        assert_eq!(error.code(), *code, "{uri:?}");
    }
}

fn text(value: &str) -> String {
    value.to_owned()
}

#[test]
fn what_is_no_otpauth_uri() {
    use UriError::*;
    let kind = |value| UnknownType { value: text(value) };
    refused(&[
        ("", NotOtpauth, "not-otpauth"),
        ("JBSWY3DPEHPK3PXP", NotOtpauth, "not-otpauth"),
        ("https://totp/a?secret=AAAAAAAA", NotOtpauth, "not-otpauth"),
        ("otpauth:totp/a?secret=AAAAAAAA", NotOtpauth, "not-otpauth"),
        (" x otpauth://totp/a?secret=AAAAAAAA", NotOtpauth, "not-otpauth"),
        (
            "otpauth-migration://offline?data=AAAA",
            MigrationExport,
            "migration-export",
        ),
        ("otpauth://", kind(""), "unknown-type"),
        ("otpauth:///a?secret=AAAAAAAA", kind(""), "unknown-type"),
        ("otpauth://totp2/a?secret=AAAAAAAA", kind("totp2"), "unknown-type"),
        ("otpauth://t%6Ftp/a?secret=AAAAAAAA", kind("t…"), "unknown-type"),
        ("otpauth:// totp/a?secret=AAAAAAAA", kind(" totp"), "unknown-type"),
        ("otpauth://ann@totp/a?secret=AAAAAAAA", UserInfo, "user-info"),
        ("otpauth://ann:pw@totp/a?secret=AAAAAAAA", UserInfo, "user-info"),
        ("otpauth://totp:80/a?secret=AAAAAAAA", Port, "port"),
        ("otpauth://totp:/a?secret=AAAAAAAA", Port, "port"),
    ]);
}

#[test]
fn broken_parameters() {
    use UriError::*;
    let twice = |name| Duplicated { parameter: text(name) };
    let unsupported = |name| Unsupported { parameter: text(name) };
    refused(&[
        (
            "otpauth://totp/a?secret=AAAAAAAA&secret=AAAAAAAA",
            twice("secret"),
            "duplicated-parameter",
        ),
        (
            "otpauth://totp/a?secret=AAAAAAAA&Secret=BBBBBBBB",
            twice("secret"),
            "duplicated-parameter",
        ),
        (
            "otpauth://totp/a?secret=AAAAAAAA&digits=6&DIGITS=6",
            twice("digits"),
            "duplicated-parameter",
        ),
        (
            "otpauth://totp/a?issuer=A&secret=AAAAAAAA&issuer=",
            twice("issuer"),
            "duplicated-parameter",
        ),
        (
            "otpauth://totp/a?secret=AAAAAAAA&image=a&IMAGE=b",
            twice("image"),
            "duplicated-parameter",
        ),
        (
            "otpauth://totp/a?secret",
            MalformedParameter { number: 1 },
            "malformed-parameter",
        ),
        (
            "otpauth://totp/a?secret=AAAAAAAA&digits",
            MalformedParameter { number: 2 },
            "malformed-parameter",
        ),
        (
            "otpauth://totp/a?secret=AAAAAAAA&=8",
            MalformedParameter { number: 2 },
            "malformed-parameter",
        ),
        (
            "otpauth://totp/a?secret=AAAAAAAA&amp;digits=8",
            MalformedParameter { number: 2 },
            "malformed-parameter",
        ),
        (
            "otpauth://totp/a?secret=AAAAAAAA& digits=8",
            MalformedParameter { number: 2 },
            "malformed-parameter",
        ),
        (
            "otpauth://totp/a?secret=AAAAAAAA&%64igits=8",
            MalformedParameter { number: 2 },
            "malformed-parameter",
        ),
        (
            "otpauth://totp/a?secret=AAAAAAAA&ｄigits=8",
            MalformedParameter { number: 2 },
            "malformed-parameter",
        ),
        (
            "otpauth://totp/a?b?secret=AAAAAAAA",
            MalformedParameter { number: 1 },
            "malformed-parameter",
        ),
        (
            "otpauth://totp/a?secret=AAAAAAAA&algo=SHA512",
            unsupported("algo"),
            "unsupported-parameter",
        ),
        (
            "otpauth://totp/a?secret=AAAAAAAA&T0=10",
            unsupported("t0"),
            "unsupported-parameter",
        ),
        (
            "otpauth://totp/a?secret=AAAAAAAA&pin=1234",
            unsupported("pin"),
            "unsupported-parameter",
        ),
        (
            "otpauth://totp/a?secret=AAAAAAAA&interval=60",
            unsupported("interval"),
            "unsupported-parameter",
        ),
    ]);
}

#[test]
fn settings_out_of_range_or_unknown() {
    use UriError::*;
    let digits = |value| Otp(OtpError::DigitsOutOfRange { value });
    let period = |value| Otp(OtpError::PeriodOutOfRange { value });
    let number = |parameter, value| NotANumber {
        parameter,
        value: text(value),
    };
    let unknown = |value| Otp(OtpError::UnknownAlgorithm { value: text(value) });
    let table = [
        ("digits=0", digits(0), "digits-out-of-range"),
        ("digits=11", digits(11), "digits-out-of-range"),
        ("digits=262", digits(262), "digits-out-of-range"),
        ("digits=4294967302", digits(4_294_967_302), "digits-out-of-range"),
        (
            "digits=99999999999999999999999",
            digits(u64::MAX),
            "digits-out-of-range",
        ),
        ("digits=", number("digits", ""), "not-a-number"),
        ("digits=six", number("digits", "six"), "not-a-number"),
        ("digits=-6", number("digits", "-6"), "not-a-number"),
        ("digits=+6", number("digits", "+6"), "not-a-number"),
        ("digits=%206", number("digits", " 6"), "not-a-number"),
        ("digits=6 &x=y", number("digits", "6 "), "not-a-number"),
        ("digits=6.0", number("digits", "6.0"), "not-a-number"),
        ("digits=0x6", number("digits", "0x6"), "not-a-number"),
        ("digits=٦", number("digits", "…"), "not-a-number"),
        ("digits=6#8", number("digits", "6…"), "not-a-number"),
        ("digits=6;period=60", number("digits", "6…"), "not-a-number"),
        ("period=0", period(0), "period-out-of-range"),
        ("period=86401", period(86_401), "period-out-of-range"),
        ("period=18446744073709551646", period(u64::MAX), "period-out-of-range"),
        ("period=-30", number("period", "-30"), "not-a-number"),
        ("period=30s", number("period", "30s"), "not-a-number"),
        ("algorithm=", unknown(""), "unknown-algorithm"),
        ("algorithm=MD5", unknown("MD5"), "unknown-algorithm"),
        ("algorithm=SHA224", unknown("SHA224"), "unknown-algorithm"),
        ("algorithm=SHA3-256", unknown("SHA3-256"), "unknown-algorithm"),
        ("algorithm=SHA256%20", unknown("SHA256 "), "unknown-algorithm"),
        (
            "algorithm=ThisIsNoAlgorithmAtAll",
            unknown("ThisIsNoAlgorith…"),
            "unknown-algorithm",
        ),
        (
            "algorithm=SHA%31%ZZ",
            BadPercentEncoding { parameter: "algorithm" },
            "bad-percent-encoding",
        ),
        (
            "encoder=base10",
            UnknownEncoder { value: text("base10") },
            "unknown-encoder",
        ),
        ("encoder=", UnknownEncoder { value: text("") }, "unknown-encoder"),
    ];
    for (parameter, expected, code) in table {
        refused(&[(&format!("otpauth://totp/a?secret=AAAAAAAA&{parameter}"), expected, code)]);
    }
}

#[test]
fn hotp_and_steam_settings() {
    use UriError::*;
    let number = |value| NotANumber {
        parameter: "counter",
        value: text(value),
    };
    let steam = |parameter, value| NotSteam {
        parameter,
        value: text(value),
    };
    refused(&[
        ("otpauth://hotp/a?secret=AAAAAAAA", MissingCounter, "missing-counter"),
        ("otpauth://hotp/a?secret=AAAAAAAA&counter=", number(""), "not-a-number"),
        (
            "otpauth://hotp/a?secret=AAAAAAAA&counter=-1",
            number("-1"),
            "not-a-number",
        ),
        (
            "otpauth://hotp/a?secret=AAAAAAAA&counter=1e3",
            number("1e3"),
            "not-a-number",
        ),
        (
            "otpauth://hotp/a?secret=AAAAAAAA&counter=18446744073709551616",
            CounterOutOfRange,
            "counter-out-of-range",
        ),
        (
            "otpauth://hotp/a?secret=AAAAAAAA&counter=1&encoder=steam",
            UnknownEncoder { value: text("steam") },
            "unknown-encoder",
        ),
        (
            "otpauth://steam/a?secret=AAAAAAAA&digits=6",
            steam("digits", "6"),
            "not-steam",
        ),
        (
            "otpauth://steam/a?secret=AAAAAAAA&algorithm=SHA256",
            steam("algorithm", "SHA256"),
            "not-steam",
        ),
        (
            "otpauth://totp/a?secret=AAAAAAAA&encoder=steam&period=60",
            steam("period", "60"),
            "not-steam",
        ),
        (
            "otpauth://steam/a?secret=AAAAAAAA&algorithm=x",
            Otp(OtpError::UnknownAlgorithm { value: text("x") }),
            "unknown-algorithm",
        ),
    ]);
}

#[test]
fn names_that_are_no_text() {
    use UriError::*;
    let control = |parameter, position| ControlCharacter { parameter, position };
    let long = format!("otpauth://totp/{}?secret=AAAAAAAA", "a".repeat(257));
    let long_issuer = format!("otpauth://totp/a?secret=AAAAAAAA&issuer={}", "가".repeat(86));
    let longest = format!("otpauth://totp/a?secret=AAAAAAAA&image={}", "a".repeat(4_060));
    refused(&[
        (
            "otpauth://totp/a%?secret=AAAAAAAA",
            BadPercentEncoding { parameter: "label" },
            "bad-percent-encoding",
        ),
        (
            "otpauth://totp/a%2?secret=AAAAAAAA",
            BadPercentEncoding { parameter: "label" },
            "bad-percent-encoding",
        ),
        (
            "otpauth://totp/50%25%G0?secret=AAAAAAAA",
            BadPercentEncoding { parameter: "label" },
            "bad-percent-encoding",
        ),
        (
            "otpauth://totp/a?secret=AAAAAAAA&issuer=%4",
            BadPercentEncoding { parameter: "issuer" },
            "bad-percent-encoding",
        ),
        (
            "otpauth://totp/a?secret=AAAA%zzAA",
            BadPercentEncoding { parameter: "secret" },
            "bad-percent-encoding",
        ),
        (
            "otpauth://totp/%FF?secret=AAAAAAAA",
            NotUtf8 { parameter: "label" },
            "not-utf8",
        ),
        (
            "otpauth://totp/%ED%A0%80?secret=AAAAAAAA",
            NotUtf8 { parameter: "label" },
            "not-utf8",
        ),
        (
            "otpauth://totp/a?secret=AAAAAAAA&issuer=%C3",
            NotUtf8 { parameter: "issuer" },
            "not-utf8",
        ),
        (
            "otpauth://totp/a?secret=%80",
            NotUtf8 { parameter: "secret" },
            "not-utf8",
        ),
        (
            "otpauth://totp/a%00b?secret=AAAAAAAA",
            control("label", 2),
            "control-character",
        ),
        (
            "otpauth://totp/A%0A:b?secret=AAAAAAAA",
            control("label", 2),
            "control-character",
        ),
        (
            "otpauth://totp/a\tb?secret=AAAAAAAA",
            control("label", 2),
            "control-character",
        ),
        (
            "otpauth://totp/a?secret=AAAAAAAA&issuer=%1B[2J",
            control("issuer", 1),
            "control-character",
        ),
        (
            "otpauth://totp/a?secret=AAAAAAAA&issuer=a%C2%85",
            control("issuer", 2),
            "control-character",
        ),
        (
            &long,
            NameTooLong {
                parameter: "label",
                limit: 256,
            },
            "name-too-long",
        ),
        (
            &long_issuer,
            NameTooLong {
                parameter: "issuer",
                limit: 256,
            },
            "name-too-long",
        ),
        (&longest, TooLong { limit: 4096 }, "uri-too-long"),
    ]);
}

/// Keys, in a URI and alone.
#[test]
fn keys_that_cannot_be_read() {
    use SecretError::*;
    let bad = |character, position| BadCharacter { character, position };
    let table = [
        ("", Empty, "secret-empty"),
        (" - ", Empty, "secret-empty"),
        ("=", bad('=', 1), "secret-bad-character"),
        ("AAAA1AAA", bad('1', 5), "secret-bad-character"),
        ("aaaa aaa0", bad('0', 9), "secret-bad-character"),
        ("AAAA-8AAA", bad('8', 6), "secret-bad-character"),
        ("AAAAAAA!", bad('!', 8), "secret-bad-character"),
        ("AAAA_AAA", bad('_', 5), "secret-bad-character"),
        ("AAAA+AAA", bad('+', 5), "secret-bad-character"),
        ("AAAA/AAA", bad('/', 5), "secret-bad-character"),
        ("AAAA\tAAA", bad('\t', 5), "secret-bad-character"),
        ("AAAA\u{a0}AAAA", bad('\u{a0}', 5), "secret-bad-character"),
        ("AAAAÄAAA", bad('Ä', 5), "secret-bad-character"),
        ("ÄÄ", bad('Ä', 1), "secret-bad-character"),
        ("ＡAAAAAAA", bad('Ａ', 1), "secret-bad-character"),
        ("A", ImpossibleLength { letters: 1 }, "secret-impossible-length"),
        ("A A-A", ImpossibleLength { letters: 3 }, "secret-impossible-length"),
        ("AAAAAA", ImpossibleLength { letters: 6 }, "secret-impossible-length"),
        ("AAAAAAAAA", ImpossibleLength { letters: 9 }, "secret-impossible-length"),
        ("AA=", BadPadding { found: 1, expected: 6 }, "secret-bad-padding"),
        ("AAAAAAAA=", BadPadding { found: 1, expected: 0 }, "secret-bad-padding"),
        ("AA=======", BadPadding { found: 7, expected: 6 }, "secret-bad-padding"),
        ("AA======AA======", AfterPadding { position: 9 }, "secret-after-padding"),
    ];
    for (key, expected, code) in table {
        let error = Secret::parse_base32(key)
            .err()
            .unwrap_or_else(|| panic!("{key:?} was read"));
        assert_eq!((error, error.code()), (expected, code), "{key:?}");
        let uri = format!("otpauth://totp/a?secret={key}&issuer=x");
        refused(&[(&uri, UriError::Secret(expected), code)]);
    }
    refused(&[
        ("otpauth://totp/a", UriError::MissingSecret, "missing-secret"),
        ("otpauth://totp/a?issuer=x", UriError::MissingSecret, "missing-secret"),
        (
            "otpauth://totp/a&secret=AAAAAAAA",
            UriError::MissingSecret,
            "missing-secret",
        ),
        ("steam://", UriError::Secret(Empty), "secret-empty"),
        (
            "steam://AAAAAAAA/",
            UriError::Secret(bad('/', 9)),
            "secret-bad-character",
        ),
        (
            "steam://AAAAAAAA?issuer=x",
            UriError::Secret(bad('?', 9)),
            "secret-bad-character",
        ),
    ]);
    assert_eq!(Secret::from_bytes([]).err(), Some(Empty));
    assert_eq!(Secret::from_bytes([0; 513]).err(), Some(TooLong { limit: 512 }));
    assert_eq!(
        Secret::parse_base32(&"A".repeat(824)).err(),
        Some(TooLong { limit: 512 })
    );
}

#[test]
fn pins_and_the_kinds_that_need_them() {
    use UriError::*;
    let fixed = |kind, parameter, value| FixedSetting {
        kind,
        parameter,
        value: text(value),
    };
    const YANDEX: &str = "otpauth://yaotp/a?secret=LA2V6KMCGYMWWVEW64RNP3JA3I";
    let yandex = |rest| format!("{YANDEX}&{rest}");
    refused(&[
        (YANDEX, Otp(OtpError::PinMissing), "pin-missing"),
        ("motp://a?secret=00112233", Otp(OtpError::PinMissing), "pin-missing"),
        (&yandex("pin="), Otp(OtpError::BadPin), "pin-bad"),
        (&yandex("pin=12%2034"), Otp(OtpError::BadPin), "pin-bad"),
        (&yandex("pin=MFRGG"), Otp(OtpError::BadPin), "pin-bad"),
        ("motp://a?secret=00112233&pin=", Otp(OtpError::BadPin), "pin-bad"),
        (
            "otpauth://yaotp/a?secret=AAAAAAAA&pin=1234",
            Otp(OtpError::NotYandexKey { bytes: 5 }),
            "not-yandex-key",
        ),
        (
            &yandex("pin=1&digits=6"),
            fixed("yandex", "digits", "6"),
            "fixed-setting",
        ),
        (
            &yandex("pin=1&algorithm=SHA1"),
            fixed("yandex", "algorithm", "SHA1"),
            "fixed-setting",
        ),
        (
            "motp://a?secret=00&pin=1&algorithm=SHA1",
            fixed("motp", "algorithm", "SHA1"),
            "fixed-setting",
        ),
        (
            "motp://a?secret=00&pin=1&period=30",
            fixed("motp", "period", "30"),
            "fixed-setting",
        ),
        (
            "motp://a?secret=0G&pin=1",
            Secret(SecretError::BadHexDigit {
                character: 'G',
                position: 2,
            }),
            "secret-bad-hex-digit",
        ),
        (
            "motp://a?secret=001&pin=1",
            Secret(SecretError::ImpossibleLength { letters: 3 }),
            "secret-impossible-length",
        ),
        (
            "otpauth://totp/a?secret=AAAAAAAA&pin=1234",
            Unsupported { parameter: text("pin") },
            "unsupported-parameter",
        ),
    ]);
}
