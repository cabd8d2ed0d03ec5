//! The password's rules, live while it is typed (W2).

use account::{Rule, Ruling, Verdict};
use serde::Serialize;
use specta::Type;

/// One rule and whether what is typed meets it.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct RuleView {
    /// A stable code: `length`, `classes`, `not-common`, `not-like-email`, `not-numeric`.
    pub(crate) rule: String,
    /// The number in it (length, how many classes), where there is one.
    pub(crate) number: Option<u32>,
    /// Met.
    pub(crate) met: bool,
}

/// How strong a password is, roughly.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct PasswordCheck {
    /// Every rule of the service.
    pub(crate) rules: Vec<RuleView>,
    /// All rules are met.
    pub(crate) acceptable: bool,
    /// 0 (weak) to 4 (strong).
    pub(crate) strength: u8,
}

impl PasswordCheck {
    /// The verdicts, and how strong the password is by its length and variety.
    pub(crate) fn of(verdicts: &[Verdict], password: &str) -> Self {
        Self {
            rules: verdicts.iter().map(Into::into).collect(),
            acceptable: verdicts.iter().all(|verdict| verdict.ruling != Ruling::Unmet),
            strength: strength(password),
        }
    }
}

impl From<&Verdict> for RuleView {
    fn from(verdict: &Verdict) -> Self {
        let (rule, number) = match &verdict.rule {
            Rule::MinLength(length) => ("length", Some(*length)),
            Rule::MaxLength(length) => ("max-length", Some(*length)),
            Rule::Classes(classes) => ("classes", Some(classes.at_least)),
            Rule::NotCommon => ("not-common", None),
            Rule::NotSimilar => ("not-like-email", None),
        };
        Self {
            rule: rule.to_owned(),
            number,
            met: verdict.ruling != Ruling::Unmet,
        }
    }
}

/// Bits by length and alphabet, halved where characters repeat; 0 (weak) to 4 (strong).
fn strength(password: &str) -> u8 {
    let distinct = password.chars().collect::<std::collections::HashSet<_>>().len();
    let classes: [fn(char) -> bool; 4] = [
        |c| c.is_lowercase(),
        |c| c.is_uppercase(),
        |c| c.is_numeric(),
        |c| !c.is_alphanumeric(),
    ];
    let alphabet: f64 = classes
        .iter()
        .zip([26.0, 26.0, 10.0, 32.0])
        .filter(|(is, _)| password.chars().any(is))
        .map(|(_, n)| n)
        .sum();
    let length = password.chars().count().min(distinct * 2);
    let bits = length as f64 * alphabet.max(1.0).log2();
    [28.0, 45.0, 60.0, 80.0].iter().filter(|limit| bits >= **limit).count() as u8
}

#[cfg(test)]
mod tests {
    use super::strength;

    #[test]
    fn longer_and_more_varied_is_stronger_and_repetition_is_not() {
        assert_eq!(strength(""), 0);
        assert_eq!(strength("aaaaaaaaaaaaaaaaaaaaaaaa"), 0);
        assert!(strength("abc12") < strength("Harbor-Lamp-42"));
        assert_eq!(strength("harbour lantern slate copper"), 4);
    }
}
