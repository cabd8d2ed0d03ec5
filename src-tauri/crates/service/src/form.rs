//! A request's fields, with every fault collected before anything is refused.

use protocol::core::FieldError;
use secrecy::SecretString;
use serde_json::{Map, Value};
use url::Host;

use crate::answer::{Answer, Halt};

/// The fields of a body and what is wrong with them so far.
#[derive(Default)]
pub(crate) struct Form {
    fields: Map<String, Value>,
    faults: Vec<FieldError>,
}

/// A fault of a field, in words of the service's own.
pub(crate) fn fault(code: &str, param: &str) -> FieldError {
    FieldError {
        message: words(code).to_owned(),
        code: code.to_owned(),
        param: Some(param.to_owned()),
    }
}

/// The refusal of one field.
pub(crate) fn refuse(code: &str, param: &str) -> Halt {
    Answer::Refused(vec![fault(code, param)]).into()
}

fn words(code: &str) -> &'static str {
    match code {
        "required" => "Fill this in.",
        "invalid" => "This is not a valid e-mail address.",
        "incorrect_code" => "That code is not right.",
        "code_expired" => "That code has expired.",
        "incorrect_password" => "That password is not right.",
        "email_password_mismatch" => "E-mail address and password do not match.",
        "password_temporary" => "This is the temporary password.",
        "enter_current_password" => "The current password is not right.",
        "invalid_phone" => "Give the number with its country code, such as +82.",
        "same_as_current" => "This is the current one already.",
        "duplicate_email" => "Your account has this address already.",
        "email_taken" => "This address belongs to another account.",
        "phone_taken" => "This number belongs to another account.",
        "unknown_email" => "Your account does not have this address.",
        "cannot_remove_primary_email" => "The primary address can't be removed.",
        "unverified_primary_email" => "Only a verified address can be the primary one.",
        "invalid_list" => "Give a list.",
        "invalid_choice" => "There is no such entry.",
        "cannot_generate_recovery_codes" => "Recovery codes need one-time codes to be on.",
        _ => "This can't be done.",
    }
}

impl Form {
    pub(crate) fn new(fields: Map<String, Value>) -> Self {
        Self {
            fields,
            faults: Vec::new(),
        }
    }

    /// A password, exactly as it came. Notes `required` when it is missing or empty.
    pub(crate) fn password(&mut self, name: &str) -> SecretString {
        self.verbatim(name).into()
    }

    fn verbatim(&mut self, name: &str) -> String {
        let text = match self.fields.get(name) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            _ => String::new(),
        };
        if text.is_empty() {
            self.add(fault("required", name));
        }
        text
    }

    /// A text without space around it. Notes `required` when nothing is left.
    pub(crate) fn text(&mut self, name: &str) -> String {
        if let Some(Value::String(text)) = self.fields.get(name) {
            let trimmed = Value::String(text.trim().to_owned());
            self.fields.insert(name.to_owned(), trimmed);
        }
        self.verbatim(name)
    }

    /// An e-mail address in its one spelling. Notes `required` or `invalid`.
    pub(crate) fn email(&mut self, name: &str) -> String {
        let typed = self.text(name);
        let email = address(&typed);
        if !typed.is_empty() && email.is_none() {
            self.add(fault("invalid", name));
        }
        email.unwrap_or(typed)
    }

    /// A value as it came.
    pub(crate) fn value(&self, name: &str) -> Option<&Value> {
        self.fields.get(name)
    }

    /// Notes a fault.
    pub(crate) fn add(&mut self, fault: FieldError) {
        self.faults.push(fault);
    }

    /// Notes several.
    pub(crate) fn add_all(&mut self, faults: Vec<FieldError>) {
        self.faults.extend(faults);
    }

    /// Whether nothing is wrong with a field so far.
    pub(crate) fn is_fine(&self, name: &str) -> bool {
        self.faults.iter().all(|fault| fault.param.as_deref() != Some(name))
    }

    /// Refuses with 400 if anything was wrong.
    pub(crate) fn check(self) -> Result<(), Halt> {
        if self.faults.is_empty() {
            Ok(())
        } else {
            Err(Answer::Refused(self.faults).into())
        }
    }
}

/// An e-mail address in the one spelling it is kept and looked up in: in lower case, its domain as mail servers ask for it. One mailbox
/// is one account's, and used up with it. None when the text can't be one.
pub(crate) fn address(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let (local, domain) = lower.rsplit_once('@').filter(|_| is_email(&lower))?;
    let Ok(Host::Domain(domain)) = Host::parse(domain) else {
        return None;
    };
    Some(format!("{local}@{domain}")).filter(|address| is_email(address))
}

/// Whether a text can be an e-mail address: something before the last `@`, a domain with a dot after it, and nothing
/// that could break out of a mail's header. Only a mail shows whether it is one.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let plain =
        |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>' | ',' | ';' | ':' | '"' | '@');
    let label = |label: &str| {
        !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-') && !label.starts_with('-')
    };
    (1..=64).contains(&local.len())
        && text.len() <= 254
        && local.chars().all(plain)
        && domain.contains('.')
        && domain.split('.').all(label)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn addresses() {
        for good in ["mina.park@example.com", "a+b@x.co.kr", "m@한빛.example"] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "",
            "mina",
            "mina@",
            "@x.kr",
            "a@b",
            "a b@x.kr",
            "a@x.kr\r\nBcc: b@x.kr",
            "a@x..kr",
            "a@@x.kr",
            "<a@x.kr",
        ] {
            assert!(!is_email(bad), "{bad:?}");
        }
    }

    #[test]
    fn an_address_has_one_spelling() {
        for (typed, kept) in [
            ("Mina.Park@Example.COM", Some("mina.park@example.com")),
            ("m@한빛.example", Some("m@xn--xx3br43b.example")),
            ("m@XN--XX3BR43B.example", Some("m@xn--xx3br43b.example")),
            ("m@10.0.0.1", None),
            ("m@xn--a.example", None),
        ] {
            assert_eq!(address(typed).as_deref(), kept, "{typed}");
        }
    }

    #[test]
    fn every_missing_field_is_named() {
        let mut form = Form::default();
        form.email("email");
        form.password("password");
        let Err(Halt::Answer(Answer::Refused(faults))) = form.check() else {
            panic!("accepted")
        };
        let named: Vec<_> = faults.iter().map(|f| (f.param.as_deref(), f.code.as_str())).collect();
        assert_eq!(named, [(Some("email"), "required"), (Some("password"), "required")]);
    }
}
