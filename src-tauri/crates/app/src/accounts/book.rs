//! The list of accounts on the disk: where, whose, and what the service offered when last asked. No secrets.

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use account::{Access, Capabilities, Section};
use providers::Engine;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{AppError, files};

/// One account as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Its identity in this app.
    pub id: Uuid,
    /// Its service's address.
    pub address: String,
    /// Which kind of service answers there.
    #[serde(default)]
    pub engine: Engine,
    /// The e-mail address it signs in with.
    pub email: String,
    /// The service's name.
    pub service: String,
    /// Which words the service uses.
    pub preset: Option<String>,
    /// Its session is to be found in the keyring.
    pub stay: bool,
    /// The service wants a fresh proof before the account's pages are entered.
    #[serde(default)]
    pub door: bool,
    /// Sections the service served when last asked.
    pub sections: Vec<SectionRecord>,
    /// The beginning of the period (Unix seconds) whose code of the vault was used last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_code_used: Option<u64>,
    /// Addresses it signed in with before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier_emails: Vec<String>,
}

/// A section and what may be done in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionRecord {
    /// Its name in every layer.
    pub name: String,
    /// What may be done.
    pub access: AccessRecord,
}

/// What may be done in a section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AccessRecord {
    /// Read.
    Read,
    /// Edit.
    Edit,
    /// Managed on the web.
    Web(String),
}

impl Record {
    /// Takes another address for the account's. The one before it is remembered: what the vault keeps is named after it.
    pub(super) fn rename(&mut self, email: &str) {
        let before = std::mem::replace(&mut self.email, email.to_owned());
        self.earlier_emails.push(before);
        self.earlier_emails
            .retain(|earlier| !earlier.eq_ignore_ascii_case(email));
        self.earlier_emails.dedup();
    }

    /// Takes over what the service says of itself.
    pub(super) fn take_over(&mut self, capabilities: &Capabilities) {
        self.service.clone_from(&capabilities.service_name);
        self.preset.clone_from(&capabilities.preset);
        self.door = capabilities.step_up_at_entry;
        self.sections = Section::ALL
            .into_iter()
            .filter_map(|section| record(capabilities, section))
            .collect();
    }
}

fn record(capabilities: &Capabilities, section: Section) -> Option<SectionRecord> {
    let access = match capabilities.access(section) {
        Access::Off => return None,
        Access::Read => AccessRecord::Read,
        Access::Edit => AccessRecord::Edit,
        Access::Web(url) => AccessRecord::Web(url.to_string()),
    };
    Some(SectionRecord {
        name: section.name().to_owned(),
        access,
    })
}

#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Book {
    accounts: Vec<Record>,
    /// Accounts, also removed ones, whose ended session may still be in the keyring.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    to_forget: Vec<Uuid>,
}

impl Book {
    fn change(&mut self, id: Uuid, change: impl FnOnce(&mut Record)) {
        if let Some(record) = self.accounts.iter_mut().find(|record| record.id == id) {
            change(record);
        }
    }
}

/// The list and its file.
pub(super) struct AccountBook {
    path: PathBuf,
    book: Mutex<Book>,
}

impl AccountBook {
    pub(super) fn open(path: PathBuf) -> Self {
        let book = files::read(&path).unwrap_or_default();
        Self {
            path,
            book: Mutex::new(book),
        }
    }

    pub(super) fn all(&self) -> Vec<Record> {
        self.lock().accounts.clone()
    }

    pub(super) fn find(&self, address: &str, email: &str) -> Option<Record> {
        let same = |record: &&Record| record.address == address && record.email.eq_ignore_ascii_case(email);
        self.lock().accounts.iter().find(same).cloned()
    }

    pub(super) fn has(&self, id: Uuid) -> bool {
        self.lock().accounts.iter().any(|record| record.id == id)
    }

    /// Adds a record or takes the place of the one with its identity.
    pub(super) fn put(&self, record: Record) -> Result<(), AppError> {
        self.save(
            |book| match book.accounts.iter_mut().find(|other| other.id == record.id) {
                Some(other) => *other = record,
                None => book.accounts.push(record),
            },
        )
    }

    pub(super) fn last_code_used(&self, id: Uuid) -> Option<u64> {
        let book = self.lock();
        book.accounts.iter().find(|record| record.id == id)?.last_code_used
    }

    pub(super) fn note_code_used(&self, id: Uuid, from: u64) -> Result<(), AppError> {
        self.change(id, |record| record.last_code_used = Some(from))
    }

    /// The keyring has the account's session now, in the place of any that was to be forgotten.
    pub(super) fn note_kept(&self, id: Uuid) -> Result<(), AppError> {
        self.save(|book| {
            book.change(id, |record| record.stay = true);
            book.to_forget.retain(|other| *other != id);
        })
    }

    /// What the keyring may hold is of a session that has ended: the next start doesn't take it, and the keyring is to forget it.
    pub(super) fn note_ended(&self, id: Uuid) -> Result<(), AppError> {
        self.save(|book| {
            book.change(id, |record| record.stay = false);
            if !book.to_forget.contains(&id) {
                book.to_forget.push(id);
            }
        })
    }

    /// The keyring has forgotten the ended session.
    pub(super) fn note_forgotten(&self, id: Uuid) -> Result<(), AppError> {
        self.save(|book| book.to_forget.retain(|other| *other != id))
    }

    /// Whose ended session the keyring may still hold.
    pub(super) fn to_forget(&self) -> Vec<Uuid> {
        self.lock().to_forget.clone()
    }

    fn change(&self, id: Uuid, change: impl FnOnce(&mut Record)) -> Result<(), AppError> {
        self.save(|book| book.change(id, change))
    }

    pub(super) fn remove(&self, id: Uuid) -> Result<(), AppError> {
        self.save(|book| book.accounts.retain(|record| record.id != id))
    }

    /// Writes the list if the change makes a difference.
    fn save(&self, change: impl FnOnce(&mut Book)) -> Result<(), AppError> {
        let mut book = self.lock();
        let mut next = book.clone();
        change(&mut next);
        if next == *book {
            return Ok(());
        }
        files::write(&self.path, &next)?;
        *book = next;
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn record() -> Record {
        Record {
            id: Uuid::new_v4(),
            address: "practice://whatap".into(),
            engine: Engine::BetterAuth,
            email: "mina@example.com".into(),
            service: "WhaTap".into(),
            preset: Some("whatap".into()),
            stay: true,
            door: true,
            sections: vec![SectionRecord {
                name: "profile".into(),
                access: AccessRecord::Edit,
            }],
            last_code_used: None,
            earlier_emails: Vec::new(),
        }
    }

    #[test]
    fn accounts_are_found_again_after_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("accounts.json");
        let record = record();
        AccountBook::open(path.clone()).put(record.clone()).unwrap();
        let book = AccountBook::open(path);
        assert_eq!(book.find("practice://whatap", "Mina@Example.com"), Some(record.clone()));
        assert_eq!(book.last_code_used(record.id), None);
        book.note_code_used(record.id, 1_795_176_930).unwrap();
        let book = AccountBook::open(folder.path().join("accounts.json"));
        assert_eq!(book.last_code_used(record.id), Some(1_795_176_930));
        book.remove(record.id).unwrap();
        assert!(book.all().is_empty());
    }

    #[test]
    fn a_session_to_be_forgotten_is_not_waited_for_and_outlives_its_account() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("accounts.json");
        let record = record();
        let book = AccountBook::open(path.clone());
        book.put(record.clone()).unwrap();
        book.note_ended(record.id).unwrap();
        book.note_ended(record.id).unwrap();
        let book = AccountBook::open(path.clone());
        assert!(!book.all()[0].stay);
        assert_eq!(book.to_forget(), [record.id], "once");
        book.remove(record.id).unwrap();
        let book = AccountBook::open(path);
        assert_eq!(book.to_forget(), [record.id]);
        book.note_forgotten(record.id).unwrap();
        assert!(book.to_forget().is_empty());
    }

    #[test]
    fn a_new_session_in_the_place_of_an_ended_one_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let record = record();
        let book = AccountBook::open(folder.path().join("accounts.json"));
        book.put(record.clone()).unwrap();
        book.note_ended(record.id).unwrap();
        book.note_kept(record.id).unwrap();
        assert!(book.all()[0].stay && book.to_forget().is_empty());
    }
}
