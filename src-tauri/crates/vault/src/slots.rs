//! Which ways into the vault exist: `slots.json`, which holds no secret, and whether `identity.age` is there.

use serde::{Deserialize, Serialize};

use crate::document::Unknown;
use crate::error::VaultError;
use crate::folder::{Folder, exists};
use crate::{backups, replace, staging};

/// The version of `slots.json` written here.
const VERSION: u64 = 1;
const CONFIRMED: &str = "confirmed";

/// The ways into a vault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slots {
    /// The public half of the vault's identity, `age1…`.
    pub recipient: String,
    /// Under which user name the keyring holds the identity, if it does.
    pub keyring_item: Option<String>,
    /// Whether `identity.age` holds it under a passphrase.
    pub passphrase: bool,
    /// Whether the person confirmed having the recovery sheet.
    pub recovery_sheet: bool,
}

/// What a folder holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Nothing of a vault.
    Absent,
    /// A vault and its slots.
    Present(Slots),
    /// Some of a vault. No key is created over it.
    Broken {
        /// What is wrong.
        fault: Fault,
        /// The slots, as far as they are known.
        slots: Option<Slots>,
        /// Whether `identity.age` is there, so that a passphrase may still open the vault or a backup.
        passphrase: bool,
        /// How many backups there are.
        backups: usize,
    },
}

/// What is wrong with a broken vault's files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// `vault.age` is gone while slots or backups are there.
    VaultMissing,
    /// `slots.json` is gone; opening the vault writes it anew.
    SlotsMissing,
    /// `slots.json` cannot be read; opening the vault writes it anew.
    SlotsUnreadable,
}

/// `slots.json`.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct SlotFile {
    version: u64,
    pub(crate) recipient: String,
    #[serde(default)]
    pub(crate) keyring_item: Option<String>,
    #[serde(default)]
    recovery_sheet: Option<String>,
    #[serde(flatten)]
    rest: Unknown,
}

impl SlotFile {
    pub(crate) fn new(recipient: String, keyring_item: Option<String>, sheet_confirmed: bool) -> Self {
        let recovery_sheet = sheet_confirmed.then(|| CONFIRMED.to_owned());
        Self {
            version: VERSION,
            recipient,
            keyring_item,
            recovery_sheet,
            rest: Unknown::default(),
        }
    }

    pub(crate) fn confirm_sheet(&mut self) {
        self.recovery_sheet = Some(CONFIRMED.to_owned());
    }

    pub(crate) fn sheet_confirmed(&self) -> bool {
        self.recovery_sheet.as_deref() == Some(CONFIRMED)
    }

    pub(crate) fn to_bytes(&self) -> Result<Vec<u8>, VaultError> {
        let mut bytes = serde_json::to_vec_pretty(self).map_err(|_| VaultError::Unstorable)?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// The file's contents; `Ok(Err(fault))` when there are none to be had.
    pub(crate) fn read(folder: &Folder) -> Result<Result<Self, Fault>, VaultError> {
        let Some((bytes, _)) = folder.read(&folder.slots())? else {
            return Ok(Err(Fault::SlotsMissing));
        };
        match serde_json::from_slice::<Self>(&bytes) {
            Ok(file) if file.version > VERSION => Err(VaultError::NewerFormat { version: file.version }),
            Ok(file) => Ok(Ok(file)),
            Err(_) => Ok(Err(Fault::SlotsUnreadable)),
        }
    }

    pub(crate) fn save(&self, folder: &Folder) -> Result<(), VaultError> {
        replace::replace(folder, &folder.slots(), &self.to_bytes()?, None).map(drop)
    }

    fn slots(self, passphrase: bool) -> Slots {
        let recovery_sheet = self.sheet_confirmed();
        Slots {
            recipient: self.recipient,
            keyring_item: self.keyring_item,
            passphrase,
            recovery_sheet,
        }
    }
}

/// See [`Folder::presence`].
pub(crate) fn presence(folder: &Folder) -> Result<Presence, VaultError> {
    let seen = look(folder)?;
    if !matches!(seen, Presence::Absent) && staging::pending(folder)? {
        // Another program is creating the vault this moment, or was killed at it: wait for the one, finish the other.
        let _lock = folder.lock()?;
        staging::settle(folder)?;
        return look(folder);
    }
    Ok(seen)
}

fn look(folder: &Folder) -> Result<Presence, VaultError> {
    let vault = exists(&folder.vault())?;
    let passphrase = exists(&folder.identity())?;
    let backups = backups::list(folder)?.len();
    let broken = |fault, slots| Presence::Broken {
        fault,
        slots,
        passphrase,
        backups,
    };
    Ok(match (vault, SlotFile::read(folder)?) {
        (true, Ok(file)) => Presence::Present(file.slots(passphrase)),
        (true, Err(fault)) => broken(fault, None),
        (false, Ok(file)) => broken(Fault::VaultMissing, Some(file.slots(passphrase))),
        (false, Err(Fault::SlotsUnreadable)) => broken(Fault::VaultMissing, None),
        (false, Err(_)) if passphrase || backups > 0 => broken(Fault::VaultMissing, None),
        (false, Err(_)) => Presence::Absent,
    })
}
