//! RFC 9457 problem details, with a stable `code` and a JSON pointer (RFC 6901) for each field at fault.
//!
//! Clients decide by `code`; `title` and `detail` are for people reading a trace.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::core::Flow;

/// The media type of a problem.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// A refusal by the extension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Problem {
    /// A URI for the kind of problem: `about:blank`, as RFC 9457 allows where the status says enough.
    #[serde(rename = "type", default = "about_blank")]
    pub kind: String,
    /// A short summary for people.
    #[serde(default)]
    pub title: String,
    /// The HTTP status, repeated.
    pub status: u16,
    /// What clients decide by; one of the codes below, or one this version does not know.
    #[serde(default)]
    pub code: String,
    /// More for people, about this occurrence. Never a secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The fields at fault.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
    /// With `step_up_required`: how to prove again who is there, as the core lists it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flows: Vec<Flow>,
}

fn about_blank() -> String {
    "about:blank".to_owned()
}

impl Problem {
    /// A problem with a status, a code of [`codes`] and a summary for people.
    pub fn new(status: u16, code: &str, title: &str) -> Self {
        Self {
            kind: about_blank(),
            title: title.to_owned(),
            status,
            code: code.to_owned(),
            detail: None,
            errors: Vec::new(),
            flows: Vec::new(),
        }
    }
}

/// What is wrong with one field of what was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FieldProblem {
    /// A JSON pointer into the request's body: `/name`; empty when it is about the whole.
    pub pointer: String,
    /// What clients decide by, as with the whole.
    pub code: String,
    /// For people.
    #[serde(default)]
    pub detail: String,
}

impl FieldProblem {
    /// The top-level field the pointer names, unescaped; `None` when it points elsewhere or deeper.
    pub fn field(&self) -> Option<String> {
        let name = self.pointer.strip_prefix('/')?;
        (!name.is_empty() && !name.contains('/')).then(|| name.replace("~1", "/").replace("~0", "~"))
    }
}

/// Writes the constants as they stand, and a list of them with what they mean, for the published document.
macro_rules! codes {
    ($($(#[doc = $meaning:literal])+ pub const $name:ident: &str = $code:literal;)*) => {
        $($(#[doc = $meaning])+ pub const $name: &str = $code;)*

        /// Every code with its meaning, as its comment tells it.
        pub const MEANINGS: &[(&str, &str)] = &[$(($code, concat!($($meaning),+))),*];

        /// What a code means; empty for one that is not of this list.
        pub fn meaning(code: &str) -> &'static str {
            let found = MEANINGS.iter().find(|(one, _)| *one == code);
            found.map_or("", |(_, meaning)| meaning.trim())
        }
    };
}

/// The stable codes of the extension.
pub mod codes {
    codes! {
    /// 401: nobody is signed in on this session.
    pub const NOT_SIGNED_IN: &str = "not_signed_in";
    /// 401: signed in, but the person must prove again who they are; see `flows`.
    pub const STEP_UP_REQUIRED: &str = "step_up_required";
    /// 401: the token or key does not count, or not any more.
    pub const UNKNOWN_KEY: &str = "unknown_key";
    /// 410: the session's token is no longer known.
    pub const SESSION_GONE: &str = "session_gone";
    /// 404: this service has no such resource.
    pub const NOT_OFFERED: &str = "not_offered";
    /// 404: the account has no key of that number.
    pub const NO_SUCH_KEY: &str = "no_such_key";
    /// 404: the account has no device of that number.
    pub const NO_SUCH_DEVICE: &str = "no_such_device";
    /// 409: the account has as many devices as it may.
    pub const TOO_MANY_DEVICES: &str = "too_many_devices";
    /// 404: the account has no phone number there.
    pub const NO_SUCH_PHONE: &str = "no_such_phone";
    /// 409: the account has as many keys as it may.
    pub const TOO_MANY_KEYS: &str = "too_many_keys";
    /// 409: one-time codes are set up with a key, at the core.
    pub const KEY_NEEDED: &str = "key_needed";
    /// 409: no code was sent for this, or it is over: begin again.
    pub const NO_SUCH_STEP: &str = "no_such_step";
    /// 409: something stands in the way of closing the account; `errors` names each.
    pub const CLOSURE_BLOCKED: &str = "closure_blocked";
    /// 409: no code is awaited, or not by this session; ask for one.
    pub const NO_CODE_AWAITED: &str = "no_code_awaited";
    /// 409: signing in depends on the number; choose another second factor first.
    pub const PHONE_IN_USE: &str = "phone_in_use";
    /// 412: the resource changed since it was read.
    pub const CHANGED_MEANWHILE: &str = "changed_meanwhile";
    /// 422: some fields are at fault; see `errors`.
    pub const INVALID_FIELDS: &str = "invalid_fields";
    /// 428: the request must say which version it changes (`If-Match`).
    pub const VERSION_REQUIRED: &str = "version_required";
    /// 400: the body is not the JSON object that is expected.
    pub const MALFORMED: &str = "malformed";
    /// 413: the body is too long.
    pub const TOO_LARGE: &str = "too_large";
    /// 405: not with this method.
    pub const METHOD_NOT_ALLOWED: &str = "method_not_allowed";
    /// 429: too many requests; `Retry-After` says when to come back.
    pub const RATE_LIMITED: &str = "rate_limited";
    /// 500: the service failed.
    pub const FAILED: &str = "failed";
    /// A field: it may not be empty.
    pub const REQUIRED: &str = "required";
    /// A field: it holds too many characters.
    pub const TOO_LONG: &str = "too_long";
    /// A field: the value is none of the choices.
    pub const NOT_A_CHOICE: &str = "not_a_choice";
    /// A field: no such time zone is known.
    pub const UNKNOWN_TIME_ZONE: &str = "unknown_time_zone";
    /// A field: it can't be changed here.
    pub const READ_ONLY: &str = "read_only";
    /// A field: there is no such field.
    pub const UNKNOWN_FIELD: &str = "unknown_field";
    /// A field: it must be text.
    pub const NOT_TEXT: &str = "not_text";
    /// A field: another one has this name.
    pub const NAME_TAKEN: &str = "name_taken";
    /// A field, the challenge: the answer is not right. It is used up.
    pub const CAPTCHA_INCORRECT: &str = "captcha_incorrect";
    /// A field, the challenge: there is none of that name, or not any more.
    pub const CAPTCHA_EXPIRED: &str = "captcha_expired";
    /// A field: this can't be an e-mail address.
    pub const INVALID_EMAIL: &str = "invalid_email";
    /// A field: the method needs a verified number first.
    pub const NUMBER_NEEDED: &str = "number_needed";
    /// A field: that code is not right.
    pub const INCORRECT_CODE: &str = "incorrect_code";
    /// A field: that code was right once, and is too old.
    pub const CODE_EXPIRED: &str = "code_expired";
    /// A field: it is not the phrase that is to be typed.
    pub const WRONG_PHRASE: &str = "wrong_phrase";
    /// A field: it is no phone number.
    pub const INVALID_PHONE: &str = "invalid_phone";
    /// A field: this channel takes no numbers of that country, or of that kind.
    pub const PHONE_NOT_TAKEN_HERE: &str = "phone_not_taken_here";
    /// A field: it is the account's already.
    pub const SAME_AS_CURRENT: &str = "same_as_current";
    /// A field: another account has this number. Told only to who has shown that they hold it.
    pub const PHONE_TAKEN: &str = "phone_taken";
    /// A field: wrong too often; the code no longer counts.
    pub const CODE_SPENT: &str = "code_spent";
    /// A field: it must be true or false.
    pub const NOT_BOOLEAN: &str = "not_boolean";
    /// A field: it must be a list of names.
    pub const NOT_A_LIST: &str = "not_a_list";
    /// A field: it is no time such as `08:30`, or no date and time where both are asked for.
    pub const NOT_A_TIME: &str = "not_a_time";
    /// A field: the range of hours would be empty.
    pub const EMPTY_RANGE: &str = "empty_range";
    /// A field: texts are chosen, and no mobile number is registered.
    pub const NO_SMS_NUMBER: &str = "no_sms_number";
    /// A field: WhatsApp messages are chosen, and no number is registered for them.
    pub const NO_WHATSAPP_NUMBER: &str = "no_whatsapp_number";
    /// A field: no push service that this service sends to has this address.
    pub const ENDPOINT_NOT_ALLOWED: &str = "endpoint_not_allowed";
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn pointers_name_top_level_fields() {
        let at = |pointer: &str| FieldProblem {
            pointer: pointer.into(),
            code: "x".into(),
            detail: String::new(),
        };
        assert_eq!(at("/time_zone").field().as_deref(), Some("time_zone"));
        assert_eq!(at("/a~1b~0c").field().as_deref(), Some("a/b~c"));
        assert_eq!(at("/a/b").field(), None);
        assert_eq!(at("").field(), None);
    }

    #[test]
    fn writes_what_rfc_9457_names() {
        let json = serde_json::to_value(Problem::new(412, codes::CHANGED_MEANWHILE, "Changed meanwhile")).unwrap();
        let wanted = serde_json::json!(
            {"type":"about:blank","title":"Changed meanwhile","status":412,"code":"changed_meanwhile"});
        assert_eq!(json, wanted);
    }

    #[test]
    fn reads_another_services_problem() {
        let read: Problem = serde_json::from_str(r#"{"status":403,"type":"https://x.invalid/p","balance":3}"#).unwrap();
        assert_eq!((read.status, read.code.as_str()), (403, ""));
    }
}
