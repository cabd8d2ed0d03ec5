//! Whose an e-mail address is: nobody's, an account's, or used up by an account that was closed.
//!
//! A closed account leaves a keyed digest of its address, so that the address can't be used again and the database
//! alone does not tell whose it was. The key is in a file beside the database, which a copy of the database lacks.

use std::path::Path;

use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use sqlx::SqliteConnection;
use zeroize::Zeroizing;

use crate::answer::Halt;
use crate::error::ServiceError;
use crate::files;
use crate::store::{emails, tombstones};
use crate::turn::Turn;

/// The key's file in the data folder.
const FILE: &str = "closed-addresses.key";
/// 256 bits.
const LENGTH: usize = 32;

/// The key that digests of closed addresses are made with.
pub(crate) struct AddressKey(Zeroizing<[u8; LENGTH]>);

impl AddressKey {
    /// Reads the key of a data folder, or makes one. Where addresses are `used_up` already a missing or damaged key is not made
    /// anew: none of them would be known again.
    pub(crate) fn open(folder: &Path, used_up: bool) -> Result<Self, ServiceError> {
        let file = folder.join(FILE);
        let kept = match file.exists() {
            true => Self::of_text(&Zeroizing::new(files::read(&file)?)),
            false => None,
        };
        match kept {
            Some(key) => Ok(key),
            None if used_up => Err(ServiceError::AddressKey { path: file }),
            None => Self::make(&file),
        }
    }

    fn of_text(text: &[u8]) -> Option<Self> {
        let bytes = HEXLOWER.decode(text.trim_ascii()).map(Zeroizing::new).ok()?;
        bytes
            .as_slice()
            .try_into()
            .ok()
            .map(|bytes| Self(Zeroizing::new(bytes)))
    }

    fn make(file: &Path) -> Result<Self, ServiceError> {
        let mut bytes = Zeroizing::new([0; LENGTH]);
        rand::fill(&mut bytes[..]);
        let text = Zeroizing::new(HEXLOWER.encode(&bytes[..]));
        files::write_whole(file, text.as_bytes())?;
        Ok(Self(bytes))
    }

    /// The digest of an address in its one spelling, see [`crate::form::address`].
    pub(crate) fn digest(&self, address: &str) -> Vec<u8> {
        // A key of any length will do for HMAC, so there is nothing to fail.
        let mac = Hmac::<Sha256>::new_from_slice(&self.0[..]).map(|mac| mac.chain_update(address.as_bytes()));
        mac.map(|mac| mac.finalize().into_bytes().to_vec()).unwrap_or_default()
    }

    /// Whether the address is used up.
    pub(crate) async fn is_used_up(&self, db: &mut SqliteConnection, address: &str) -> sqlx::Result<bool> {
        tombstones::has(db, &self.digest(address)).await
    }
}

/// Whose an address is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holder {
    /// It is free.
    Nobody,
    /// It is this account's.
    Account(i64),
    /// It was a closed account's, and is nobody's for ever.
    Closed,
}

/// Whose an address is. Every place that gives an account an address asks here; the same is looked up whatever the
/// answer.
pub(crate) async fn holder(turn: &mut Turn, address: &str) -> Result<Holder, Halt> {
    let owner = emails::owner(turn.db(), address).await?;
    let service = std::sync::Arc::clone(&turn.service);
    let used_up = service.address_key.is_used_up(turn.db(), address).await?;
    Ok(match owner {
        Some(account) => Holder::Account(account),
        None if used_up => Holder::Closed,
        None => Holder::Nobody,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn the_key_stays_and_is_never_made_anew_where_it_is_needed() {
        let folder = tempfile::tempdir().unwrap();
        let first = AddressKey::open(folder.path(), false).unwrap().digest("a@b.invalid");
        assert_eq!(
            AddressKey::open(folder.path(), true).unwrap().digest("a@b.invalid"),
            first
        );
        assert_ne!(
            AddressKey::open(folder.path(), true).unwrap().digest("b@b.invalid"),
            first
        );
        std::fs::remove_file(folder.path().join(FILE)).unwrap();
        assert!(AddressKey::open(folder.path(), true).is_err());
        let other = AddressKey::open(folder.path(), false).unwrap().digest("a@b.invalid");
        assert_ne!(other, first, "another folder's key is another one");
        for damaged in ["", "ab"] {
            std::fs::write(folder.path().join(FILE), damaged).unwrap();
            assert!(AddressKey::open(folder.path(), true).is_err(), "{damaged:?}");
            let made = AddressKey::open(folder.path(), false).unwrap().digest("a@b.invalid");
            let again = AddressKey::open(folder.path(), true).unwrap().digest("a@b.invalid");
            assert_eq!(made, again, "nothing was made with the key that is gone");
        }
    }
}
