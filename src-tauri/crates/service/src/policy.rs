//! What a new password must be, as the preset's policy says.

use std::sync::LazyLock;

use protocol::core::FieldError;
use protocol::extension::password_policy::PasswordPolicy;
use secrecy::{ExposeSecret as _, SecretString};
use zeroize::Zeroizing;

/// Well-known passwords, in lower case, one a line.
static BLOCKLIST: LazyLock<std::collections::HashSet<&'static str>> = LazyLock::new(|| {
    include_str!("blocklist.txt")
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect()
});

/// Shorter local parts of addresses occur in passwords by chance.
const SHORTEST_TELLING_PART: usize = 4;

/// Everything that is wrong with a password, as errors of the named field; empty when it will do.
pub(crate) fn faults(
    policy: &PasswordPolicy,
    password: &SecretString,
    email: Option<&str>,
    field: &str,
) -> Vec<FieldError> {
    // The rules are about the characters; they stay in here.
    let password = password.expose_secret();
    let length = password.chars().count();
    let lower = Zeroizing::new(password.to_lowercase());
    let mut faults = Vec::new();
    let mut add = |code: &str, message: String| {
        faults.push(FieldError {
            message,
            code: code.to_owned(),
            param: Some(field.to_owned()),
        });
    };
    if policy.similarity && email.is_some_and(|email| resembles(&lower, email)) {
        add(
            "password_too_similar",
            "Choose a password that does not contain your e-mail address.".to_owned(),
        );
    }
    if length < policy.min_length as usize {
        add(
            "password_too_short",
            format!("Use at least {} characters.", policy.min_length),
        );
    }
    if let Some(longest) = policy.max_length.filter(|longest| length > *longest as usize) {
        add("password_too_long", format!("Use at most {longest} characters."));
    }
    if policy.blocklist && is_well_known(&lower) {
        add("password_too_common", "Too many people use this password.".to_owned());
    }
    if let Some(rule) = policy.classes.as_ref().filter(|rule| !rule.is_met_by(password)) {
        let message = format!(
            "Use {} or more of lowercase letters, uppercase letters, digits and special characters.",
            rule.at_least
        );
        add("password_kinds", message);
    }
    faults
}

fn resembles(password: &str, email: &str) -> bool {
    let local = email.split('@').next().unwrap_or_default().to_lowercase();
    local.chars().count() >= SHORTEST_TELLING_PART && password.contains(&local)
}

fn is_well_known(password: &str) -> bool {
    let mut characters = password.chars();
    let first = characters.next();
    first.is_some() && characters.all(|c| Some(c) == first) || BLOCKLIST.contains(password)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use crate::preset::Preset;

    fn codes(password: &str) -> Vec<String> {
        let policy = Preset::WhaTap.load().unwrap().password_policy;
        faults(&policy, &password.into(), Some("mina.park@example.com"), "password")
            .into_iter()
            .map(|f| f.code)
            .collect()
    }

    #[test]
    fn the_nine_characters_three_of_four_rule() {
        assert_eq!(codes("short"), ["password_too_short", "password_kinds"]);
        assert_eq!(codes("aaaaaaaaaa"), ["password_too_common", "password_kinds"]);
        assert_eq!(codes("Password1!"), ["password_too_common"]);
        assert_eq!(codes("Mina.Park-2"), ["password_too_similar"]);
        assert_eq!(codes(&"aB3".repeat(86)), ["password_too_long"]);
        assert_eq!(codes("Harbor-Lamp-42"), [""; 0]);
        assert_eq!(codes("새로운비밀번호-Ab1"), [""; 0]);
    }

    #[test]
    fn the_sample_accounts_obey_their_own_rule() {
        for preset in Preset::ALL {
            let data = preset.load().unwrap();
            let sample = data.sample;
            assert!(
                faults(
                    &data.password_policy,
                    &sample.password.into(),
                    Some(&sample.email),
                    "password"
                )
                .is_empty()
            );
        }
    }
}
