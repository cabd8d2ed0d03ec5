//! The published test values: what every authenticator must show for them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use otp::{Algorithm, Digits, Kind, Otp, OtpError, OtpauthUri, Period, Pin, Secret, Window};

const ASCII: &[u8] = b"1234567890123456789012345678901234567890123456789012345678901234";

fn otp(kind: Kind, key: &[u8]) -> Otp {
    Otp::new(kind, Secret::from_bytes(key).unwrap())
}

fn code(otp: &Otp, at: u64) -> String {
    otp.code_at(at).unwrap().as_str().to_owned()
}

/// RFC 4226, appendix D: the truncated values in decimal, for the counters 0 to 9.
const TRUNCATED: [&str; 10] = [
    "1284755224",
    "1094287082",
    "0137359152",
    "1726969429",
    "1640338314",
    "0868254676",
    "1918287922",
    "0082162583",
    "0673399871",
    "0645520489",
];

#[test]
fn rfc_4226_with_every_number_of_digits() {
    for (counter, value) in TRUNCATED.iter().enumerate() {
        for length in 1..=10 {
            let digits = Digits::new(length).unwrap();
            let kind = Kind::Hotp {
                algorithm: Algorithm::Sha1,
                digits,
                counter: counter as u64,
            };
            let shown = code(&otp(kind, &ASCII[..20]), 0);
            assert_eq!(
                shown,
                value[10 - length as usize..],
                "counter {counter}, {length} digits"
            );
        }
    }
}

/// RFC 6238, appendix B: Unix seconds, then the codes with SHA-1, SHA-256 and SHA-512.
const BY_TIME: [(u64, [&str; 3]); 6] = [
    (59, ["94287082", "46119246", "90693936"]),
    (1_111_111_109, ["07081804", "68084774", "25091201"]),
    (1_111_111_111, ["14050471", "67062674", "99943326"]),
    (1_234_567_890, ["89005924", "91819424", "93441116"]),
    (2_000_000_000, ["69279037", "90698825", "38618901"]),
    (20_000_000_000, ["65353130", "77737706", "47863826"]),
];

#[test]
fn rfc_6238_with_every_algorithm() {
    let hashes = [(Algorithm::Sha1, 20), (Algorithm::Sha256, 32), (Algorithm::Sha512, 64)];
    for (at, codes) in BY_TIME {
        for ((algorithm, length), expected) in hashes.into_iter().zip(codes) {
            let kind = Kind::Totp {
                algorithm,
                digits: Digits::EIGHT,
                period: Period::THIRTY,
            };
            let otp = otp(kind, &ASCII[..length]);
            assert_eq!(code(&otp, at), expected, "{algorithm} at {at}");
            assert_eq!(
                otp.next_at(at - 30).unwrap().as_str(),
                expected,
                "{algorithm}, next at {}",
                at - 30
            );
        }
    }
}

#[test]
fn steam() {
    let secret = Secret::parse_base32("63BEDWCQZKTQWPESARIERL5DTTQFCJTK").unwrap();
    let otp = Otp::new(Kind::Steam, secret);
    assert_eq!(code(&otp, 1_511_200_518), "FR8RV");
    assert_eq!(code(&otp, 1_511_200_714), "9P3VP");
    assert_eq!(
        otp.window_at(1_511_200_518),
        Some(Window {
            from: 1_511_200_500,
            until: 1_511_200_530
        })
    );
}

#[test]
fn a_code_changes_exactly_at_the_end_of_its_window() {
    for seconds in [1, 2, 29, 30, 60, 3_600, 86_399, 86_400] {
        let period = Period::new(seconds).unwrap();
        let otp = otp(
            Kind::Totp {
                algorithm: Algorithm::Sha1,
                digits: Digits::MAX,
                period,
            },
            &ASCII[..20],
        );
        let window = otp.window_at(1_234_567_890).unwrap();
        assert_eq!(window.until - window.from, seconds);
        assert!((window.from..window.until).contains(&1_234_567_890));
        assert_eq!(code(&otp, window.from), code(&otp, window.until - 1));
        assert_ne!(code(&otp, window.until - 1), code(&otp, window.until));
        assert_eq!(otp.next_at(window.from).unwrap().as_str(), code(&otp, window.until));
    }
}

#[test]
fn hotp_follows_its_counter_and_never_the_clock() {
    let kind = |counter| Kind::Hotp {
        algorithm: Algorithm::Sha1,
        digits: Digits::SIX,
        counter,
    };
    let mut key = otp(kind(0), &ASCII[..20]);
    assert_eq!(key.window_at(59), None);
    assert_eq!(code(&key, 0), code(&key, u64::MAX));
    assert_eq!(key.next_at(0).unwrap().as_str(), "287082");
    assert_eq!(key.advance(), Ok(Some(1)));
    assert_eq!(code(&key, 0), "287082");

    let mut last = otp(kind(u64::MAX), &ASCII[..20]);
    assert!(last.code_at(0).is_ok());
    assert_eq!(last.next_at(0).err(), Some(OtpError::CounterExhausted));
    assert_eq!(last.advance(), Err(OtpError::CounterExhausted));
    assert!(last.kind == kind(u64::MAX));
    assert_eq!(otp(Kind::TOTP, b"key").advance(), Ok(None));
}

#[test]
fn the_ends_of_time_do_not_break_anything() {
    let kind = Kind::Totp {
        algorithm: Algorithm::Sha512,
        digits: Digits::MAX,
        period: Period::MIN,
    };
    let key = otp(kind, &ASCII[..1]);
    assert_eq!(key.window_at(0), Some(Window { from: 0, until: 1 }));
    assert_eq!(
        key.window_at(u64::MAX),
        Some(Window {
            from: u64::MAX,
            until: u64::MAX
        })
    );
    assert_eq!(code(&key, u64::MAX).len(), 10);
    assert_eq!(key.next_at(u64::MAX).err(), Some(OtpError::CounterExhausted));
}

#[test]
fn duplicates_make_the_same_codes_and_nothing_else_is_one() {
    let hotp = |counter| Kind::Hotp {
        algorithm: Algorithm::Sha1,
        digits: Digits::SIX,
        counter,
    };
    let totp = |algorithm, digits, period| Kind::Totp {
        algorithm,
        digits,
        period,
    };
    let kinds = [
        Kind::TOTP,
        totp(Algorithm::Sha256, Digits::SIX, Period::THIRTY),
        totp(Algorithm::Sha1, Digits::EIGHT, Period::THIRTY),
        totp(Algorithm::Sha1, Digits::SIX, Period::MAX),
        hotp(0),
        hotp(1),
        Kind::Steam,
    ];
    for (index, kind) in kinds.iter().enumerate() {
        for (other_index, other) in kinds.iter().enumerate() {
            assert_eq!(
                otp(*kind, b"key").duplicate_of(&otp(*other, b"key")),
                index == other_index
            );
        }
        assert!(!otp(*kind, b"key").duplicate_of(&otp(*kind, b"kez")));
        assert!(!otp(*kind, b"key").duplicate_of(&otp(*kind, b"key\0")));
    }
}

/// Values that Aegis (its `YAOTPTest`) and KeeYaOtp hold themselves to. Whole keys carry an account number and a checksum.
#[test]
fn yandex() {
    for (pin, key, at, expected) in [
        (
            "5239",
            "6SB2IKNM6OBZPAVBVTOHDKS4FAAAAAAADFUTQMBTRY",
            1_641_559_648,
            "umozdicq",
        ),
        (
            "7586",
            "LA2V6KMCGYMWWVEW64RNP3JA3IAAAAAAHTSG4HRZPI",
            1_581_064_020,
            "oactmacq",
        ),
        ("7586", "LA2V6KMCGYMWWVEW64RNP3JA3I", 1_581_090_810, "wemdwrix"),
        (
            "5210481216086702",
            "JBGSAU4G7IEZG6OY4UAXX62JU4AAAAAAHTSG4HXU3M",
            1_581_091_469,
            "dfrpywob",
        ),
        (
            "5210481216086702",
            "JBGSAU4G7IEZG6OY4UAXX62JU4AAAAAAHTSG4HXU3M",
            1_581_093_059,
            "vunyprpd",
        ),
    ] {
        let otp = Otp::yandex(&Secret::parse_base32(key).unwrap(), Pin::new(pin).unwrap()).unwrap();
        assert_eq!(code(&otp, at), expected);
        let uri = format!("otpauth://yaotp/ann?secret={key}&pin={pin}");
        assert_eq!(code(&OtpauthUri::parse(&uri).unwrap().otp, at), expected);
    }
}

const MOTP_AT_1440000000: &str = "11b622";

/// The hash's text is time in tens of seconds, the key's digits and the PIN; `md5sum` makes the rest.
#[test]
fn mobile_otp() {
    let otp = Otp::motp(
        Secret::parse_hex("0123 4567-89AB-cdef").unwrap(),
        Pin::new("1234").unwrap(),
    );
    // What is shown of the key can be typed in again.
    assert_eq!(otp.key_text().as_str(), "0123456789abcdef");
    // printf 1440000000123456789abcdef1234 | md5sum
    assert_eq!(code(&otp, 1_440_000_000), MOTP_AT_1440000000);
    assert_eq!(code(&otp, 1_440_000_009), MOTP_AT_1440000000);
    assert_ne!(code(&otp, 1_440_000_010), MOTP_AT_1440000000);
    assert_eq!(
        otp.window_at(1_440_000_001),
        Some(Window {
            from: 1_440_000_000,
            until: 1_440_000_010
        })
    );
}
