//! Setting up a vault: a new key, its recovery sheet, and the slots the person chooses. Nothing is written before the end.

use keychain::KeychainError;
use qr::Drawing;
use secrecy::{ExposeSecret, SecretString};
use vault::{Folder, Identity, NewVault, Presence, Vault, VaultError};

use super::state::Inner;
use super::{KEYRING_SERVICE, VaultEvent, VaultSession, groups, keyring_user};
use crate::AppError;

/// Characters in each group of the recovery key.
pub(super) const GROUP: usize = 6;

/// A vault being set up.
pub(super) struct Setup {
    identity: Identity,
    check_group: usize,
}

/// What is shown once, to be kept on paper.
pub struct RecoverySheet {
    /// The key in groups.
    pub groups: Vec<String>,
    /// The key as a QR code.
    pub qr: Drawing,
    /// Which group is to be typed back.
    pub check_group: usize,
    /// Whether the system keyring could hold the key.
    pub keyring: Result<(), KeychainError>,
}

/// How a new vault is to be opened later.
pub struct SetupChoice {
    /// Keep the key in the system keyring.
    pub keyring: bool,
    /// Also a passphrase.
    pub passphrase: Option<SecretString>,
    /// The group of the recovery key that was typed back.
    pub recovery_check: Option<SecretString>,
}

impl VaultSession {
    /// Makes a new key in memory and shows its recovery sheet.
    ///
    /// # Errors
    /// [`VaultError::VaultExists`] when anything of a vault is there.
    pub fn begin_setup(&self) -> Result<RecoverySheet, AppError> {
        if !matches!(self.folder()?.presence()?, Presence::Absent) {
            return Err(VaultError::VaultExists.into());
        }
        let mut setup = self.lock_setup();
        // Coming back to the page shows the sheet that may already be on paper.
        let setup = setup.get_or_insert_with(|| {
            let identity = Identity::generate();
            let count = groups(&identity.to_text()).len();
            // Not the first: every key begins alike.
            let check_group = count / 2 + usize::from(uuid::Uuid::new_v4().as_bytes()[0]) % (count - count / 2);
            Setup { identity, check_group }
        });
        self.sheet(setup)
    }

    fn sheet(&self, setup: &Setup) -> Result<RecoverySheet, AppError> {
        let text = setup.identity.to_text();
        // Exposed because the sheet is what the person is asked to keep.
        let qr = qr::draw(text.expose_secret())?;
        Ok(RecoverySheet {
            groups: groups(&text),
            qr,
            check_group: setup.check_group,
            keyring: self.keychain.availability(),
        })
    }

    /// The recovery key of the vault being set up, to be written to the file the person chose.
    ///
    /// # Errors
    /// [`AppError::NoSetup`].
    pub fn setup_key(&self) -> Result<SecretString, AppError> {
        Ok(self.lock_setup().as_ref().ok_or(AppError::NoSetup)?.identity.to_text())
    }

    /// Creates the vault with the chosen slots and leaves it open.
    ///
    /// # Errors
    /// [`AppError::RecoveryCheckFailed`], [`VaultError::NoSecondSlot`], the keyring's state, or the vault's error; then
    /// there is no vault yet, and the same sheet still counts.
    pub fn finish_setup(&self, choice: SetupChoice) -> Result<(), AppError> {
        let mut slot = self.lock_setup();
        let setup = slot.as_ref().ok_or(AppError::NoSetup)?;
        let recovery_sheet_confirmed = match &choice.recovery_check {
            Some(typed) => confirmed(setup, typed)?,
            None => false,
        };
        if choice.passphrase.is_none() && !recovery_sheet_confirmed {
            return Err(VaultError::NoSecondSlot.into());
        }
        let keyring_item = if choice.keyring {
            Some(self.keep_new_key(&setup.identity)?)
        } else {
            None
        };
        let created = Folder::open(&self.path).and_then(|folder| {
            Vault::create(
                folder,
                NewVault {
                    identity: setup.identity.clone(),
                    passphrase: choice.passphrase.as_ref(),
                    keyring_item: keyring_item.clone(),
                    recovery_sheet_confirmed,
                    work_factor: vault::WorkFactor::default(),
                    document: vault::Document::default(),
                },
            )
        });
        match created {
            Ok(vault) => {
                *self.lock_inner() = Inner::Open(vault.into());
                *slot = None;
                drop(slot);
                self.listeners.tell(VaultEvent::Opened);
                Ok(())
            }
            Err(error) => {
                self.forget_new_key(keyring_item.as_deref());
                Err(error.into())
            }
        }
    }

    pub(super) fn keep_new_key(&self, identity: &Identity) -> Result<String, AppError> {
        let item = uuid::Uuid::new_v4().to_string();
        let text = identity.to_text();
        self.keep_key(&item, &text)?;
        let kept = self.keychain.get(KEYRING_SERVICE, &keyring_user(&item))?;
        // Exposed to compare what the keyring gives back with what it was given.
        if kept.expose_secret() != text.expose_secret() {
            return Err(KeychainError::Failed { code: "not-kept" }.into());
        }
        Ok(item)
    }

    /// The vault was not made: its key opens nothing, and an item left behind would only puzzle.
    pub(super) fn forget_new_key(&self, item: Option<&str>) {
        if let Some(item) = item {
            let _ = self.keychain.delete(KEYRING_SERVICE, &keyring_user(item));
        }
    }

    fn lock_setup(&self) -> std::sync::MutexGuard<'_, Option<Setup>> {
        self.setup.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

fn confirmed(setup: &Setup, typed: &SecretString) -> Result<bool, AppError> {
    let groups = groups(&setup.identity.to_text());
    // Exposed to compare it with the group that was shown.
    let typed: String = typed.expose_secret().chars().filter(|c| !c.is_whitespace()).collect();
    let right = groups
        .get(setup.check_group)
        .is_some_and(|group| group.eq_ignore_ascii_case(&typed));
    if right {
        Ok(true)
    } else {
        Err(AppError::RecoveryCheckFailed)
    }
}

/// A recovery key as typed: any case, spaces and line breaks between its groups.
pub(super) fn parse_recovery_key(key: &SecretString) -> Result<Identity, AppError> {
    Identity::parse(key).map_err(|_| AppError::NotARecoveryKey)
}
