//! The one trait every adapter to a kind of service implements.

use std::collections::BTreeMap;
use std::time::Duration;

use async_trait::async_trait;
use secrecy::SecretString;

use crate::capabilities::Capabilities;
use crate::refusal::Refusal;
use crate::sections::activity::Event;
use crate::sections::alerts::{AlertReception, AlertReport, AlertSettings, TestAlert};
use crate::sections::closure::{Closure, ClosureRequest};
use crate::sections::consents::Consent;
use crate::sections::devices::{Device, DeviceId, NewDevice};
use crate::sections::factors::{Factor, FactorMethod, RecoveryCodeSet, SecondFactor, SentCode, TotpSetup};
use crate::sections::keys::{ApiKey, KeyId, KeysKind, MadeKey};
use crate::sections::password::PasswordPolicy;
use crate::sections::phones::{Phone, PhoneChannel};
use crate::sections::profile::{EmailAddresses, Profile};
use crate::sections::sessions::{SessionId, SessionInfo};
use crate::session::Session;
use crate::sign_in::{Captcha, CaptchaAnswer, Credentials, NewAccount, ResetDelivery, SignedIn};

/// A service where people have accounts.
///
/// Readings are repeated a little when the network fails; changes never are. Any call may renew the session's token
/// (see [`Session::take_renewed`]). Every call may end with the refusals that can befall any: `RateLimited`, `Gone`,
/// `Unreachable`, `Unknown`, `Nonsense`, `ServiceFailed`; a section's changes also with `StepUp`. Others are named.
#[async_trait]
pub trait Provider: Send + Sync {
    /// What the service offers, to this session; works signed in and signed out.
    async fn capabilities(&self, session: &Session) -> Result<Capabilities, Refusal>;

    /// How many seconds the service's clock is ahead of this computer's (negative: behind), as its last answer said;
    /// exact to about two seconds. A large value explains refused one-time codes.
    fn clock_skew(&self) -> Option<i64>;

    /// Who is signed in. `Step` when a sign-in is half-finished, `Gone` when nobody is signed in.
    async fn current(&self, session: &Session) -> Result<SignedIn, Refusal>;

    /// Makes an account. Usually ends with `Step(VerifyEmail)`; the same for an address that already has one.
    async fn sign_up(&self, session: &Session, account: &NewAccount) -> Result<SignedIn, Refusal>;

    /// Answers `Step(VerifyEmail)`, or someone signed in their change of address, with the mailed code.
    async fn verify_email(&self, session: &Session, code: &SecretString) -> Result<SignedIn, Refusal>;

    /// Sends the code of `Step(VerifyEmail)`, or of a change of address, once more.
    async fn resend_email_code(&self, session: &Session) -> Result<(), Refusal>;

    /// Signs in. `Step` when more is asked.
    async fn sign_in(&self, session: &Session, credentials: &Credentials) -> Result<SignedIn, Refusal>;

    /// Answers `Step(SecondFactor)` with a one-time code or a recovery code.
    async fn answer_factor(&self, session: &Session, code: &SecretString) -> Result<SignedIn, Refusal>;

    /// Has a sign-in code mailed. Says the same for unknown addresses.
    async fn request_sign_in_code(&self, session: &Session, email: &str) -> Result<(), Refusal>;

    /// Answers `Step(SignInByCode)` with the mailed code. `Step` when more is asked.
    async fn confirm_sign_in_code(&self, session: &Session, code: &SecretString) -> Result<SignedIn, Refusal>;

    /// Has the means to set a new password mailed. Says the same for unknown addresses.
    async fn request_password_reset(&self, session: &Session, email: &str) -> Result<ResetDelivery, Refusal>;

    /// Whether the mailed reset code is right, before a new password is typed.
    async fn check_reset_code(&self, session: &Session, code: &SecretString) -> Result<(), Refusal>;

    /// Sets a new password with the mailed code. Nobody is signed in by it.
    async fn reset_password(
        &self,
        session: &Session,
        code: &SecretString,
        new_password: &SecretString,
    ) -> Result<(), Refusal>;

    /// A challenge for [`Provider::request_temporary_password`], its question in this language (a BCP 47 tag) if it can be.
    async fn captcha(&self, _session: &Session, _language: &str) -> Result<Captcha, Refusal> {
        Err(Refusal::NotOffered)
    }

    /// Has a temporary password mailed; answers how long it counts. Says the same for unknown addresses. Signing in with it ends with
    /// `Step(ReplacePassword)`. A challenge is used up by it, whatever comes of it.
    async fn request_temporary_password(
        &self,
        _session: &Session,
        _email: &str,
        _captcha: Option<&CaptchaAnswer>,
    ) -> Result<Duration, Refusal> {
        Err(Refusal::NotOffered)
    }

    /// Answers `Step(ReplacePassword)`. `Step` when more is asked.
    async fn replace_password(&self, _session: &Session, _new_password: &SecretString) -> Result<SignedIn, Refusal> {
        Err(Refusal::NotOffered)
    }

    /// Ends this session at the service and drops its token.
    async fn sign_out(&self, session: &Session) -> Result<(), Refusal>;

    /// Answers `StepUp` by password.
    async fn step_up_password(&self, session: &Session, password: &SecretString) -> Result<(), Refusal>;

    /// Answers `StepUp` by a one-time code or a recovery code.
    async fn step_up_factor(&self, session: &Session, code: &SecretString) -> Result<(), Refusal>;

    /// The profile. `NotOffered` where there is none.
    async fn profile(&self, session: &Session) -> Result<Profile, Refusal>;

    /// Saves the fields that change, if the profile still has the `version` that was read; else `Changed`.
    async fn save_profile(
        &self,
        session: &Session,
        changes: &BTreeMap<String, String>,
        version: Option<&str>,
    ) -> Result<Profile, Refusal>;

    /// The account's address, and the one that awaits its code.
    async fn email_addresses(&self, session: &Session) -> Result<EmailAddresses, Refusal> {
        let _ = session;
        Err(Refusal::NotOffered)
    }

    /// Has a code mailed to a new address. The old one holds until [`Provider::verify_email`];
    /// [`Provider::resend_email_code`] sends it again.
    async fn begin_email_change(&self, session: &Session, email: &str) -> Result<EmailAddresses, Refusal> {
        let _ = (session, email);
        Err(Refusal::NotOffered)
    }

    /// What a new password must be; knows nothing ([`PasswordPolicy::unstated`]) where the service does not say.
    async fn password_policy(&self, session: &Session) -> Result<PasswordPolicy, Refusal>;

    /// Changes the password. The other sessions end; this one's token is renewed.
    async fn change_password(
        &self,
        session: &Session,
        current: &SecretString,
        new_password: &SecretString,
    ) -> Result<(), Refusal>;

    /// The second factors that are set up.
    async fn factors(&self, session: &Session) -> Result<Vec<Factor>, Refusal>;

    /// A new key for one-time codes. Asking again replaces it: after a step-up, repeat only
    /// [`Provider::activate_totp`]. `NoSuchStep` when one is already set up.
    async fn begin_totp(&self, session: &Session) -> Result<TotpSetup, Refusal>;

    /// Sets the key up, by a code of it. On `StepUp` the key stays proposed.
    async fn activate_totp(&self, session: &Session, code: &SecretString) -> Result<(), Refusal>;

    /// Turns one-time codes off.
    async fn deactivate_totp(&self, session: &Session) -> Result<(), Refusal>;

    /// The recovery codes. `NotOffered` when there are none.
    async fn recovery_codes(&self, session: &Session) -> Result<RecoveryCodeSet, Refusal>;

    /// Makes new recovery codes; the old ones stop working.
    async fn regenerate_recovery_codes(&self, session: &Session) -> Result<RecoveryCodeSet, Refusal>;

    /// The method of the second factor that was chosen, and those that can be. `NotOffered` where there is no choice.
    async fn second_factor(&self, _session: &Session) -> Result<SecondFactor, Refusal> {
        Err(Refusal::NotOffered)
    }

    /// Has a code sent that will validate another method, which holds from then on; or, with none, turns the second factor off.
    /// Other sessions end with a change. One-time passwords are set up by [`Provider::activate_totp`] instead, which takes the
    /// place of the method that held.
    async fn choose_factor(&self, _session: &Session, _method: Option<FactorMethod>) -> Result<SecondFactor, Refusal> {
        Err(Refusal::NotOffered)
    }

    /// Validates the method that was chosen, by the code that was sent. `NoSuchStep` when none is awaited any more.
    async fn validate_factor(&self, _session: &Session, _code: &SecretString) -> Result<SecondFactor, Refusal> {
        Err(Refusal::NotOffered)
    }

    /// Has that code sent again.
    async fn resend_factor(&self, _session: &Session) -> Result<SecondFactor, Refusal> {
        Err(Refusal::NotOffered)
    }

    /// Where the code went that `Step(SecondFactor)` or a step-up waits for. `NoSuchStep` when none was sent.
    async fn factor_code(&self, _session: &Session) -> Result<SentCode, Refusal> {
        Err(Refusal::NotOffered)
    }

    /// Has a code sent for them, or another one.
    async fn send_factor_code(&self, _session: &Session) -> Result<SentCode, Refusal> {
        Err(Refusal::NotOffered)
    }

    /// How long the last proof of who is there still counts at the account's door; `StepUp` when it does not.
    async fn proof_left(&self, _session: &Session) -> Result<Duration, Refusal> {
        Err(Refusal::NotOffered)
    }

    /// The number on a channel, and what awaits its code there as far as the service tells.
    async fn phone(&self, session: &Session, channel: PhoneChannel) -> Result<Phone, Refusal> {
        let _ = (session, channel);
        Err(Refusal::NotOffered)
    }

    /// Has a code sent to a number, in E.164. The old number holds until [`Provider::verify_phone`].
    async fn begin_phone(&self, session: &Session, channel: PhoneChannel, number: &str) -> Result<Phone, Refusal> {
        let _ = (session, channel, number);
        Err(Refusal::NotOffered)
    }

    /// Answers with the code that came; the number is the account's then. `NoSuchStep` when none is awaited.
    async fn verify_phone(
        &self,
        session: &Session,
        channel: PhoneChannel,
        code: &SecretString,
    ) -> Result<Phone, Refusal> {
        let _ = (session, channel, code);
        Err(Refusal::NotOffered)
    }

    /// Has another code sent to the number that awaits one. `NoSuchStep` when none does.
    async fn resend_phone_code(
        &self,
        session: &Session,
        channel: PhoneChannel,
        number: &str,
    ) -> Result<Phone, Refusal> {
        let _ = (session, channel, number);
        Err(Refusal::NotOffered)
    }

    /// Takes the number away. `Changed` when it is gone already.
    async fn delete_phone(&self, session: &Session, channel: PhoneChannel) -> Result<Phone, Refusal> {
        let _ = (session, channel);
        Err(Refusal::NotOffered)
    }

    /// The API token, or the API keys, newest first; of the kind the capabilities name.
    async fn api_keys(&self, session: &Session, kind: KeysKind) -> Result<Vec<ApiKey>, Refusal>;

    /// The secret of the token, or of the key of that number. `NotOffered` where it was shown when it was made and is not
    /// again; `Changed` when the key is gone.
    async fn api_key_secret(&self, session: &Session, kind: KeysKind, id: KeyId) -> Result<SecretString, Refusal>;

    /// Makes another token; the old one stops working at once.
    async fn reissue_api_token(&self, session: &Session) -> Result<MadeKey, Refusal>;

    /// Makes a key with a name.
    async fn add_api_key(&self, session: &Session, name: &str) -> Result<MadeKey, Refusal>;

    /// Deletes a key, which stops working at once; answers those that are left. `Changed` when it is gone already.
    async fn delete_api_key(&self, session: &Session, id: KeyId) -> Result<Vec<ApiKey>, Refusal>;

    /// The alert settings, and where each way leads.
    async fn alert_settings(&self, _session: &Session) -> Result<AlertReception, Refusal> {
        Err(Refusal::NotOffered)
    }

    /// Saves the alert settings, if they still have the `version` that was read; else `Changed`.
    async fn save_alert_settings(
        &self,
        _session: &Session,
        _settings: &AlertSettings,
        _version: Option<&str>,
    ) -> Result<AlertReception, Refusal> {
        Err(Refusal::NotOffered)
    }

    /// Sends a test alert to whoever would get one like it, and tells what became of each way. A change that no reading
    /// shows: without an answer it stays unknown whether it was sent.
    async fn send_test_alert(&self, _session: &Session, _alert: &TestAlert) -> Result<AlertReport, Refusal> {
        Err(Refusal::NotOffered)
    }

    /// The mobile devices.
    async fn devices(&self, _session: &Session) -> Result<Vec<Device>, Refusal> {
        Err(Refusal::NotOffered)
    }

    /// Registers a device.
    async fn register_device(&self, _session: &Session, _device: &NewDevice) -> Result<Device, Refusal> {
        Err(Refusal::NotOffered)
    }

    /// Sends a test notice to a device, and answers it with what became of that. `Changed` when it is gone from the list.
    async fn test_device(&self, _session: &Session, _id: DeviceId) -> Result<Device, Refusal> {
        Err(Refusal::NotOffered)
    }

    /// Deletes a device; answers those that are left. `Changed` when it is gone from the list already.
    async fn delete_device(&self, _session: &Session, _id: DeviceId) -> Result<Vec<Device>, Refusal> {
        Err(Refusal::NotOffered)
    }

    /// The consent to marketing messages.
    async fn marketing_consent(&self, session: &Session) -> Result<Consent, Refusal>;

    /// Agrees to marketing messages, or not any more. Deciding as before keeps the date.
    async fn decide_on_marketing(&self, session: &Session, agreed: bool) -> Result<Consent, Refusal>;

    /// What closing the account means now. `NotOffered` where accounts are not closed.
    async fn closure(&self, _session: &Session) -> Result<Closure, Refusal> {
        Err(Refusal::NotOffered)
    }

    /// Closes the account for good, and with it this session. `Fields` when something is missing or wrong; without a
    /// field's name when it stands in the way.
    async fn close_account(&self, _session: &Session, _request: &ClosureRequest) -> Result<(), Refusal> {
        Err(Refusal::NotOffered)
    }

    /// What happened to the account lately, newest first. `NotOffered` where the service does not tell.
    async fn activity(&self, session: &Session) -> Result<Vec<Event>, Refusal> {
        let _ = session;
        Err(Refusal::NotOffered)
    }

    /// Where the account is signed in.
    async fn sessions(&self, session: &Session) -> Result<Vec<SessionInfo>, Refusal>;

    /// Ends these sessions; answers those that are left.
    async fn end_sessions(&self, session: &Session, ids: &[SessionId]) -> Result<Vec<SessionInfo>, Refusal>;

    /// Ends every session but this one; answers those that are left.
    async fn end_other_sessions(&self, session: &Session) -> Result<Vec<SessionInfo>, Refusal>;
}
