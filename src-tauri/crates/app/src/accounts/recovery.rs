//! Recovery codes: fetched, shown, kept in the vault, saved where the person says, struck off when used.

use std::sync::Arc;

use account::RecoveryCodeSet;
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;
use vault::{RecoveryCode, RecoveryCodes, SecretText};
use zeroize::Zeroizing;

use super::linked::Owner;
use super::otp_outcome::tidied;
use super::{Accounts, Live};
use crate::AppError;
use crate::accounts::keyring::blocking;
use crate::vault_session::VaultSession;

/// Recovery codes that still work, being shown.
#[derive(Clone)]
pub struct Shown {
    /// The codes.
    pub codes: Vec<SecretString>,
    /// When the service made them, by its own clock, where it tells.
    pub made_at: Option<Timestamp>,
    /// The service's name.
    pub service: String,
    /// The vault keeps them.
    pub kept: bool,
}

impl Shown {
    /// The file they are saved as: the service's name first.
    #[must_use]
    pub fn file_name(&self) -> String {
        let plain = |c: char| if c.is_alphanumeric() || c == '-' { c } else { '-' };
        let service: String = self.service.chars().map(plain).collect();
        let service = service.trim_matches('-');
        if service.is_empty() {
            "recovery-codes.txt".into()
        } else {
            format!("{service}-recovery-codes.txt")
        }
    }

    /// The file's text: one code a line.
    #[must_use]
    pub fn text(&self) -> SecretString {
        // Exposed because the person saves or copies them.
        let lines: Vec<&str> = self.codes.iter().map(ExposeSecret::expose_secret).collect();
        SecretString::from(lines.join("\n") + "\n")
    }
}

impl Accounts {
    /// Asks the service for the codes that still work, because the person wants to see them.
    ///
    /// # Errors
    /// As every call.
    pub async fn show_recovery_codes(&self, id: Uuid) -> Result<Shown, AppError> {
        let live = self.live(id)?;
        self.fetch_recovery_codes(&live).await
    }

    /// Has new codes made; the old ones stop working, in the vault too. They are shown whether the vault can keep them or not.
    ///
    /// # Errors
    /// As every call.
    pub async fn regenerate_recovery_codes(&self, id: Uuid) -> Result<Shown, AppError> {
        let live = self.live(id)?;
        let answer = live.provider.regenerate_recovery_codes(&live.session).await;
        let set = self.concluded_unread(&live, answer).await?;
        let shown = self.shown(&live, set);
        Ok(self.kept_if_can_be(id, shown).await)
    }

    /// The codes being shown, to be saved or copied.
    ///
    /// # Errors
    /// [`AppError::NoRecoveryCodes`].
    pub fn shown_recovery_codes(&self, id: Uuid) -> Result<Shown, AppError> {
        self.lock()
            .shown_codes
            .get(&id)
            .cloned()
            .ok_or(AppError::NoRecoveryCodes)
    }

    /// Keeps the shown codes in the vault, with the account's entry.
    ///
    /// # Errors
    /// [`AppError::NoMatchingCode`] when the vault has no entry for the account; the vault's own.
    pub async fn keep_recovery_codes(&self, id: Uuid) -> Result<(), AppError> {
        let (live, shown) = (self.live(id)?, self.shown_recovery_codes(id)?);
        let (vault, owner) = (Arc::clone(&self.vault), self.owner(&live));
        blocking(move || keep(&vault, &owner, &shown)).await?;
        if let Some(shown) = self.lock().shown_codes.get_mut(&id) {
            shown.kept = true;
        }
        Ok(())
    }

    /// New codes, kept in the vault if it can be: they are told whatever becomes of it, for the service may not tell them again.
    pub(super) async fn kept_if_can_be(&self, id: Uuid, shown: Shown) -> Shown {
        let kept = self.keep_recovery_codes(id).await;
        let shown = Shown {
            kept: kept.is_ok(),
            ..shown
        };
        tidied(kept);
        shown
    }

    pub(super) async fn fetch_recovery_codes(&self, live: &Arc<Live>) -> Result<Shown, AppError> {
        let answer = live.provider.recovery_codes(&live.session).await;
        let set = self.concluded(live, answer).await?;
        Ok(self.shown(live, set))
    }

    fn shown(&self, live: &Live, set: RecoveryCodeSet) -> Shown {
        let kept = self
            .vault
            .read(|document| kept_codes(document, &self.owner(live)))
            .unwrap_or_default();
        // Exposed to see whether the vault has them all.
        let kept = !set.codes.is_empty()
            && set
                .codes
                .iter()
                .all(|code| kept.iter().any(|k| k == code.expose_secret()));
        let shown = Shown {
            codes: set.codes,
            made_at: set.made_at,
            service: live.service.clone(),
            kept,
        };
        self.lock().shown_codes.insert(live.id, shown.clone());
        shown
    }
}

fn kept_codes(document: &vault::Document, owner: &Owner) -> Vec<String> {
    let codes = owner.entry(document).and_then(|entry| entry.recovery_codes.as_ref());
    codes
        .map(|kept| kept.codes.iter().map(|code| code.code.expose().to_owned()).collect())
        .unwrap_or_default()
}

fn keep(vault: &VaultSession, owner: &Owner, shown: &Shown) -> Result<(), AppError> {
    let entry = vault
        .read(|document| owner.entry(document).map(|entry| entry.id))?
        .ok_or(AppError::NoMatchingCode)?;
    vault.update(|document| {
        let entry = document.entry_mut(entry)?;
        // Exposed to be kept, encrypted.
        let codes = shown.codes.iter().map(|code| SecretText::from(code.expose_secret()));
        let mut kept = RecoveryCodes::new(&shown.service, codes, Timestamp::now());
        kept.made_at = shown.made_at;
        entry.recovery_codes = Some(kept);
        Ok(())
    })
}

/// Strikes a used code off, if the account's entry has it, however it was typed.
pub(super) fn note_used(vault: &VaultSession, owner: &Owner, code: &SecretString) -> Result<(), AppError> {
    // Exposed to be looked for among those that are kept.
    let typed = plain(code.expose_secret());
    let is_it = |kept: &RecoveryCode| !typed.is_empty() && plain(kept.code.expose()) == typed;
    let holder = vault.read(|document| {
        let entry = owner.entry(document)?;
        let kept = entry.recovery_codes.as_ref()?;
        kept.unused().any(is_it).then_some(entry.id)
    })?;
    let Some(holder) = holder else { return Ok(()) };
    vault.update(|document| {
        let kept = &mut document.entry_mut(holder)?.recovery_codes;
        let codes = kept.iter_mut().flat_map(|kept| &mut kept.codes);
        for code in codes.filter(|code| is_it(code)) {
            code.used_at.get_or_insert_with(Timestamp::now);
        }
        Ok(())
    })
}

/// A code without what only sets it: services take it in any case, with dashes or without.
fn plain(code: &str) -> Zeroizing<String> {
    let letters = code.chars().filter(|c| c.is_alphanumeric());
    Zeroizing::new(letters.flat_map(char::to_lowercase).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_named_after_the_service_and_holds_a_code_a_line() {
        let shown = |service: &str| Shown {
            codes: vec!["aaaa-bbbb".into(), "cccc-dddd".into()],
            made_at: None,
            service: service.into(),
            kept: false,
        };
        assert_eq!(shown("WhaTap").file_name(), "WhaTap-recovery-codes.txt");
        assert_eq!(shown("CLOVA CareCall").file_name(), "CLOVA-CareCall-recovery-codes.txt");
        assert_eq!(shown("../../etc/passwd").file_name(), "etc-passwd-recovery-codes.txt");
        assert_eq!(shown("//").file_name(), "recovery-codes.txt");
        assert_eq!(shown("WhaTap").text().expose_secret(), "aaaa-bbbb\ncccc-dddd\n");
    }
}
