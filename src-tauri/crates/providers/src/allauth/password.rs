//! Changing the password.

use account::{Refusal, Session};
use http::Method;
use protocol::core::{SessionData, path, request::PasswordChange};
use secrecy::SecretString;

use super::AllauthProvider;
use super::sign_in::wire;
use crate::transport::client::Call;

impl AllauthProvider {
    /// The answer hands out a new token, which the session takes over.
    pub(super) async fn changing_password(
        &self,
        session: &Session,
        current: &SecretString,
        new_password: &SecretString,
    ) -> Result<(), Refusal> {
        let body = PasswordChange {
            current_password: wire(current),
            new_password: wire(new_password),
        };
        let _: SessionData = self
            .data(session, Call::change(Method::POST, path::PASSWORD_CHANGE).json(&body))
            .await?;
        Ok(())
    }
}
