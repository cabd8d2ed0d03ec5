//! Forgotten passwords at services that mail a temporary one.

use std::time::Duration;

use account::{Captcha, CaptchaAnswer, Refusal, Session, SignedIn};
use http::Method;
use protocol::core::{path, request};
use secrecy::SecretString;

use super::AllauthProvider;
use super::sign_in::{outcome, wire};
use crate::extension::temporary_password;
use crate::transport::client::Call;

impl AllauthProvider {
    pub(super) async fn making_captcha(&self, session: &Session, language: &str) -> Result<Captcha, Refusal> {
        let reply = self
            .offered(session, &temporary_password::captcha_call(language))
            .await?;
        temporary_password::read_captcha(&reply)
    }

    pub(super) async fn requesting_temporary_password(
        &self,
        session: &Session,
        email: &str,
        captcha: Option<&CaptchaAnswer>,
    ) -> Result<Duration, Refusal> {
        let call = temporary_password::request_call(email, captcha);
        temporary_password::read_accepted(&self.offered(session, &call).await?)
    }

    /// The step is the core's, so its answer is too: it hands out the session's token.
    pub(super) async fn replacing_password(
        &self,
        session: &Session,
        new_password: &SecretString,
    ) -> Result<SignedIn, Refusal> {
        let body = request::PasswordReplace {
            password: wire(new_password),
        };
        let call = Call::change(Method::POST, path::PASSWORD_REPLACE).json(&body);
        outcome(&self.raw(session, &call).await?)
    }
}
