//! Keys out of passwords, with bounds: a file says itself how much its key should cost, and a hostile one would say "all of
//! your memory, for an hour".

use argon2::{Algorithm, Argon2, Params, Version};
use secrecy::{ExposeSecret, SecretString};
use sha1::Sha1;
use sha2::{Sha256, Sha512};
use zeroize::Zeroizing;

use crate::error::{ImportError, Refusal};
use crate::work::Work;

/// The most lanes of Argon2.
const MOST_LANES: u64 = 256;
/// The greatest p of scrypt, which takes p times as long.
const MOST_P: u64 = 16;

/// A key of `N` bytes, wiped when dropped.
pub(crate) type Key<const N: usize> = Zeroizing<[u8; N]>;

/// The hash under PBKDF2's HMAC.
#[derive(Clone, Copy)]
pub(crate) enum Hash {
    Sha1,
    Sha256,
    Sha512,
}

/// The password's bytes, or that one is needed.
pub(crate) fn needed(password: Option<&SecretString>) -> Result<&[u8], ImportError> {
    // The password's bytes go into the key derivation.
    password
        .map(|password| password.expose_secret().as_bytes())
        .ok_or(ImportError::PasswordNeeded)
}

/// PBKDF2 (RFC 8018, section 5.2).
pub(crate) fn pbkdf2<const N: usize>(
    hash: Hash,
    password: &[u8],
    salt: &[u8],
    rounds: u64,
    work: &Work,
) -> Result<Key<N>, ImportError> {
    if rounds == 0 {
        return Err(ImportError::Damaged);
    }
    let rounds = u32::try_from(rounds)
        .ok()
        .filter(|rounds| u64::from(*rounds) <= work.most().rounds)
        .ok_or(Refusal::KeyDerivationTooCostly)?;
    work.go_on()?;
    let mut key = Zeroizing::new([0; N]);
    match hash {
        Hash::Sha1 => pbkdf2::pbkdf2_hmac::<Sha1>(password, salt, rounds, &mut *key),
        Hash::Sha256 => pbkdf2::pbkdf2_hmac::<Sha256>(password, salt, rounds, &mut *key),
        Hash::Sha512 => pbkdf2::pbkdf2_hmac::<Sha512>(password, salt, rounds, &mut *key),
    }
    work.go_on()?;
    Ok(key)
}

/// scrypt (RFC 7914); `n` is the whole number, a power of two.
pub(crate) fn scrypt<const N: usize>(
    password: &[u8],
    salt: &[u8],
    (n, r, p): (u64, u32, u32),
    work: &Work,
) -> Result<Key<N>, ImportError> {
    if !n.is_power_of_two() || n < 2 || r == 0 || p == 0 {
        return Err(ImportError::Damaged);
    }
    let log_n = n.trailing_zeros();
    // Memory is 128 · N · r bytes.
    let memory = u64::from(r).saturating_mul(n) / 8;
    if log_n > work.most().log_n.into() || memory > work.most().memory || u64::from(p) > MOST_P {
        return Err(Refusal::KeyDerivationTooCostly.into());
    }
    let log_n = u8::try_from(log_n).map_err(|_| ImportError::Damaged)?;
    let params = scrypt::Params::new(log_n, r, p).map_err(|_| ImportError::Damaged)?;
    work.go_on()?;
    let mut key = Zeroizing::new([0; N]);
    scrypt::scrypt(password, salt, &params, &mut *key).map_err(|_| ImportError::Damaged)?;
    work.go_on()?;
    Ok(key)
}

/// Argon2 (RFC 9106), version 0x13; memory in KiB.
pub(crate) fn argon2<const N: usize>(
    kind: Algorithm,
    password: &[u8],
    salt: &[u8],
    (memory, passes, lanes): (u64, u64, u64),
    work: &Work,
) -> Result<Key<N>, ImportError> {
    if memory > work.most().memory || passes > work.most().passes {
        return Err(Refusal::KeyDerivationTooCostly.into());
    }
    argon2_bounded((kind, Version::V0x13), password, salt, (memory, passes, lanes), work)
}

/// Argon2 of any version, its memory and passes found to be within bounds by the caller.
pub(crate) fn argon2_bounded<const N: usize>(
    (kind, version): (Algorithm, Version),
    password: &[u8],
    salt: &[u8],
    (memory, passes, lanes): (u64, u64, u64),
    work: &Work,
) -> Result<Key<N>, ImportError> {
    if lanes > MOST_LANES {
        return Err(Refusal::KeyDerivationTooCostly.into());
    }
    let small = |number: u64| u32::try_from(number).map_err(|_| ImportError::Damaged);
    let params =
        Params::new(small(memory)?, small(passes)?, small(lanes)?, Some(N)).map_err(|_| ImportError::Damaged)?;
    work.go_on()?;
    let mut key = Zeroizing::new([0; N]);
    Argon2::new(kind, version, params)
        .hash_password_into(password, salt, &mut *key)
        .map_err(|_| ImportError::Damaged)?;
    work.go_on()?;
    Ok(key)
}
