//! The vault: one age file that holds every key, written so that no fault loses it.
//!
//! `vault.age` is an ordinary [age](https://age-encryption.org/v1) file, encrypted to one X25519 [`Identity`]; its
//! plaintext is documented JSON (`FORMAT.md`), so stock `age` opens it without Gatehouse. The identity is kept in
//! slots: the system's keyring (the caller's business), `identity.age` under a passphrase, a recovery sheet. At least
//! one of the last two always exists.
//!
//! Every call blocks; call it off the user interface's thread. The way in is [`Folder::open`], then
//! [`Vault::create`] or [`Vault::open`], then [`Vault::update`].

mod backup_file;
mod backups;
mod copies;
mod crypt;
mod differences;
mod disk;
mod document;
mod error;
mod folder;
mod identity;
mod lock;
mod merge;
mod passphrase;
mod replace;
mod restore;
mod secret_text;
mod slots;
mod staging;
mod vault;

#[cfg(test)]
mod tests;

pub use backup_file::{open_backup, seal_document, sealed_backup};
pub use backups::Backup;
pub use copies::{CopyFolder, Sealed, VaultCopy, identities_beside};
pub use differences::{Differences, EntryName};
pub use document::{
    Beside, Document, Entry, HeldRecord, Position, QuarantineReason, Quarantined, RecoveryCode, RecoveryCodes,
    ServiceLink, TRASH_DAYS, Taken,
};
pub use error::VaultError;
pub use folder::Folder;
pub use identity::Identity;
pub use passphrase::{WorkFactor, identity_under_passphrase, unlock_with_passphrase};
pub use restore::{is_passphrase_file, read_sealed};
pub use secret_text::{SecretText, SecretUri};
pub use slots::{Fault, Presence, Slots};
pub use vault::{NewVault, Vault};
