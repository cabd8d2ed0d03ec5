//! Shapes held against answers recorded from a genuine server (django-allauth 65.21).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Answer, Authenticator, Config, Meta, SessionData, SessionRecord, TotpMeta};

/// Reads a recorded answer and writes it again: nothing is lost, nothing is added, `null` stays `null`.
fn survives<D: DeserializeOwned + Serialize, M: DeserializeOwned + Serialize>(recorded: &str) {
    let answer: Answer<D, M> = serde_json::from_str(recorded).unwrap();
    let wanted: Value = serde_json::from_str(recorded).unwrap();
    assert_eq!(serde_json::to_value(answer).unwrap(), wanted);
}

#[test]
fn session_answers() {
    let survives = survives::<SessionData, Meta>;
    survives(
        r#"{"status":410,"data":{"flows":[{"id":"login"},{"id":"password_reset_by_code","is_pending":false}]},"meta":{"is_authenticated":null}}"#,
    );
    survives(
        r#"{"status":401,"data":{"flows":[{"id":"mfa_authenticate","is_pending":true,"types":["recovery_codes","totp"]}]},"meta":{"is_authenticated":false,"session_token":"prvh65cggx8rei9b"}}"#,
    );
    survives(
        r#"{"status":200,"data":{"user":{"id":1,"display":"k@lab.invalid","email":"k@lab.invalid","has_usable_password":true},"methods":[{"method":"password","at":1795176940.8618302,"reauthenticated":true},{"method":"mfa","at":1795177006.4422877,"id":1,"type":"totp","reauthenticated":true}]},"meta":{"is_authenticated":true}}"#,
    );
    survives(r#"{"status":400,"errors":[{"message":"Incorrect code.","code":"incorrect_code","param":"key"}]}"#);
    survives(r#"{"status":409}"#);
}

#[test]
fn factor_answers() {
    survives::<Vec<Authenticator>, Meta>(
        r#"{"status":200,"data":[{"type":"totp","created_at":1795176960.390446,"last_used_at":null},{"type":"recovery_codes","created_at":1795176960.392116,"last_used_at":null,"total_code_count":10,"unused_code_count":10}]}"#,
    );
    survives::<Value, TotpMeta>(
        r#"{"status":404,"meta":{"secret":"TUXI3HASTXHQJITC","totp_url":"otpauth://totp/k%40lab.invalid?secret=TUXI3HASTXHQJITC&issuer=Lab"}}"#,
    );
}

#[test]
fn configuration_and_sessions() {
    survives::<Config, Meta>(
        r#"{"status":200,"data":{"account":{"login_methods":["email"],"is_open_for_signup":true,"email_verification_by_code_enabled":true,"login_by_code_enabled":true,"password_reset_by_code_enabled":true,"authentication_method":"email"},"mfa":{"supported_types":["totp","recovery_codes"],"passkey_login_enabled":false},"usersessions":{"track_activity":true}}}"#,
    );
    survives::<Vec<SessionRecord>, Meta>(
        r#"{"status":200,"data":[{"user_agent":"lab-client/1","ip":"127.0.0.1","created_at":1795177022.969142,"is_current":true,"id":5,"last_seen_at":1795177022.969148}]}"#,
    );
}

#[test]
fn a_missing_field_of_a_request_is_empty() {
    let credentials: super::request::Credentials = serde_json::from_str(r#"{"email":"k@lab.invalid"}"#).unwrap();
    assert!(credentials.password.is_empty());
}
