//! Signing up, in and out, with every step a service may ask for; proving oneself again.

use std::sync::Arc;

use account::{Capabilities, Credentials, NewAccount, PendingStep, Refusal, Session, SignedIn, Source};
use providers::Engine;
use secrecy::SecretString;
use uuid::Uuid;

use super::lost::unread;
use super::{AccountRow, Accounts, Address, Live, Record};
use crate::AppError;
use crate::accounts::keyring::blocking;

/// What a service says of itself.
pub struct Looked {
    /// Its address, cleaned.
    pub address: Address,
    /// Which kind of service answers there.
    pub engine: Engine,
    /// What it offers.
    pub capabilities: Capabilities,
}

/// What became of a sign-in so far.
pub enum Progress {
    /// Signed in.
    SignedIn(AccountRow),
    /// The service asks for something more.
    Step {
        /// The sign-in's identity, for the answers.
        id: Uuid,
        /// What it asks for.
        step: PendingStep,
        /// Whose sign-in it is.
        email: String,
        /// The service's name.
        service: String,
    },
}

impl Accounts {
    /// Asks a service what it is and offers.
    ///
    /// # Errors
    /// [`AppError::BadAddress`], or why it can't be reached.
    pub async fn look(&self, address: &str) -> Result<Looked, AppError> {
        let address = Address::parse(address)?;
        let engine = self.engine_at(&address).await?;
        let provider = self.provider_at(&address, engine)?;
        let capabilities = provider.capabilities(&Session::anonymous(&address.origin()?)).await?;
        // What answered like no service known may be one that is only starting.
        if engine == Engine::BetterAuth || capabilities.source != Source::Probes {
            self.note_engine(&address, engine);
        }
        Ok(Looked {
            address,
            engine,
            capabilities,
        })
    }

    /// Makes a new account at the service.
    ///
    /// # Errors
    /// Refused fields, or why the service can't be asked.
    pub async fn sign_up(&self, address: &str, new: NewAccount, stay: bool) -> Result<Progress, AppError> {
        let live = self.begin(address, &new.email, stay).await?;
        let answer = live.provider.sign_up(&live.session, &new).await;
        self.progressed(live, answer).await
    }

    /// Signs in.
    ///
    /// # Errors
    /// Refused fields, or why the service can't be asked.
    pub async fn sign_in(&self, address: &str, credentials: Credentials, stay: bool) -> Result<Progress, AppError> {
        let live = self.begin(address, &credentials.email, stay).await?;
        let answer = live.provider.sign_in(&live.session, &credentials).await;
        self.progressed(live, answer).await
    }

    /// Has a sign-in code mailed.
    ///
    /// # Errors
    /// Refused fields, or why the service can't be asked.
    pub async fn request_sign_in_code(&self, address: &str, email: &str, stay: bool) -> Result<Progress, AppError> {
        let live = self.begin(address, email, stay).await?;
        let answer = live.provider.request_sign_in_code(&live.session, email).await;
        self.asked(live, answer, PendingStep::SignInByCode)
    }

    /// Has a password reset code mailed.
    ///
    /// # Errors
    /// Refused fields, or why the service can't be asked.
    pub async fn request_password_reset(&self, address: &str, email: &str) -> Result<Progress, AppError> {
        let live = self.begin(address, email, true).await?;
        let answer = live
            .provider
            .request_password_reset(&live.session, email)
            .await
            .map(drop);
        self.asked(live, answer, PendingStep::ResetPassword)
    }

    /// Answers the sign-up step.
    ///
    /// # Errors
    /// A refused code, or why the service can't be asked; the step stays pending.
    pub async fn verify_email(&self, id: Uuid, code: &SecretString) -> Result<Progress, AppError> {
        let live = self.pending(id)?;
        let answer = live.provider.verify_email(&live.session, code).await;
        self.progressed(live, answer).await
    }

    /// Has the sign-up code, or the sign-in code, sent again.
    ///
    /// # Errors
    /// How long to wait, or why the service can't be asked.
    pub async fn resend(&self, id: Uuid) -> Result<(), AppError> {
        let live = self.pending(id)?;
        let answer = match live.provider.resend_email_code(&live.session).await {
            Err(Refusal::NoSuchStep) => live.provider.request_sign_in_code(&live.session, &live.email).await,
            answer => answer,
        };
        match answer {
            Ok(()) | Err(Refusal::Step(_)) => Ok(()),
            answer => self.unless_over(id, answer),
        }
    }

    /// Answers the second-factor step with a code from anywhere, or a recovery code.
    ///
    /// # Errors
    /// A refused code, or why the service can't be asked; the step stays pending.
    pub async fn answer_factor(&self, id: Uuid, code: &SecretString) -> Result<Progress, AppError> {
        let live = self.pending(id)?;
        let answer = live.provider.answer_factor(&live.session, code).await;
        if answer.is_ok() {
            self.note_code_typed(&live, code);
            self.note_code_taken(&live, code).await;
            self.note_recovery_code_used(&live, code).await;
        }
        self.progressed(live, answer).await
    }

    /// Answers the second-factor step with the vault's code. Waits for a fresh one when the present one was used.
    ///
    /// # Errors
    /// [`AppError::NoMatchingCode`], a refused code, or why the service can't be asked; the step stays pending.
    pub async fn answer_from_vault(&self, id: Uuid) -> Result<Progress, AppError> {
        let live = self.pending(id)?;
        let code = self.fresh_code(&live).await?;
        let answer = live.provider.answer_factor(&live.session, &code).await;
        if answer.is_ok() {
            self.note_code_taken(&live, &code).await;
        }
        self.progressed(live, answer).await
    }

    /// Answers with the mailed sign-in code.
    ///
    /// # Errors
    /// A refused code, or why the service can't be asked; the step stays pending.
    pub async fn confirm_sign_in_code(&self, id: Uuid, code: &SecretString) -> Result<Progress, AppError> {
        let live = self.pending(id)?;
        let answer = live.provider.confirm_sign_in_code(&live.session, code).await;
        self.progressed(live, answer).await
    }

    /// Sets a new password with the mailed code; signing in comes next.
    ///
    /// # Errors
    /// Refused fields, or why the service can't be asked; the step stays pending.
    pub async fn reset_password(&self, id: Uuid, code: &SecretString, new: &SecretString) -> Result<(), AppError> {
        let live = self.pending(id)?;
        let answer = live.provider.reset_password(&live.session, code, new).await;
        self.unless_over(id, answer.map_err(unread))?;
        self.cancel(id);
        Ok(())
    }

    /// Signs out: at the service if it can be reached, and on this computer in any case.
    ///
    /// # Errors
    /// [`AppError::NoSuchAccount`].
    pub async fn sign_out(&self, id: Uuid) -> Result<(), AppError> {
        match self.live(id) {
            Ok(live) => {
                if let Err(refusal) = live.provider.sign_out(&live.session).await {
                    tracing::warn!(code = refusal.code(), "signed out here; the service could not be told");
                }
                self.forget_session(&live).await;
            }
            Err(AppError::Service(Refusal::Gone)) => {
                self.lock().waiting.remove(&id);
                self.lock().ended.remove(&id);
                self.forget_token(id).await;
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// Signs out and forgets the account in this app. At the service nothing else changes.
    ///
    /// # Errors
    /// [`AppError::File`] when the list can't be saved.
    pub async fn remove(&self, id: Uuid) -> Result<(), AppError> {
        self.sign_out(id).await?;
        self.book.remove(id)
    }

    /// Proves oneself again with the password.
    ///
    /// # Errors
    /// A refused password, or why the service can't be asked.
    pub async fn step_up_password(&self, id: Uuid, password: &SecretString) -> Result<(), AppError> {
        let live = self.live(id)?;
        let answer = live.provider.step_up_password(&live.session, password).await;
        self.concluded(&live, answer).await
    }

    /// Proves oneself again with a code.
    ///
    /// # Errors
    /// A refused code, or why the service can't be asked.
    pub async fn step_up_code(&self, id: Uuid, code: &SecretString) -> Result<(), AppError> {
        let live = self.live(id)?;
        let answer = live.provider.step_up_factor(&live.session, code).await;
        if answer.is_ok() {
            self.note_code_typed(&live, code);
            self.note_code_taken(&live, code).await;
            self.note_recovery_code_used(&live, code).await;
        }
        self.concluded(&live, answer).await
    }

    /// Proves oneself again with the vault's code.
    ///
    /// # Errors
    /// [`AppError::NoMatchingCode`], a refused code, or why the service can't be asked.
    pub async fn step_up_from_vault(&self, id: Uuid) -> Result<(), AppError> {
        let live = self.live(id)?;
        let code = self.fresh_code(&live).await?;
        let answer = live.provider.step_up_factor(&live.session, &code).await;
        if answer.is_ok() {
            self.note_code_taken(&live, &code).await;
        }
        self.concluded(&live, answer).await
    }

    /// Asks the service again what it serves and whether the session stands.
    ///
    /// # Errors
    /// As every call.
    pub async fn refresh(&self, id: Uuid) -> Result<AccountRow, AppError> {
        let live = self.live(id)?;
        let current = live.provider.current(&live.session).await;
        let current = self.concluded(&live, current).await?;
        // It may have been changed from another place.
        let live = match current.user.email {
            Some(email) => self.renamed(&live, &email).await?,
            None => live,
        };
        let capabilities = live.provider.capabilities(&live.session).await;
        let capabilities = self.concluded(&live, capabilities).await?;
        let mut record = self.record(&live);
        record.take_over(&capabilities);
        self.book.put(record.clone())?;
        Ok(self.row(record))
    }

    async fn begin(&self, address: &str, email: &str, stay: bool) -> Result<Arc<Live>, AppError> {
        let looked = self.look(address).await?;
        let kept = self.book.find(&looked.address.to_string(), email);
        Ok(Arc::new(Live {
            id: kept.as_ref().map_or_else(Uuid::new_v4, |record| record.id),
            earlier: kept.map(|record| record.earlier_emails).unwrap_or_default(),
            provider: self.provider_at(&looked.address, looked.engine)?,
            engine: looked.engine,
            session: Arc::new(Session::anonymous(&looked.address.origin()?)),
            service: looked.capabilities.service_name,
            address: looked.address,
            email: email.trim().to_owned(),
            stay,
        }))
    }

    pub(super) async fn signed_in(&self, live: Arc<Live>, signed_in: SignedIn) -> Result<AccountRow, AppError> {
        let capabilities = live.provider.capabilities(&live.session).await.ok();
        let mut record = self.record(&live);
        let replaced = record.stay && !live.stay;
        record.stay = live.stay;
        record.engine = live.engine;
        if let Some(email) = signed_in.user.email {
            record.email = email;
        }
        if let Some(capabilities) = &capabilities {
            record.take_over(capabilities);
        }
        self.book.put(record.clone())?;
        {
            let mut state = self.lock();
            state.pending = None;
            state.waiting.remove(&live.id);
            state.for_now.remove(&live.id);
            state.ended.remove(&live.id);
            state.live.insert(live.id, Arc::clone(&live));
        }
        self.keep_renewed_token(&live).await;
        if replaced {
            self.forget_token(live.id).await;
        }
        Ok(self.row(record))
    }

    pub(super) fn record(&self, live: &Live) -> Record {
        let kept = self.book.all().into_iter().find(|record| record.id == live.id);
        kept.unwrap_or_else(|| Record {
            id: live.id,
            address: live.address.to_string(),
            engine: live.engine,
            email: live.email.clone(),
            service: live.service.clone(),
            preset: None,
            stay: live.stay,
            door: false,
            sections: Vec::new(),
            last_code_used: None,
            earlier_emails: Vec::new(),
        })
    }

    async fn note_recovery_code_used(&self, live: &Live, code: &SecretString) {
        let (vault, owner, code) = (Arc::clone(&self.vault), self.owner(live), code.clone());
        let noted = blocking(move || super::recovery::note_used(&vault, &owner, &code)).await;
        if let Err(error) = noted {
            tracing::info!(%error, "a used recovery code was not struck off");
        }
    }
}
