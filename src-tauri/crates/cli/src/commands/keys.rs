//! The vault itself and where its key is kept.

use app::AppError;
use app::vault_session::{SetupChoice, VaultState, Ways};
use serde::Serialize;

use crate::failure::{Done, Failure};
use crate::output;
use crate::secrets;
use crate::session::Session;

/// A new vault under a passphrase. The keyring is left alone: `gatehouse unlock` puts the key there.
pub(super) fn init(passphrase_fd: Option<i32>, as_json: bool) -> Result<Done, Failure> {
    let session = Session::find(None)?;
    if session.vault.state() != VaultState::Absent {
        return Err(Failure::Usage("there is a vault already; no new key is made"));
    }
    let passphrase = match passphrase_fd {
        Some(descriptor) => secrets::long_enough(secrets::of_descriptor(descriptor)?)?,
        None => secrets::ask_new("Passphrase of the new vault")?,
    };
    session.vault.begin_setup()?;
    session.vault.finish_setup(SetupChoice {
        keyring: false,
        passphrase: Some(passphrase),
        recovery_check: None,
    })?;
    let words = "The vault is made. It opens with the passphrase; without it nobody can read it.";
    said(&session, words, as_json)
}

pub(super) fn lock(session: &Session, as_json: bool) -> Result<Done, Failure> {
    session.vault.take_out_of_keyring()?;
    let words = "The system keyring no longer holds the key: the passphrase or recovery key opens the vault.";
    said(session, words, as_json)
}

pub(super) fn unlock(session: &Session, as_json: bool) -> Result<Done, Failure> {
    session.vault.keep_in_keyring()?;
    let words = "The system keyring holds the key: nothing is asked from now on.";
    said(session, words, as_json)
}

fn said(session: &Session, words: &str, as_json: bool) -> Result<Done, Failure> {
    output::done(as_json, &Status::of(&session.vault.state()), words)?;
    Ok(Done::All)
}

#[derive(Serialize)]
struct Status {
    state: &'static str,
    entries: Option<usize>,
    keyring: bool,
    passphrase: bool,
    recovery_sheet: bool,
}

/// Whether there is a vault and whether it opens. Asks for nothing.
pub(super) fn status(passphrase_fd: Option<i32>, as_json: bool) -> Result<Done, Failure> {
    let session = Session::find(passphrase_fd)?;
    match passphrase_fd {
        Some(_) => session.unlock()?,
        None => session.vault.open_unasked(),
    }
    let state = session.vault.state();
    let status = Status::of(&state);
    let entries = status.entries.map(|count| format!(", {count} entries"));
    let words = format!("{}{}", status.state, entries.unwrap_or_default());
    output::done(as_json, &status, &words)?;
    match state {
        VaultState::Open { .. } => Ok(Done::All),
        VaultState::Absent => Err(Failure::NoVault),
        VaultState::Damaged { .. } => Err(Failure::Damaged),
        VaultState::Newer { .. } => Err(Failure::Newer),
        VaultState::Unreachable { why } => Err(AppError::from(why).into()),
        VaultState::Opening { .. } | VaultState::Locked { .. } => Err(Failure::Locked {
            reason: "its key is not at hand",
        }),
    }
}

impl Status {
    fn of(state: &VaultState) -> Self {
        let none = Ways::default();
        let (name, entries, ways) = match state {
            VaultState::Absent => ("absent", None, &none),
            VaultState::Opening { ways, .. } => ("locked", None, ways),
            VaultState::Open { entries, ways } => ("open", Some(*entries), ways),
            VaultState::Locked { ways, .. } => ("locked", None, ways),
            VaultState::Damaged { ways, .. } => ("damaged", None, ways),
            VaultState::Newer { .. } => ("newer", None, &none),
            VaultState::Unreachable { .. } => ("unreachable", None, &none),
        };
        Self {
            state: name,
            entries,
            keyring: ways.keyring,
            passphrase: ways.passphrase,
            recovery_sheet: ways.recovery_sheet,
        }
    }
}
