//! Keys and codes can't reach a log, a message or a file by accident: this file compiles only while their types have no
//! `Debug`, `Display` and `Serialize`; and no error tells a key.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use otp::{Code, Otp, OtpauthUri, Secret};

/// Fails to compile when the type implements any of the traits: the hidden trait's parameter is then ambiguous.
macro_rules! assert_implements_none {
    ($type:ty: $($name:path),+) => {
        const _: fn() = || {
            trait Ambiguous<Marker> {
                fn check() {}
            }
            impl<T: ?Sized> Ambiguous<()> for T {}
            $({
                struct Implemented;
                impl<T: ?Sized + $name> Ambiguous<Implemented> for T {}
            })+
            let _ = <$type as Ambiguous<_>>::check;
        };
    };
}

assert_implements_none!(Secret: std::fmt::Debug, std::fmt::Display, std::fmt::LowerHex, serde::Serialize, Copy);
assert_implements_none!(Code: std::fmt::Debug, std::fmt::Display, serde::Serialize, Copy);
assert_implements_none!(Otp: std::fmt::Debug, std::fmt::Display, serde::Serialize, Copy);
assert_implements_none!(OtpauthUri: std::fmt::Debug, std::fmt::Display, serde::Serialize, Copy);

/// Broken URIs in which the key stands where it can't be read, and what their errors must not say.
#[test]
fn no_error_tells_the_key() {
    const KEY: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
    for uri in [
        format!("otpauth://{KEY}"),
        format!("otpauth://totp/a?{KEY}"),
        format!("otpauth://totp/a?{KEY}=1&secret=AAAAAAAA"),
        format!("otpauth://totp/a?{}=1&secret=AAAAAAAA", &KEY[..16]),
        format!("otpauth://totp/a?digits=6?secret={KEY}"),
        format!("otpauth://totp/a?digits=6#secret={KEY}"),
        format!("otpauth://totp/a?algorithm=SHA1&amp;secret={KEY}"),
        format!("otpauth://totp/a?algorithm=SHA1;secret={KEY}"),
        format!("otpauth://totp/a?secret={KEY}&secret={KEY}"),
        format!("otpauth://totp/a?secret={KEY}0"),
        format!("otpauth://totp/a?secret={KEY}A"),
        format!("otpauth://totp/a%00secret={KEY}?secret=%ZZ{KEY}"),
        format!("otpauth://totp/{KEY}%FF?secret=AAAAAAAA"),
        format!("{KEY}://totp/a"),
        format!("steam://{KEY}!"),
    ] {
        let error = OtpauthUri::parse(&uri).err().expect("each of them is broken");
        let told = format!("{error} {error:?} {}", error.code());
        // Any nine of the key's characters in a row would be telling; the kind and a word may quote fewer.
        let tells = KEY
            .as_bytes()
            .windows(9)
            .any(|part| told.to_uppercase().contains(std::str::from_utf8(part).unwrap()));
        assert!(!tells, "{uri}: {told}");
    }
}

#[test]
fn keys_below_128_bits_are_weak() {
    for (length, weak) in [
        (1, true),
        (10, true),
        (15, true),
        (16, false),
        (20, false),
        (512, false),
    ] {
        let secret = Secret::from_bytes(vec![7; length]).unwrap();
        assert_eq!((secret.bits(), secret.is_weak()), (length * 8, weak));
    }
}
