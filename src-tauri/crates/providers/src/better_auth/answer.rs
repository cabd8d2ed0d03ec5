//! What the service's refusals mean. It names each by a code; whatever has no code and is no JSON, it did not write.

use account::{FieldError, Refusal, StepUpWay};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::transport::client::Reply;
use crate::transport::json;
use crate::transport::text;

/// What a refused call was about: decides which field a password belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// Signing in or up, or a new password by a mailed code.
    Entering,
    /// Changing the password.
    NewPassword,
    /// A second factor that was sent: its code can die without the sign-in.
    SentCode,
    /// Proving the password again.
    Proof,
    /// A change that carries the password proven before.
    Proven,
    /// Anything else.
    Section,
}

/// A refusal in the service's words.
#[derive(Deserialize)]
pub(super) struct Problem {
    #[serde(default)]
    pub(super) code: String,
    message: String,
}

/// Refusals of a change of address have no codes; these stand for them.
const EMAIL_THE_SAME: &str = "EMAIL_THE_SAME";
const EMAIL_TAKEN: &str = "EMAIL_TAKEN";
/// Of a site that has changing addresses off.
pub(super) const EMAIL_CHANGE_OFF: &str = "EMAIL_CHANGE_DISABLED";
/// Of a site that wants a code from the old address, too, before it mails one to the new: nothing here asks for two.
const OLD_EMAIL_FIRST: &str = "OLD_EMAIL_FIRST_DISABLED";

impl Problem {
    /// The service's code, or the one that stands for words it says without any.
    pub(super) fn name(&self) -> &str {
        if !self.code.is_empty() {
            return &self.code;
        }
        match self.message.as_str() {
            "Email is the same" => EMAIL_THE_SAME,
            "Email already in use" => EMAIL_TAKEN,
            "Change email with OTP is disabled" => EMAIL_CHANGE_OFF,
            "OTP is required to verify current email" => OLD_EMAIL_FIRST,
            _ => "",
        }
    }
}

/// The payload of a success: an object.
pub(super) fn read<D: DeserializeOwned>(reply: &Reply) -> Result<D, Refusal> {
    if !reply.is_json() {
        return Err(Refusal::Nonsense);
    }
    json::read_object(&reply.body).ok_or(Refusal::Nonsense)
}

/// A payload that is a list of objects.
pub(super) fn read_list<D: DeserializeOwned>(reply: &Reply) -> Result<Vec<D>, Refusal> {
    if !reply.is_json() {
        return Err(Refusal::Nonsense);
    }
    json::read_objects(&reply.body).ok_or(Refusal::Nonsense)
}

/// Whether the payload is the word for nothing.
pub(super) fn is_null(reply: &Reply) -> bool {
    reply.status.is_success() && reply.is_json() && reply.body.trim_ascii() == b"null"
}

/// The refusal an answer holds, if the service wrote it.
pub(super) fn problem(reply: &Reply) -> Option<Problem> {
    read(reply).ok().filter(|_| !reply.status.is_success())
}

/// Whether the service says that nobody is signed in. One such answer is not believed alone; see `calls`.
pub(super) fn says_nobody(reply: &Reply) -> bool {
    // The last is how verifying a phone number says it.
    const CODES: [&str; 4] = [
        "UNAUTHORIZED",
        "UNAUTHORIZED_SESSION",
        "INVALID_TWO_FACTOR_COOKIE",
        "USER_NOT_FOUND",
    ];
    reply.status.as_u16() == 401 && problem(reply).is_some_and(|problem| CODES.contains(&problem.code.as_str()))
}

/// Whether the service has no such call. Its router answers with no word at all; a page is somebody else's.
pub(super) fn has_no_such_call(reply: &Reply) -> bool {
    reply.status.as_u16() == 404 && (reply.body.is_empty() || reply.is_json())
}

/// What an answer that is not a success means.
pub(super) fn refusal(reply: &Reply, about: About) -> Refusal {
    let Some(problem) = problem(reply) else {
        return if has_no_such_call(reply) {
            Refusal::NotOffered
        } else {
            Refusal::Nonsense
        };
    };
    if problem.code.is_empty() && !matches!(reply.status.as_u16(), 400 | 409 | 422) {
        // Gateways, too, say "Unauthorized" and "Forbidden" in JSON; the service gives such things a code.
        return Refusal::Nonsense;
    }
    match problem.name() {
        "SESSION_NOT_FRESH" | "SESSION_EXPIRED" => Refusal::StepUp(vec![StepUpWay::Password]),
        "INVALID_PASSWORD" if about == About::Proven => Refusal::StepUp(vec![StepUpWay::Password]),
        "TOTP_ALREADY_ENABLED" | "TOTP_NOT_ENABLED" | "INVALID_TWO_FACTOR_COOKIE" => Refusal::NoSuchStep,
        "TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE" if about == About::SentCode => {
            Refusal::Fields(vec![with_words(&problem, "code", "code_spent")])
        }
        // The code has died of wrong tries; only a new one helps.
        "TOO_MANY_ATTEMPTS" | "TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE" => Refusal::NoSuchStep,
        // Of a phone number: no code is on its way to it.
        "OTP_NOT_FOUND" => Refusal::NoSuchStep,
        "PHONE_NUMBER_CANNOT_BE_UPDATED" => Refusal::NotOffered,
        "KEY_NOT_FOUND" => Refusal::Changed,
        "INVALID_ORIGIN" | "MISSING_OR_NULL_ORIGIN" => Refusal::NotOffered,
        code if is_absence(code) => Refusal::NotOffered,
        _ if matches!(reply.status.as_u16(), 400 | 401 | 409 | 422) => Refusal::Fields(vec![field(&problem, about)]),
        _ if matches!(reply.status.as_u16(), 403..=405) => Refusal::NotOffered,
        _ => Refusal::Nonsense,
    }
}

/// Whether a code says that the service, or this account, has no such thing.
fn is_absence(code: &str) -> bool {
    ["_DISABLED", "_NOT_CONFIGURED", "_NOT_ENABLED"]
        .iter()
        .any(|end| code.ends_with(end))
        || code == "CREDENTIAL_ACCOUNT_NOT_FOUND"
}

/// Which field was refused and why, by the names that forms and their words have.
fn field(problem: &Problem, about: About) -> FieldError {
    let password = if about == About::NewPassword {
        "new_password"
    } else {
        "password"
    };
    let (field, code) = match problem.name() {
        "INVALID_EMAIL_OR_PASSWORD" => ("password", "email_password_mismatch"),
        "INVALID_PASSWORD" if about == About::NewPassword => ("current_password", "enter_current_password"),
        "INVALID_PASSWORD" => ("password", "incorrect_password"),
        "PASSWORD_TOO_SHORT" => (password, "password_too_short"),
        "PASSWORD_TOO_LONG" => (password, "password_too_long"),
        "PASSWORD_COMPROMISED" => (password, "password_too_common"),
        "INVALID_OTP" | "INVALID_CODE" | "INVALID_BACKUP_CODE" => ("code", "incorrect_code"),
        "OTP_EXPIRED" | "OTP_HAS_EXPIRED" => ("code", "code_expired"),
        "INVALID_EMAIL" => ("email", "invalid_email"),
        "USER_ALREADY_EXISTS" | "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL" | EMAIL_TAKEN => ("email", "email_taken"),
        EMAIL_THE_SAME => ("email", "same_as_current"),
        "INVALID_PHONE_NUMBER" => ("number", "invalid_phone"),
        "PHONE_NUMBER_EXIST" => ("number", "phone_taken"),
        "INVALID_NAME_LENGTH" => ("name", "too_long"),
        "NAME_REQUIRED" => ("name", "required"),
        "VALIDATION_ERROR" => return invalid(problem, password),
        _ => return other(problem),
    };
    with_words(problem, field, code)
}

/// A body that the service's schema refused: its message begins with the field, such as `[body.email]`.
fn invalid(problem: &Problem, password: &'static str) -> FieldError {
    let name = problem
        .message
        .strip_prefix("[body.")
        .and_then(|rest| rest.split(']').next());
    let (field, code) = match name {
        Some("email" | "newEmail") => ("email", "invalid_email"),
        Some("password" | "newPassword") => (password, "required"),
        Some("currentPassword") => ("current_password", "required"),
        Some("otp" | "code") => ("code", "incorrect_code"),
        Some("name") => ("name", "invalid"),
        Some("phoneNumber") => ("number", "invalid_phone"),
        _ => ("", "invalid"),
    };
    with_words(problem, field, code)
}

/// A code this version does not know: it keeps its name and its words, and stands for the whole.
fn other(problem: &Problem) -> FieldError {
    with_words(problem, "", &text::word(&problem.code.to_ascii_lowercase()))
}

fn with_words(problem: &Problem, field: &str, code: &str) -> FieldError {
    let message = text::plain(&problem.message, text::MESSAGE);
    FieldError {
        field: field.to_owned(),
        code: code.to_owned(),
        message: (!message.is_empty()).then_some(message),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use http::header::CONTENT_TYPE;
    use http::{HeaderMap, StatusCode};

    use super::*;

    fn reply(status: u16, kind: &str, body: &str) -> Reply {
        Reply {
            status: StatusCode::from_u16(status).unwrap(),
            headers: HeaderMap::from_iter([(CONTENT_TYPE, kind.parse().unwrap())]),
            body: body.to_owned().into(),
        }
    }

    fn said(status: u16, code: &str) -> Reply {
        reply(
            status,
            "application/json",
            &format!(r#"{{"message":"Words","code":"{code}"}}"#),
        )
    }

    fn only_field(refusal: Refusal) -> (String, String) {
        match refusal {
            Refusal::Fields(mut errors) => errors.pop().map(|error| (error.field, error.code)).unwrap(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_password_is_named_by_what_it_was_typed_for() {
        let named = |about| only_field(refusal(&said(400, "INVALID_PASSWORD"), about)).0;
        assert_eq!(named(About::NewPassword), "current_password");
        assert_eq!(named(About::Proof), "password");
        assert_eq!(
            refusal(&said(400, "INVALID_PASSWORD"), About::Proven),
            Refusal::StepUp(vec![StepUpWay::Password]),
            "it was changed since it was proven"
        );
        let short = |about| only_field(refusal(&said(400, "PASSWORD_TOO_SHORT"), about)).0;
        assert_eq!(
            (short(About::Entering).as_str(), short(About::NewPassword).as_str()),
            ("password", "new_password")
        );
    }

    #[test]
    fn what_the_schema_refuses_lands_on_its_field() {
        let body = r#"{"message":"[body.email] Invalid email address","code":"VALIDATION_ERROR"}"#;
        let refused = refusal(&reply(400, "application/json", body), About::Entering);
        assert_eq!(only_field(refused), ("email".to_owned(), "invalid_email".to_owned()));
        let body = r#"{"message":"[body.\u202eevil] x","code":"VALIDATION_ERROR"}"#;
        let refused = refusal(&reply(400, "application/json", body), About::Entering);
        assert_eq!(only_field(refused).0, "");
    }

    #[test]
    fn a_sent_code_dies_without_its_sign_in() {
        let told = |about| refusal(&said(400, "TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE"), about);
        assert_eq!(told(About::Entering), Refusal::NoSuchStep);
        assert_eq!(
            only_field(told(About::SentCode)),
            ("code".to_owned(), "code_spent".to_owned())
        );
    }

    #[test]
    fn words_without_a_code_have_names_here() {
        let words = |message: &str| {
            let body = format!(r#"{{"message":"{message}"}}"#);
            refusal(&reply(400, "application/json", &body), About::Section)
        };
        assert_eq!(words("Change email with OTP is disabled"), Refusal::NotOffered);
        assert_eq!(words("OTP is required to verify current email"), Refusal::NotOffered);
        let taken = only_field(words("Email already in use"));
        assert_eq!(taken, ("email".to_owned(), "email_taken".to_owned()));
        assert_eq!(only_field(words("Email is the same")).1, "same_as_current");
        assert_eq!(only_field(words("Something else")).1, "unknown");
    }

    #[test]
    fn what_is_said_of_a_number_lands_on_it() {
        let said_of = |code: &str| only_field(refusal(&said(400, code), About::Section));
        assert_eq!(
            said_of("PHONE_NUMBER_EXIST"),
            ("number".to_owned(), "phone_taken".to_owned())
        );
        assert_eq!(said_of("INVALID_PHONE_NUMBER").0, "number");
        let none = refusal(&said(400, "OTP_NOT_FOUND"), About::Section);
        assert_eq!(none, Refusal::NoSuchStep, "no code is awaited");
        assert!(says_nobody(&said(401, "USER_NOT_FOUND")) && !says_nobody(&said(400, "USER_NOT_FOUND")));
    }

    #[test]
    fn unknown_codes_are_told_in_the_services_words() {
        let Refusal::Fields(errors) = refusal(&said(400, "SOMETHING_NEW"), About::Section) else {
            panic!("fields expected")
        };
        assert_eq!(errors[0].code, "something_new");
        assert_eq!(errors[0].message.as_deref(), Some("Words"));
    }

    #[test]
    fn what_the_service_did_not_write_says_nothing() {
        for other in [
            reply(401, "text/html", "<h1>Sign in to the network</h1>"),
            reply(401, "application/json", "[]"),
            reply(403, "application/json", r#"{"error":"blocked"}"#),
            reply(404, "text/html", "<h1>Not found</h1>"),
        ] {
            assert_eq!(refusal(&other, About::Section), Refusal::Nonsense);
            assert!(!says_nobody(&other));
        }
        // The words of a common gateway, which knows no codes.
        let gateway = reply(401, "application/json", r#"{"message":"Unauthorized"}"#);
        assert!(!says_nobody(&gateway));
        assert_eq!(refusal(&gateway, About::Section), Refusal::Nonsense);
        assert_eq!(
            refusal(&reply(404, "text/plain", ""), About::Section),
            Refusal::NotOffered
        );
    }
}
