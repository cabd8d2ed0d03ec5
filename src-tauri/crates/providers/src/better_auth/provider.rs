//! The [`Provider`] trait, handed on to the files that know each section.

use std::collections::BTreeMap;

use account::{
    ApiKey, Capabilities, Closure, ClosureRequest, Consent, Credentials, EmailAddresses, Factor, FactorMethod, KeyId,
    KeysKind, MadeKey, NewAccount, PasswordPolicy, Phone, PhoneChannel, Profile, Provider, RecoveryCodeSet, Refusal,
    ResetDelivery, SecondFactor, SentCode, Session, SessionId, SessionInfo, SignedIn, TotpSetup,
};
use async_trait::async_trait;
use secrecy::SecretString;

use super::BetterAuthProvider;

#[async_trait]
impl Provider for BetterAuthProvider {
    async fn capabilities(&self, session: &Session) -> Result<Capabilities, Refusal> {
        self.discovering(session).await
    }
    fn clock_skew(&self) -> Option<i64> {
        self.client.clock_skew()
    }
    async fn current(&self, session: &Session) -> Result<SignedIn, Refusal> {
        self.current_person(session).await
    }
    async fn sign_up(&self, session: &Session, account: &NewAccount) -> Result<SignedIn, Refusal> {
        self.signing_up(session, account).await
    }
    async fn verify_email(&self, session: &Session, code: &SecretString) -> Result<SignedIn, Refusal> {
        self.verifying_email(session, code).await
    }
    async fn resend_email_code(&self, session: &Session) -> Result<(), Refusal> {
        self.resending_email_code(session).await
    }
    async fn sign_in(&self, session: &Session, credentials: &Credentials) -> Result<SignedIn, Refusal> {
        self.signing_in(session, credentials).await
    }
    async fn answer_factor(&self, session: &Session, code: &SecretString) -> Result<SignedIn, Refusal> {
        self.answering_factor(session, code).await
    }
    async fn request_sign_in_code(&self, session: &Session, email: &str) -> Result<(), Refusal> {
        self.requesting_code(session, email).await
    }
    async fn confirm_sign_in_code(&self, session: &Session, code: &SecretString) -> Result<SignedIn, Refusal> {
        self.confirming_code(session, code).await
    }
    async fn request_password_reset(&self, session: &Session, email: &str) -> Result<ResetDelivery, Refusal> {
        self.requesting_reset(session, email).await
    }
    async fn check_reset_code(&self, session: &Session, code: &SecretString) -> Result<(), Refusal> {
        self.checking_reset_code(session, code).await
    }
    async fn reset_password(
        &self,
        session: &Session,
        code: &SecretString,
        new_password: &SecretString,
    ) -> Result<(), Refusal> {
        self.resetting_password(session, code, new_password).await
    }
    async fn sign_out(&self, session: &Session) -> Result<(), Refusal> {
        self.signing_out(session).await
    }
    async fn step_up_password(&self, session: &Session, password: &SecretString) -> Result<(), Refusal> {
        self.stepping_up(session, password).await
    }
    async fn step_up_factor(&self, session: &Session, code: &SecretString) -> Result<(), Refusal> {
        self.stepping_up_factor(session, code).await
    }
    async fn profile(&self, session: &Session) -> Result<Profile, Refusal> {
        self.reading_profile(session).await
    }
    async fn save_profile(
        &self,
        session: &Session,
        changes: &BTreeMap<String, String>,
        version: Option<&str>,
    ) -> Result<Profile, Refusal> {
        self.saving_profile(session, changes, version).await
    }
    async fn email_addresses(&self, session: &Session) -> Result<EmailAddresses, Refusal> {
        self.reading_email(session).await
    }
    async fn begin_email_change(&self, session: &Session, email: &str) -> Result<EmailAddresses, Refusal> {
        self.beginning_email_change(session, email).await
    }
    async fn password_policy(&self, session: &Session) -> Result<PasswordPolicy, Refusal> {
        if session.belongs_to(&self.client.origin) {
            // The service judges, and does not say by what.
            Ok(PasswordPolicy::unstated())
        } else {
            Err(Refusal::ForeignSession)
        }
    }
    async fn change_password(
        &self,
        session: &Session,
        current: &SecretString,
        new_password: &SecretString,
    ) -> Result<(), Refusal> {
        self.changing_password(session, current, new_password).await
    }
    async fn factors(&self, session: &Session) -> Result<Vec<Factor>, Refusal> {
        self.listing_factors(session).await
    }
    async fn begin_totp(&self, session: &Session) -> Result<TotpSetup, Refusal> {
        self.beginning_totp(session).await
    }
    async fn activate_totp(&self, session: &Session, code: &SecretString) -> Result<(), Refusal> {
        self.activating_totp(session, code).await
    }
    async fn deactivate_totp(&self, session: &Session) -> Result<(), Refusal> {
        self.deactivating_totp(session).await
    }
    async fn recovery_codes(&self, session: &Session) -> Result<RecoveryCodeSet, Refusal> {
        self.reading_recovery_codes(session).await
    }
    async fn regenerate_recovery_codes(&self, session: &Session) -> Result<RecoveryCodeSet, Refusal> {
        self.making_recovery_codes(session).await
    }
    async fn choose_factor(&self, session: &Session, method: Option<FactorMethod>) -> Result<SecondFactor, Refusal> {
        self.choosing_factor(session, method).await
    }
    async fn factor_code(&self, session: &Session) -> Result<SentCode, Refusal> {
        self.reading_factor_code(session)
    }
    async fn send_factor_code(&self, session: &Session) -> Result<SentCode, Refusal> {
        self.sending_factor_code(session).await
    }
    async fn phone(&self, session: &Session, channel: PhoneChannel) -> Result<Phone, Refusal> {
        self.reading_phone(session, channel).await
    }
    async fn begin_phone(&self, session: &Session, channel: PhoneChannel, number: &str) -> Result<Phone, Refusal> {
        self.beginning_phone(session, channel, number).await
    }
    async fn verify_phone(
        &self,
        session: &Session,
        channel: PhoneChannel,
        code: &SecretString,
    ) -> Result<Phone, Refusal> {
        self.verifying_phone(session, channel, code).await
    }
    async fn resend_phone_code(
        &self,
        session: &Session,
        channel: PhoneChannel,
        number: &str,
    ) -> Result<Phone, Refusal> {
        self.resending_phone_code(session, channel, number).await
    }
    async fn delete_phone(&self, session: &Session, channel: PhoneChannel) -> Result<Phone, Refusal> {
        self.deleting_phone(session, channel).await
    }
    async fn api_keys(&self, session: &Session, kind: KeysKind) -> Result<Vec<ApiKey>, Refusal> {
        self.listing_keys(session, kind).await
    }
    async fn api_key_secret(&self, _: &Session, _: KeysKind, _: KeyId) -> Result<SecretString, Refusal> {
        Err(Refusal::NotOffered)
    }
    async fn reissue_api_token(&self, _: &Session) -> Result<MadeKey, Refusal> {
        Err(Refusal::NotOffered)
    }
    async fn add_api_key(&self, session: &Session, name: &str) -> Result<MadeKey, Refusal> {
        self.adding_key(session, name).await
    }
    async fn delete_api_key(&self, session: &Session, id: KeyId) -> Result<Vec<ApiKey>, Refusal> {
        self.deleting_key(session, id).await
    }
    async fn marketing_consent(&self, _: &Session) -> Result<Consent, Refusal> {
        Err(Refusal::NotOffered)
    }
    async fn decide_on_marketing(&self, _: &Session, _: bool) -> Result<Consent, Refusal> {
        Err(Refusal::NotOffered)
    }
    async fn closure(&self, session: &Session) -> Result<Closure, Refusal> {
        self.reading_closure(session).await
    }
    async fn close_account(&self, session: &Session, request: &ClosureRequest) -> Result<(), Refusal> {
        self.closing(session, request).await
    }
    async fn sessions(&self, session: &Session) -> Result<Vec<SessionInfo>, Refusal> {
        self.listing_sessions(session).await
    }
    async fn end_sessions(&self, session: &Session, ids: &[SessionId]) -> Result<Vec<SessionInfo>, Refusal> {
        self.ending_sessions(session, ids).await
    }
    async fn end_other_sessions(&self, session: &Session) -> Result<Vec<SessionInfo>, Refusal> {
        self.ending_other_sessions(session).await
    }
}
