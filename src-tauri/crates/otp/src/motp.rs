//! Mobile-OTP (motp.sourceforge.net): the first digits of an MD5 over time, key and PIN. MD5 is the algorithm's own choice.

use data_encoding::HEXLOWER;
use md5::{Digest, Md5};
use zeroize::Zeroizing;

use crate::{Code, Pin, Secret};

/// How many hexadecimal digits a code has.
pub(crate) const LENGTH: u8 = 6;
/// Its hash, as URIs name it.
pub(crate) const HASH: &str = "MD5";

/// The code of a ten-second step.
pub(crate) fn code(secret: &Secret, pin: &Pin, step: u64) -> Code {
    // The key's hexadecimal text and the PIN are what the algorithm hashes.
    let key = Zeroizing::new(HEXLOWER.encode(secret.expose()));
    let mut hash = Md5::new();
    hash.update(step.to_string());
    hash.update(key.as_bytes());
    hash.update(pin.expose());
    let mut digest = Zeroizing::new(HEXLOWER.encode(&hash.finalize()));
    digest.truncate(usize::from(LENGTH));
    Code::new(digest)
}
