//! Which entries of the vault are an account's, and what becomes of them when its key or its address is another one.
//!
//! A link names the account by its identity in this app's list, which outlasts a change of address. Where this app does not know that
//! identity, as in a vault that another computer linked, the address tells, but no address that two accounts have had: what is not surely
//! an account's is never put away for it.

use jiff::Timestamp;
use otp::{Otp, OtpauthUri};
use uuid::Uuid;
use vault::{Document, Entry, ServiceLink, VaultError};

use super::otp_outcome::tidied;
use super::{Accounts, Live, Record};

/// An account as the vault's entries know it.
pub(super) struct Owner {
    id: Uuid,
    origin: String,
    service: String,
    email: String,
    /// Addresses it had before: keys may still be named after them.
    earlier: Vec<String>,
    /// The other accounts that this app knows at the service.
    others: Vec<Record>,
}

impl Accounts {
    /// The account as it is now, to look for its entries.
    pub(super) fn owner(&self, live: &Live) -> Owner {
        let origin = live.address.to_string();
        let mut others = self.book.all();
        others.retain(|record| record.address == origin && record.id != live.id);
        Owner {
            id: live.id,
            origin,
            service: live.service.clone(),
            email: live.email.clone(),
            earlier: live.earlier.clone(),
            others,
        }
    }

    /// The account that an entry is linked to, if the app knows it.
    #[must_use]
    pub fn linked(&self, link: &ServiceLink) -> Option<Uuid> {
        let by_id = link.account_id.filter(|id| self.book.has(*id));
        let by_address = || self.book.find(&link.origin, &link.account).map(|record| record.id);
        by_id.or_else(by_address)
    }

    /// Names the links of an account, as it was before, after its address now, where they are named otherwise.
    pub(super) async fn relink(&self, before: &Live, email: &str) {
        let (owner, email) = (self.owner(before), email.to_owned());
        let stale = self
            .vault
            .read(|document| owner.misnamed(document, &email).next().is_some());
        if stale.unwrap_or(false) {
            let relinked = self.in_vault(before, move |owner, document| {
                owner.relink(document, &email);
                Ok(())
            });
            tidied(relinked.await);
        }
    }
}

impl Owner {
    /// A link to the account as it is now.
    pub(super) fn link(&self, pending: bool) -> ServiceLink {
        let mut link = ServiceLink::new(&self.origin, &self.email, pending);
        link.account_id = Some(self.id);
        link
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
        link.account_id = Some(self.id);
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

    fn relink(&self, document: &mut Document, email: &str) {
        let misnamed = self.misnamed(document, email).map(|entry| entry.id).collect();
        document.change_each(&misnamed, |entry| {
            if let Some(link) = &mut entry.link {
                email.clone_into(&mut link.account);
                link.account_id = Some(self.id);
            }
        });
    }

    /// Entries, in the trash or not, that are linked by another address, or by an address alone.
    fn misnamed<'a>(&self, document: &'a Document, email: &str) -> impl Iterator<Item = &'a Entry> {
        let otherwise = |link: &ServiceLink| link.account_id.is_none() || !same(&link.account, email);
        let is_misnamed = move |entry: &&Entry| self.has(entry) && entry.link.as_ref().is_some_and(otherwise);
        document.entries().iter().filter(is_misnamed)
    }

    fn retire(&self, document: &mut Document, which: impl Fn(&Entry) -> bool) -> Result<(), VaultError> {
        let of_no_use = document.live().filter(|entry| self.has(entry) && which(entry));
        let of_no_use: Vec<Uuid> = of_no_use.map(|entry| entry.id).collect();
        let now = Timestamp::now();
        of_no_use.into_iter().try_for_each(|id| document.trash(id, now))
    }

    /// Whether the entry is linked to this account.
    fn has(&self, entry: &Entry) -> bool {
        let Some(link) = &entry.link else { return false };
        let named = match link.account_id {
            Some(id) if id == self.id => true,
            Some(id) if self.others.iter().any(|other| other.id == id) => false,
            Some(_) => self.is_called(&link.account) && !self.others_had(&link.account),
            None => self.goes_by(&link.account) && !self.others_had(&link.account),
        };
        named && link.origin == self.origin
    }

    fn is_named_by(&self, entry: &Entry) -> bool {
        entry.link.is_none()
            && entry
                .issuer()
                .is_some_and(|issuer| issuer.eq_ignore_ascii_case(&self.service))
            && self.goes_by(entry.account())
    }

    /// Whether this is the account's address, or was and is nobody else's now.
    fn goes_by(&self, email: &str) -> bool {
        let is_free = || !self.others.iter().any(|other| same(&other.email, email));
        self.is_called(email) || (self.earlier.iter().any(|earlier| same(earlier, email)) && is_free())
    }

    fn is_called(&self, email: &str) -> bool {
        same(&self.email, email)
    }

    fn others_had(&self, email: &str) -> bool {
        let mut theirs = self.others.iter().flat_map(|other| &other.earlier_emails);
        theirs.any(|earlier| same(earlier, email))
    }
}

fn same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

fn is_pending(entry: &Entry) -> bool {
    entry.link.as_ref().is_some_and(|link| link.pending)
}
