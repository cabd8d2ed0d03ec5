//! A forgotten password at a service that mails a temporary one: the challenge, the request, and the password that takes its place.

use std::sync::Arc;
use std::time::Duration;

use account::{CaptchaAnswer, Provider, Session};
use qr::Limits;
use secrecy::SecretString;
use uuid::Uuid;

use super::lost::unread;
use super::signing_in::Progress;
use super::{Accounts, Address};
use crate::AppError;
use crate::accounts::keyring::blocking;

/// The most a challenge's picture may be: it comes from a service that nobody has signed in to yet.
const PICTURE: Limits = Limits {
    bytes: 512 << 10,
    side: 2000,
    pixels: 1_000_000,
    memory: 16 << 20,
};

/// A challenge that can be shown.
pub struct Challenge {
    /// What the answer goes with.
    pub id: String,
    /// The picture, a PNG written by this program.
    pub picture: Option<Vec<u8>>,
    /// The question.
    pub question: Option<String>,
}

impl Accounts {
    /// A challenge of the service, its question in this language if it can be.
    ///
    /// # Errors
    /// Why the service can't be asked, or that its picture can't be read and there is no question.
    pub async fn captcha(&self, address: &str, language: &str) -> Result<Challenge, AppError> {
        let (provider, session) = self.before_signing_in(address).await?;
        let captcha = provider.captcha(&session, language).await?;
        let picture = match captcha.picture {
            Some(picture) => Some(blocking(move || Ok(qr::redraw(&picture, PICTURE)?)).await),
            None => None,
        };
        // A picture that can't be shown is no hindrance where there is a question.
        let picture = match picture {
            Some(Err(error)) if captcha.question.is_none() => return Err(error),
            Some(drawn) => drawn.ok(),
            None => None,
        };
        Ok(Challenge {
            id: captcha.id,
            picture,
            question: captcha.question,
        })
    }

    /// Has a temporary password mailed; answers how long it counts.
    ///
    /// # Errors
    /// Refused fields, or why the service can't be asked.
    pub async fn request_temporary_password(
        &self,
        address: &str,
        email: &str,
        captcha: Option<CaptchaAnswer>,
    ) -> Result<Duration, AppError> {
        let (provider, session) = self.before_signing_in(address).await?;
        let asked = provider.request_temporary_password(&session, email.trim(), captcha.as_ref());
        Ok(asked.await?)
    }

    /// Answers the step after a temporary password with the one that takes its place.
    ///
    /// # Errors
    /// A refused password, or why the service can't be asked; the step stays pending.
    pub async fn replace_password(&self, id: Uuid, new: &SecretString) -> Result<Progress, AppError> {
        let live = self.pending(id)?;
        let answer = live.provider.replace_password(&live.session, new).await;
        self.progressed(live, answer.map_err(unread)).await
    }

    async fn before_signing_in(&self, address: &str) -> Result<(Arc<dyn Provider>, Session), AppError> {
        let address = Address::parse(address)?;
        let session = Session::anonymous(&address.origin()?);
        let engine = self.engine_at(&address).await?;
        Ok((self.provider_at(&address, engine)?, session))
    }
}
