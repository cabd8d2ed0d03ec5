//! The e-mail address an account signs in with, changed by a code that is mailed to the new one.

use std::sync::Arc;

use account::EmailAddresses;
use secrecy::SecretString;
use uuid::Uuid;

use super::lost::{lost, resolved};
use super::{Accounts, Live};
use crate::AppError;

impl Accounts {
    /// The address, and the one that awaits its code.
    ///
    /// # Errors
    /// [`account::Refusal::NotOffered`] where it can't be changed; as every call.
    pub async fn email(&self, id: Uuid) -> Result<EmailAddresses, AppError> {
        let live = self.live(id)?;
        let answer = live.provider.email_addresses(&live.session).await;
        self.concluded(&live, answer).await
    }

    /// Has a code mailed to a new address. A lost answer is resolved by reading.
    ///
    /// # Errors
    /// Refused fields; [`account::Refusal::Unknown`] when the answer was lost and reading showed no such request; as every call.
    pub async fn begin_email_change(&self, id: Uuid, email: &str) -> Result<EmailAddresses, AppError> {
        let live = self.live(id)?;
        let answer = live.provider.begin_email_change(&live.session, email).await;
        let Some(lost) = lost(&answer) else {
            return self.concluded(&live, answer).await;
        };
        resolved(lost, self.email(id).await, |now| now.pending.as_deref() == Some(email))
    }

    /// Answers with the code that was mailed to `email`, which is the account's then. A lost answer is resolved by reading.
    ///
    /// # Errors
    /// Refused fields; [`account::Refusal::NoSuchStep`] when no code is awaited; [`account::Refusal::Unknown`] when the answer was lost and
    /// reading showed another address; as every call.
    pub async fn verify_email_change(
        &self,
        id: Uuid,
        email: &str,
        code: &SecretString,
    ) -> Result<EmailAddresses, AppError> {
        let live = self.live(id)?;
        let answer = live.provider.verify_email(&live.session, code).await;
        let now = match lost(&answer) {
            Some(lost) => resolved(lost, self.email(id).await, |now| now.current == email)?,
            None => {
                let user = self.concluded(&live, answer).await?.user;
                EmailAddresses {
                    current: user.email.unwrap_or_else(|| email.to_owned()),
                    pending: None,
                }
            }
        };
        self.renamed(&live, &now.current).await?;
        Ok(now)
    }

    /// Has the code mailed again. Whether a lost answer's mail went out can't be read.
    ///
    /// # Errors
    /// [`account::Refusal::NoSuchStep`] when no code is awaited; [`account::Refusal::Unknown`] when the answer was lost; as every call.
    pub async fn resend_email_change(&self, id: Uuid) -> Result<EmailAddresses, AppError> {
        let live = self.live(id)?;
        let answer = live.provider.resend_email_code(&live.session).await;
        self.concluded_unread(&live, answer).await?;
        self.email(id).await
    }

    /// Goes on under another address, if it is another; the vault's links, too, or those of a closed vault by the next reading.
    pub(super) async fn renamed(&self, live: &Arc<Live>, email: &str) -> Result<Arc<Live>, AppError> {
        if live.email.eq_ignore_ascii_case(email) {
            return Ok(Arc::clone(live));
        }
        let mut record = self.record(live);
        record.rename(email);
        self.book.put(record.clone())?;
        let renamed = Arc::new(Live {
            id: live.id,
            address: live.address.clone(),
            email: record.email,
            service: live.service.clone(),
            stay: live.stay,
            engine: live.engine,
            provider: Arc::clone(&live.provider),
            session: Arc::clone(&live.session),
            earlier: record.earlier_emails,
        });
        {
            let mut state = self.lock();
            // Signed out meanwhile, it stays so; signed in anew, too.
            if state.is_current(live) {
                state.live.insert(live.id, Arc::clone(&renamed));
            }
        }
        self.relink(live, &renamed.email).await;
        Ok(renamed)
    }
}
