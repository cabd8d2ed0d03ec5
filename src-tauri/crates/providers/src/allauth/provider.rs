//! The [`Provider`] trait, handed on to the files that know each section.

use std::collections::BTreeMap;
use std::time::Duration;

use account::{
    AlertReception, AlertReport, AlertSettings, ApiKey, Capabilities, Captcha, CaptchaAnswer, Closure, ClosureRequest,
    Consent, Credentials, Device, DeviceId, EmailAddresses, Event, Factor, FactorMethod, KeyId, KeysKind, MadeKey,
    NewAccount, NewDevice, PasswordPolicy, Phone, PhoneChannel, Profile, Provider, RecoveryCodeSet, Refusal,
    ResetDelivery, SecondFactor, SentCode, Session, SessionId, SessionInfo, SignedIn, TestAlert, TotpSetup,
};
use async_trait::async_trait;
use secrecy::SecretString;

use super::AllauthProvider;

#[async_trait]
impl Provider for AllauthProvider {
    async fn capabilities(&self, session: &Session) -> Result<Capabilities, Refusal> {
        self.discovering(session).await
    }
    fn clock_skew(&self) -> Option<i64> {
        self.client.clock_skew()
    }
    async fn current(&self, session: &Session) -> Result<SignedIn, Refusal> {
        self.who(session).await
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
    async fn captcha(&self, session: &Session, language: &str) -> Result<Captcha, Refusal> {
        self.making_captcha(session, language).await
    }
    async fn request_temporary_password(
        &self,
        session: &Session,
        email: &str,
        captcha: Option<&CaptchaAnswer>,
    ) -> Result<Duration, Refusal> {
        self.requesting_temporary_password(session, email, captcha).await
    }
    async fn replace_password(&self, session: &Session, new_password: &SecretString) -> Result<SignedIn, Refusal> {
        self.replacing_password(session, new_password).await
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
        self.reading_password_policy(session).await
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
    async fn second_factor(&self, session: &Session) -> Result<SecondFactor, Refusal> {
        self.reading_second_factor(session).await
    }
    async fn choose_factor(&self, session: &Session, method: Option<FactorMethod>) -> Result<SecondFactor, Refusal> {
        self.choosing_factor(session, method).await
    }
    async fn validate_factor(&self, session: &Session, code: &SecretString) -> Result<SecondFactor, Refusal> {
        self.validating_factor(session, code).await
    }
    async fn resend_factor(&self, session: &Session) -> Result<SecondFactor, Refusal> {
        self.resending_factor(session).await
    }
    async fn factor_code(&self, session: &Session) -> Result<SentCode, Refusal> {
        self.reading_factor_code(session).await
    }
    async fn send_factor_code(&self, session: &Session) -> Result<SentCode, Refusal> {
        self.sending_factor_code(session).await
    }
    async fn proof_left(&self, session: &Session) -> Result<Duration, Refusal> {
        self.reading_proof(session).await
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
    async fn api_key_secret(&self, session: &Session, kind: KeysKind, id: KeyId) -> Result<SecretString, Refusal> {
        self.revealing_key(session, kind, id).await
    }
    async fn reissue_api_token(&self, session: &Session) -> Result<MadeKey, Refusal> {
        self.reissuing_token(session).await
    }
    async fn add_api_key(&self, session: &Session, name: &str) -> Result<MadeKey, Refusal> {
        self.adding_key(session, name).await
    }
    async fn delete_api_key(&self, session: &Session, id: KeyId) -> Result<Vec<ApiKey>, Refusal> {
        self.deleting_key(session, id).await
    }
    async fn alert_settings(&self, session: &Session) -> Result<AlertReception, Refusal> {
        self.reading_alerts(session).await
    }
    async fn save_alert_settings(
        &self,
        session: &Session,
        settings: &AlertSettings,
        version: Option<&str>,
    ) -> Result<AlertReception, Refusal> {
        self.saving_alerts(session, settings, version).await
    }
    async fn send_test_alert(&self, session: &Session, alert: &TestAlert) -> Result<AlertReport, Refusal> {
        self.sending_test_alert(session, alert).await
    }
    async fn devices(&self, session: &Session) -> Result<Vec<Device>, Refusal> {
        self.listing_devices(session).await
    }
    async fn register_device(&self, session: &Session, device: &NewDevice) -> Result<Device, Refusal> {
        self.registering_device(session, device).await
    }
    async fn test_device(&self, session: &Session, id: DeviceId) -> Result<Device, Refusal> {
        self.testing_device(session, id).await
    }
    async fn delete_device(&self, session: &Session, id: DeviceId) -> Result<Vec<Device>, Refusal> {
        self.deleting_device(session, id).await
    }
    async fn marketing_consent(&self, session: &Session) -> Result<Consent, Refusal> {
        self.reading_consent(session).await
    }
    async fn decide_on_marketing(&self, session: &Session, agreed: bool) -> Result<Consent, Refusal> {
        self.deciding(session, agreed).await
    }
    async fn closure(&self, session: &Session) -> Result<Closure, Refusal> {
        self.reading_closure(session).await
    }
    async fn close_account(&self, session: &Session, request: &ClosureRequest) -> Result<(), Refusal> {
        self.closing(session, request).await
    }
    async fn activity(&self, session: &Session) -> Result<Vec<Event>, Refusal> {
        self.reading_activity(session).await
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
