//! The service's rules for new passwords.

use account::sections::password::{CharacterClass, ClassRule};
use account::{PasswordPolicy, Refusal};
use protocol::extension::PASSWORD_POLICY_PATH;
use protocol::extension::password_policy as wire;

use super::problem::payload;
use crate::transport::client::{Call, Reply};

/// The call that asks for them; no sign-in.
pub(crate) fn call() -> Call {
    Call::get(PASSWORD_POLICY_PATH)
}

/// The rules in an answer.
pub(crate) fn read(reply: &Reply) -> Result<PasswordPolicy, Refusal> {
    let policy: wire::PasswordPolicy = payload(reply)?;
    Ok(PasswordPolicy {
        min_length: policy.min_length,
        max_length: policy.max_length,
        classes: policy.classes.map(|rule| class_rule(&rule)),
        blocklist: policy.blocklist,
        similarity: policy.similarity,
    })
}

fn class_rule(rule: &wire::ClassRule) -> ClassRule {
    ClassRule {
        at_least: rule.at_least,
        of: rule.of.iter().map(|class| character_class(*class)).collect(),
    }
}

fn character_class(class: wire::CharacterClass) -> CharacterClass {
    match class {
        wire::CharacterClass::Lowercase => CharacterClass::Lowercase,
        wire::CharacterClass::Uppercase => CharacterClass::Uppercase,
        wire::CharacterClass::Digits => CharacterClass::Digits,
        wire::CharacterClass::Special => CharacterClass::Special,
    }
}
