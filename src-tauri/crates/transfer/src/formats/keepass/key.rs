//! The keys of a KeePass database out of its password, within bounds: a hostile header asks for all of the memory.

use aes::Aes256;
use aes::cipher::{Array, BlockCipherEncrypt, KeyInit};
use sha2::{Digest, Sha256, Sha512};
use zeroize::Zeroizing;

use super::header::{Derivation, Header};
use crate::Work;
use crate::derive::{self, Key};
use crate::error::{ImportError, Refusal};

/// The most of memory times passes, in the most memory: all of it this often.
const MOST_PASSES: u64 = 16;
/// AES takes that many rounds in the time of one of PBKDF2, whose bound is the caller's.
const FASTER: u64 = 10;
/// Rounds of AES between two looks whether to go on.
const ROUNDS_AT_ONCE: u64 = 100_000;
/// The least memory that a pass is counted with, in KiB.
const LEAST_MEMORY: u64 = 1024;

/// Both keys.
pub(super) struct Keys {
    /// Of the cipher over the content.
    pub(super) content: Key<32>,
    /// What KDBX 4's tags are made with.
    pub(super) tags: Key<64>,
}

impl Keys {
    /// Derives them. Slow on purpose.
    pub(super) fn derive(header: &Header<'_>, password: &[u8], work: &Work) -> Result<Self, ImportError> {
        // The password is one of the parts a composite key may have; each part is hashed, and all of them again.
        let composite: Key<32> = Zeroizing::new(Sha256::digest(Sha256::digest(password)).into());
        let derived = match &header.derivation {
            Derivation::Aes { rounds, seed } => aes_rounds(&composite, seed, *rounds, work)?,
            Derivation::Argon2 {
                kind,
                version,
                cost,
                salt,
            } => {
                let (memory, passes, _) = *cost;
                let most = work.most().memory;
                if memory > most || memory.max(LEAST_MEMORY).saturating_mul(passes) > most * MOST_PASSES {
                    return Err(Refusal::KeyDerivationTooCostly.into());
                }
                derive::argon2_bounded((*kind, *version), &*composite, salt, *cost, work)?
            }
        };
        let content = Sha256::new().chain_update(header.seed).chain_update(*derived);
        let tags = Sha512::new().chain_update(header.seed).chain_update(*derived);
        Ok(Self {
            content: Zeroizing::new(content.finalize().into()),
            tags: Zeroizing::new(tags.chain_update([1]).finalize().into()),
        })
    }
}

/// KeePass' own derivation: both halves encrypted with AES over and over.
fn aes_rounds(composite: &Key<32>, seed: &[u8], rounds: u64, work: &Work) -> Result<Key<32>, ImportError> {
    if rounds > work.most().rounds.saturating_mul(FASTER) {
        return Err(Refusal::KeyDerivationTooCostly.into());
    }
    let cipher = Aes256::new_from_slice(seed).map_err(|_| ImportError::Damaged)?;
    let (first, second) = composite.split_at(16);
    let half = |half: &[u8]| Array::try_from(half).map_err(|_| ImportError::Damaged);
    let mut halves = [half(first)?, half(second)?];
    let mut left = rounds;
    while left > 0 {
        work.go_on()?;
        let now = left.min(ROUNDS_AT_ONCE);
        for _ in 0..now {
            cipher.encrypt_blocks(&mut halves);
        }
        left -= now;
    }
    let digest = Sha256::new().chain_update(halves[0]).chain_update(halves[1]);
    Ok(Zeroizing::new(digest.finalize().into()))
}
