//! The choice of the second factor, codes that are sent for it, and the account's door: the core knows nothing of them.

use std::time::Duration;

use account::{FactorMethod, Refusal, SecondFactor, SentCode, Session};
use secrecy::SecretString;

use super::AllauthProvider;
use super::sign_in::wire;
use crate::extension::{second_factor, step_up};

impl AllauthProvider {
    pub(super) async fn reading_second_factor(&self, session: &Session) -> Result<SecondFactor, Refusal> {
        second_factor::read(&self.offered(session, &second_factor::read_call()).await?)
    }

    pub(super) async fn choosing_factor(
        &self,
        session: &Session,
        method: Option<FactorMethod>,
    ) -> Result<SecondFactor, Refusal> {
        second_factor::read(&self.offered(session, &second_factor::choose_call(method)).await?)
    }

    pub(super) async fn validating_factor(
        &self,
        session: &Session,
        code: &SecretString,
    ) -> Result<SecondFactor, Refusal> {
        let call = second_factor::validate_call(wire(code));
        second_factor::read(&self.offered(session, &call).await?)
    }

    pub(super) async fn resending_factor(&self, session: &Session) -> Result<SecondFactor, Refusal> {
        second_factor::read(&self.offered(session, &second_factor::resend_call()).await?)
    }

    pub(super) async fn reading_factor_code(&self, session: &Session) -> Result<SentCode, Refusal> {
        second_factor::read_code(&self.offered(session, &second_factor::code_call()).await?)
    }

    pub(super) async fn sending_factor_code(&self, session: &Session) -> Result<SentCode, Refusal> {
        second_factor::read_code(&self.offered(session, &second_factor::send_call()).await?)
    }

    pub(super) async fn reading_proof(&self, session: &Session) -> Result<Duration, Refusal> {
        step_up::read(&self.offered(session, &step_up::call()).await?)
    }
}
