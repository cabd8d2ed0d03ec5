//! What holds for every input: no panic, nothing lost between value and text, and a second implementation's codes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use data_encoding::BASE32;
use otp::{Algorithm, Digits, Kind, Otp, OtpauthUri, Period, Pin, Secret};
use proptest::prelude::*;

fn algorithm() -> impl Strategy<Value = Algorithm> {
    prop_oneof![Just(Algorithm::Sha1), Just(Algorithm::Sha256), Just(Algorithm::Sha512)]
}

fn kind() -> impl Strategy<Value = Kind> {
    let digits = (1..=10_u64).prop_map(|digits| Digits::new(digits).unwrap());
    let period = (1..=86_400_u64).prop_map(|seconds| Period::new(seconds).unwrap());
    prop_oneof![
        (algorithm(), digits.clone(), period).prop_map(|(algorithm, digits, period)| Kind::Totp {
            algorithm,
            digits,
            period
        }),
        (algorithm(), digits, any::<u64>()).prop_map(|(algorithm, digits, counter)| Kind::Hotp {
            algorithm,
            digits,
            counter
        }),
        Just(Kind::Steam),
    ]
}

fn key(longest: usize) -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 1..=longest)
}

/// A name as URIs can hold one: any script, every sign that means something in a URI.
fn name() -> impl Strategy<Value = String> {
    prop_oneof!["[a-zA-Z0-9:%#?&=+/@ .~;-]{0,40}", "\\PC{0,60}", "[가-힣]{0,85}"].prop_map(|name| {
        name.chars()
            .filter(|c| !c.is_control())
            .collect::<String>()
            .trim()
            .to_owned()
    })
}

/// What a URI is made of: the URI itself has no `Debug` for a failure's report.
type Parts = (Kind, Vec<u8>, Option<String>, String, Option<String>);

fn parts() -> impl Strategy<Value = Parts> {
    (
        prop_oneof![4 => kind(), 1 => Just(Kind::Motp)],
        key(Secret::MAX_BYTES),
        prop::option::of(name()),
        name(),
        prop::option::of(name()),
    )
}

fn uri((kind, key, issuer, account, prefix): Parts) -> OtpauthUri {
    let secret = Secret::from_bytes(key).unwrap();
    let otp = match kind {
        Kind::Motp => Otp::motp(secret, Pin::new("04a#7&%").unwrap()),
        _ => Otp::new(kind, secret),
    };
    let mut uri = OtpauthUri::new(otp, issuer.as_deref(), &account).unwrap();
    let differs = |prefix: &String| !prefix.is_empty() && uri.issuer.as_ref().is_some_and(|issuer| issuer != prefix);
    uri.label_issuer = prefix.filter(differs);
    uri
}

/// Text that gets past the first checks, so that the later ones meet it.
const NEARLY_A_URI: &str = "(otpauth|OTPAUTH|steam|motp)://(totp|hotp|steam|yaotp|motp|[a-z@:]{0,6})/?\\PC{0,20}\\?\
    ((secret|issuer|algorithm|digits|period|counter|encoder|pin|image|[a-z;]{0,9})=?\
    ([A-Z2-7]{0,24}|[0-9+-]{0,22}|\\PC{0,12}|(%[0-9A-Fa-f]{0,2}){0,6}|SHA(1|256|512)|steam)&){0,7}";

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn reading_what_was_written_gives_the_same(parts in parts()) {
        let uri = uri(parts);
        let text = uri.to_uri();
        let read = OtpauthUri::parse(&text);
        prop_assert!(read.as_ref().is_ok_and(|read| *read == uri), "{} was not read back: {:?}", *text, read.err());
    }

    #[test]
    fn no_text_panics_and_what_is_read_survives_writing(text in prop_oneof![".*", "(?s).{0,200}", NEARLY_A_URI]) {
        if let Ok(uri) = OtpauthUri::parse(&text) {
            prop_assert!(OtpauthUri::parse(&uri.to_uri()).is_ok_and(|read| read == uri), "{text:?}");
        }
    }

    #[test]
    fn no_text_panics_as_a_key_or_algorithm(text in prop_oneof![".*", "[A-Za-z2-7= -]{0,80}"]) {
        let _ = Algorithm::parse(&text);
        if let Ok(secret) = Secret::parse_base32(&text) {
            prop_assert!(Secret::parse_base32(&secret.to_base32()).is_ok_and(|read| read == secret));
        }
    }

    #[test]
    fn keys_are_read_however_they_are_spelled(key in key(200), lower in any::<bool>(), group in 1..=9_usize, padded in any::<bool>()) {
        let mut text = BASE32.encode(&key);
        if !padded {
            text = text.trim_end_matches('=').to_owned();
        }
        if lower {
            text = text.to_ascii_lowercase();
        }
        let grouped: Vec<String> = text.as_bytes().chunks(group).map(|part| String::from_utf8_lossy(part).into_owned()).collect();
        for separator in [" ", "-", " - "] {
            let read = Secret::parse_base32(&grouped.join(separator));
            prop_assert!(read.as_ref().is_ok_and(|read| read.expose() == key), "{:?}", read.err());
        }
    }

    #[test]
    fn a_second_implementation_shows_the_same(
        algorithm in algorithm(), digits in 1..=9_u8, seconds in 1..=86_400_u64, at in 0..=u64::MAX / 2, key in key(200),
    ) {
        let hash = match algorithm {
            Algorithm::Sha1 => totp_rs::Algorithm::SHA1,
            Algorithm::Sha256 => totp_rs::Algorithm::SHA256,
            Algorithm::Sha512 => totp_rs::Algorithm::SHA512,
        };
        // totp-rs panics at ten digits, and its Steam is five letters every 30 seconds like any other.
        let theirs = |hash, digits, seconds| {
            let builder = totp_rs::Builder::new().with_algorithm(hash).with_digits(digits).with_step_duration(seconds);
            builder.with_secret(key.clone()).build_noncompliant().generate(at).to_string()
        };
        let ours = |kind| {
            let otp = Otp::new(kind, Secret::from_bytes(key.clone()).unwrap());
            otp.code_at(at).unwrap().as_str().to_owned()
        };
        let kind = Kind::Totp {
            algorithm,
            digits: Digits::new(digits.into()).unwrap(),
            period: Period::new(seconds).unwrap(),
        };
        prop_assert_eq!(ours(kind), theirs(hash, digits, seconds));
        prop_assert_eq!(ours(Kind::Steam), theirs(totp_rs::Algorithm::Steam, 5, 30));
    }

    #[test]
    fn fingerprints_tell_duplicates(parts in parts(), other in parts()) {
        let (one, two) = (uri(parts).otp, uri(other).otp);
        prop_assert_eq!(one.fingerprint(), one.clone().fingerprint());
        prop_assert_eq!(one.duplicate_of(&two), one.fingerprint() == two.fingerprint());
    }

    #[test]
    fn a_shorter_code_is_the_end_of_a_longer_one(kind in kind(), at in any::<u64>(), key in key(64)) {
        let otp = Otp::new(kind, Secret::from_bytes(key).unwrap());
        let shown = otp.code_at(at).unwrap();
        let (length, longest) = match kind {
            Kind::Totp { algorithm, digits, period } => (digits.get(), Kind::Totp { algorithm, digits: Digits::MAX, period }),
            Kind::Hotp { algorithm, digits, counter } => (digits.get(), Kind::Hotp { algorithm, digits: Digits::MAX, counter }),
            Kind::Steam | Kind::Motp | Kind::Yandex => (kind.length(), kind),
        };
        let longest = Otp::new(longest, otp.secret.clone()).code_at(at).unwrap();
        prop_assert_eq!(shown.as_str().len(), usize::from(length));
        prop_assert!(longest.as_str().ends_with(shown.as_str()));
    }
}
