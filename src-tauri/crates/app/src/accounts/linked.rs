//! Which entries of the vault are an account's, and what becomes of them when its key is another one.

use jiff::Timestamp;
use otp::{Otp, OtpauthUri};
use uuid::Uuid;
use vault::{Document, Entry, ServiceLink, VaultError};

use super::{Accounts, Live};

/// An account as the vault's entries know it.
pub(super) struct Owner {
    origin: String,
    service: String,
    email: String,
    /// Addresses it had before: keys may still be named after them.
    earlier: Vec<String>,
}

impl Accounts {
    /// The account as it is now, to look for its entries.
    pub(super) fn owner(&self, live: &Live) -> Owner {
        Owner {
            origin: live.address.to_string(),
            service: live.service.clone(),
            email: live.email.clone(),
            earlier: live.earlier.clone(),
        }
    }
}

impl Owner {
    /// A link to the account as it is now.
    pub(super) fn link(&self, pending: bool) -> ServiceLink {
        ServiceLink::new(&self.origin, &self.email, pending)
    }

    /// Issuer and account of a proposed key, where its link leaves them out.
    pub(super) fn names(&self, uri: &OtpauthUri) -> (String, String) {
        let issuer = uri.issuer.clone().unwrap_or_else(|| self.service.clone());
        let account = if uri.account.is_empty() {
            &self.email
        } else {
            &uri.account
        };
        (issuer, account.clone())
    }

    /// The entry that makes codes for this account: the one that was set up for it, else one whose labels name it.
    pub(super) fn entry<'a>(&self, document: &'a Document) -> Option<&'a Entry> {
        let newest = |entry: &&Entry| entry.created_at;
        let linked = document.live().filter(|entry| self.has(entry)).max_by_key(newest);
        let named = || {
            document
                .live()
                .filter(|entry| self.is_named_by(entry))
                .max_by_key(newest)
        };
        // A counter moves on with each use; it is never spent without the person's asking.
        linked
            .or_else(named)
            .filter(|entry| entry.otp().kind.period().is_some())
    }

    /// The entries whose key the service has not confirmed.
    pub(super) fn unconfirmed<'a>(&self, document: &'a Document) -> impl Iterator<Item = &'a Entry> {
        document.live().filter(|entry| self.has(entry) && is_pending(entry))
    }

    /// The entry has the account's key: it is linked and confirmed, and taken back out of the trash. Every other one that is linked has
    /// a key that this one has replaced: a service has one at a time.
    pub(super) fn confirm(&self, document: &mut Document, id: Uuid) -> Result<(), VaultError> {
        self.retire(document, |other| other.id != id)?;
        let entry = document.entry_mut(id)?;
        entry.deleted_at = None;
        let link = entry.link.get_or_insert_with(|| self.link(false));
        link.account.clone_from(&self.email);
        link.pending = false;
        Ok(())
    }

    /// The service has confirmed this key. Where the vault has it, the entry is the account's; every other one that is linked has a
    /// key of no more use.
    pub(super) fn confirm_key(&self, document: &mut Document, key: &Otp) -> Result<(), VaultError> {
        let can_be = |entry: &&Entry| entry.link.is_none() || self.has(entry);
        let found = document.duplicates(key).find(can_be).map(|entry| entry.id);
        match found {
            Some(id) => self.confirm(document, id),
            None => self.retire(document, |_| true),
        }
    }

    /// A key the service never confirmed protects nothing: an earlier attempt's goes to the trash.
    pub(super) fn retire_unconfirmed(&self, document: &mut Document) -> Result<(), VaultError> {
        self.retire(document, is_pending)
    }

    fn retire(&self, document: &mut Document, which: impl Fn(&Entry) -> bool) -> Result<(), VaultError> {
        let of_no_use = document.live().filter(|entry| self.has(entry) && which(entry));
        let of_no_use: Vec<Uuid> = of_no_use.map(|entry| entry.id).collect();
        let now = Timestamp::now();
        of_no_use.into_iter().try_for_each(|id| document.trash(id, now))
    }

    /// Whether the entry is linked to this account.
    fn has(&self, entry: &Entry) -> bool {
        let link = entry.link.as_ref();
        link.is_some_and(|link| link.origin == self.origin && self.goes_by(&link.account))
    }

    fn is_named_by(&self, entry: &Entry) -> bool {
        entry.link.is_none()
            && entry
                .issuer()
                .is_some_and(|issuer| issuer.eq_ignore_ascii_case(&self.service))
            && self.goes_by(entry.account())
    }

    /// Whether this is, or was, the account's address.
    fn goes_by(&self, email: &str) -> bool {
        let mut names = std::iter::once(&self.email).chain(&self.earlier);
        names.any(|name| name.eq_ignore_ascii_case(email))
    }
}

fn is_pending(entry: &Entry) -> bool {
    entry.link.as_ref().is_some_and(|link| link.pending)
}
