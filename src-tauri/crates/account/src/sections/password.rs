//! What a new password must be, judged while it is typed. Pure: the service still decides.

use std::collections::{BTreeMap, BTreeSet};

use zeroize::Zeroizing;

/// Passwords that every service refuses as too common. A hint only: services know far longer lists.
const COMMON: &str = include_str!("password/common.txt");

/// From this likeness on (0 to 1) a password counts as similar to the address, as Django's validator has it.
const TOO_SIMILAR: f64 = 0.7;

/// The rules of a service for new passwords.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasswordPolicy {
    /// The fewest Unicode scalar values.
    pub min_length: u32,
    /// The most; longer ones are refused, not cut.
    pub max_length: Option<u32>,
    /// A demand for several classes of characters.
    pub classes: Option<ClassRule>,
    /// Well-known passwords are refused.
    pub blocklist: bool,
    /// Passwords too similar to the address are refused.
    pub similarity: bool,
}

/// So many of these classes must occur.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassRule {
    /// How many different ones.
    pub at_least: u32,
    /// The classes that count.
    pub of: BTreeSet<CharacterClass>,
}

/// A class of characters; each character is in exactly one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CharacterClass {
    /// `a` to `z`.
    Lowercase,
    /// `A` to `Z`.
    Uppercase,
    /// `0` to `9`.
    Digits,
    /// Everything else.
    Special,
}

impl CharacterClass {
    /// The class of a character.
    #[must_use]
    pub fn of(character: char) -> Self {
        match character {
            'a'..='z' => Self::Lowercase,
            'A'..='Z' => Self::Uppercase,
            '0'..='9' => Self::Digits,
            _ => Self::Special,
        }
    }
}

/// One rule, as a person reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// At least so many characters.
    MinLength(u32),
    /// At most so many characters.
    MaxLength(u32),
    /// At least so many of these classes.
    Classes(ClassRule),
    /// Not a well-known password.
    NotCommon,
    /// Not similar to the address.
    NotSimilar,
}

/// A rule and whether it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The rule.
    pub rule: Rule,
    /// Whether it holds.
    pub ruling: Ruling,
}

/// Whether a rule holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ruling {
    /// It holds.
    Met,
    /// It does not.
    Unmet,
    /// Nothing speaks against it here, but only the service can tell.
    ServiceDecides,
}

impl PasswordPolicy {
    /// The policy of a service that does not state one: only "not empty" can be judged here.
    #[must_use]
    pub fn unstated() -> Self {
        Self {
            min_length: 1,
            max_length: None,
            classes: None,
            blocklist: false,
            similarity: false,
        }
    }

    /// Judges a password by every rule, in the order to show them. `email` is the account's address, or empty.
    #[must_use]
    pub fn check(&self, password: &str, email: &str) -> Vec<Verdict> {
        let length = password.chars().count();
        let mut verdicts = vec![verdict(
            Rule::MinLength(self.min_length),
            length >= self.min_length as usize,
        )];
        if let Some(classes) = &self.classes {
            verdicts.push(verdict(Rule::Classes(classes.clone()), classes.is_met_by(password)));
        }
        if let Some(most) = self.max_length {
            verdicts.push(verdict(Rule::MaxLength(most), length <= most as usize));
        }
        if self.blocklist {
            let ruling = if is_common(password) {
                Ruling::Unmet
            } else {
                Ruling::ServiceDecides
            };
            verdicts.push(Verdict {
                rule: Rule::NotCommon,
                ruling,
            });
        }
        if self.similarity {
            verdicts.push(verdict(Rule::NotSimilar, !is_similar(password, email)));
        }
        verdicts
    }

    /// Whether nothing known here speaks against the password: then it may be sent.
    #[must_use]
    pub fn allows(&self, password: &str, email: &str) -> bool {
        self.check(password, email)
            .iter()
            .all(|verdict| verdict.ruling != Ruling::Unmet)
    }
}

impl ClassRule {
    /// Whether enough of the classes occur.
    #[must_use]
    pub fn is_met_by(&self, password: &str) -> bool {
        let found: BTreeSet<_> = password
            .chars()
            .map(CharacterClass::of)
            .filter(|c| self.of.contains(c))
            .collect();
        found.len() >= self.at_least as usize
    }
}

fn verdict(rule: Rule, met: bool) -> Verdict {
    Verdict {
        rule,
        ruling: if met { Ruling::Met } else { Ruling::Unmet },
    }
}

fn is_common(password: &str) -> bool {
    let lower = Zeroizing::new(password.to_lowercase());
    COMMON.lines().any(|common| common == lower.as_str())
}

/// Whether the password resembles the address or one of its parts: the measure of Django's
/// `UserAttributeSimilarityValidator`, so that a hint here seldom differs from the service's answer.
fn is_similar(password: &str, email: &str) -> bool {
    let password = Zeroizing::new(password.to_lowercase());
    let email = email.to_lowercase();
    let parts = email
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .chain([email.as_str()]);
    parts.filter(|part| !part.is_empty()).any(|part| {
        let (own, other) = (password.chars().count(), part.chars().count());
        let negligible = own >= 10 * other && (other as f64) < TOO_SIMILAR / 2.0 * own as f64;
        !negligible && likeness(&password, part) >= TOO_SIMILAR
    })
}

/// Twice the number of characters in common (as multisets), over all characters: Python's `quick_ratio`.
fn likeness(a: &str, b: &str) -> f64 {
    let mut left: BTreeMap<char, usize> = BTreeMap::new();
    for character in b.chars() {
        *left.entry(character).or_default() += 1;
    }
    let mut shared = 0_usize;
    for character in a.chars() {
        if let Some(count) = left.get_mut(&character).filter(|count| **count > 0) {
            *count -= 1;
            shared += 1;
        }
    }
    let all = a.chars().count() + b.chars().count();
    if all == 0 {
        1.0
    } else {
        2.0 * shared as f64 / all as f64
    }
}

#[cfg(test)]
mod tests;
