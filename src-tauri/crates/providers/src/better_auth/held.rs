//! What a client of this service holds: its cookies, and what a half-finished sign-in waits for. One line of text, so that
//! it is kept and handed on like any token.

use std::collections::BTreeMap;
use std::time::SystemTime;

use account::{FactorWay, PendingStep, Refusal, SessionToken};
use http::HeaderMap;
use http::header::SET_COOKIE;
use protocol::Sensitive;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::transport::text::word;

/// No service needs more cookies than this for a sign-in.
const MOST: usize = 8;
/// The most bytes of all cookies together: a keyring keeps them.
const LONGEST: usize = 4096;
/// Copies of the session that the service signs into cookies to spare its database. They are not kept: one would go on
/// answering for a session that has ended.
const CACHES: [&str; 2] = ["session_data", "account_data"];

/// Cookies and the state of a sign-in.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Held {
    pub(super) cookies: BTreeMap<String, Sensitive>,
    /// What the sign-in waits for; nothing once someone is signed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) awaits: Option<Awaits>,
    /// How the person signed in; the service does not say it later.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) by: Vec<By>,
    /// Which second factors the service named when they were asked for; it does not say it otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) factors: Option<Vec<String>>,
    /// A code was sent as the second factor of this sign-in.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) sent: bool,
}

/// What a half-finished sign-in, sign-up or reset waits for. The service wants the address again with each code.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Awaits {
    /// The code mailed to a new address.
    VerifyEmail(String),
    /// A second factor, of the ways that `Held::factors` names.
    SecondFactor,
    /// The code mailed for signing in.
    SignInCode(String),
    /// The code mailed for a new password.
    ResetCode(String),
    /// A link in a mail, which is opened in a browser.
    Link,
}

/// One act of a sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum By {
    Password,
    MailedCode,
    Totp,
    FactorCode,
    RecoveryCode,
}

impl Held {
    /// What an earlier call of ours made a token of.
    pub(super) fn read(token: &SessionToken) -> Option<Self> {
        // Exposed because the cookies of the next request are in it.
        serde_json::from_str(token.secret().expose_secret()).ok()
    }

    /// The same as a token.
    pub(super) fn token(&self) -> Result<SessionToken, Refusal> {
        let text = serde_json::to_string(self).map_err(|_| Refusal::Nonsense)?;
        Ok(SessionToken::new(SecretString::from(text)))
    }

    /// What waits for an answer, without any cookie.
    pub(super) fn awaiting(awaits: Awaits) -> Self {
        Self {
            awaits: Some(awaits),
            ..Self::default()
        }
    }

    /// Takes over the cookies of an answer. An answer with more than anyone needs is not believed.
    pub(super) fn take(&mut self, headers: &HeaderMap) -> Result<(), Refusal> {
        let now = SystemTime::now();
        for line in headers.get_all(SET_COOKIE) {
            let Some(cookie) = line.to_str().ok().and_then(|line| Cookie::read(line, now)) else {
                continue;
            };
            match cookie.value {
                Some(value) => drop(self.cookies.insert(cookie.name.to_owned(), Sensitive::from(value))),
                None => drop(self.cookies.remove(cookie.name)),
            }
        }
        let bytes: usize = self
            .cookies
            .iter()
            .map(|(name, value)| name.len() + value.expose().len())
            .sum();
        if self.cookies.len() > MOST || bytes > LONGEST {
            return Err(Refusal::Nonsense);
        }
        Ok(())
    }

    /// Whether an answer takes away a cookie that is held: the service says that it counts no more.
    pub(super) fn is_taken_away_by(&self, headers: &HeaderMap) -> bool {
        let now = SystemTime::now();
        let lines = headers.get_all(SET_COOKIE).iter().filter_map(|line| line.to_str().ok());
        lines
            .filter_map(|line| Cookie::read(line, now))
            .any(|cookie| cookie.value.is_none() && self.cookies.contains_key(cookie.name))
    }

    /// The value of a `Cookie` header; nothing where there is no cookie.
    pub(super) fn header(&self) -> Option<Zeroizing<String>> {
        let mut header = Zeroizing::new(String::with_capacity(2 * LONGEST));
        for (name, value) in &self.cookies {
            if !header.is_empty() {
                header.push_str("; ");
            }
            header.push_str(name);
            header.push('=');
            // Exposed because this is the request the cookie is for.
            header.push_str(value.expose());
        }
        (!header.is_empty()).then_some(header)
    }

    /// Whether these cookies are those of the session with this token: its cookie is the token and a signature.
    pub(super) fn is_session(&self, token: &Sensitive) -> bool {
        // Exposed to be compared; both are ours.
        let signed = |value: &Sensitive| {
            let rest = value.expose().strip_prefix(token.expose());
            rest.is_some_and(|rest| rest.starts_with('.') || rest.starts_with("%2E"))
        };
        !token.is_empty() && self.cookies.values().any(signed)
    }

    /// What is awaited, in neutral terms.
    pub(super) fn step(&self) -> Option<PendingStep> {
        Some(match self.awaits.as_ref()? {
            Awaits::VerifyEmail(_) => PendingStep::VerifyEmail,
            Awaits::SecondFactor => PendingStep::SecondFactor { ways: self.ways() },
            Awaits::SignInCode(_) => PendingStep::SignInByCode,
            Awaits::ResetCode(_) => PendingStep::ResetPassword,
            Awaits::Link => PendingStep::Unsupported("verify-email-link".to_owned()),
        })
    }

    /// The second factors that can be answered. Recovery codes come with every key, and are never named.
    pub(super) fn ways(&self) -> Vec<FactorWay> {
        let named = self.factors.as_deref().unwrap_or_default();
        let mut ways = Vec::new();
        for name in named {
            match name.as_str() {
                TOTP => ways.extend([FactorWay::Totp, FactorWay::RecoveryCode]),
                // By mail, as the service's own examples have it: that a site texts them instead, nothing tells.
                SENT => ways.push(FactorWay::Email),
                other => ways.push(FactorWay::Other(word(other))),
            }
        }
        ways.sort();
        ways.dedup();
        ways
    }

    /// Whether a code can be sent as the second factor.
    pub(super) fn can_be_sent(&self) -> bool {
        let mut named = self.factors.iter().flatten();
        named.any(|name| name == SENT)
    }

    /// Whether codes of an authenticator are set up, as far as it is known: the service says only that a second factor is.
    pub(super) fn may_have_totp(&self) -> bool {
        self.factors
            .as_ref()
            .is_none_or(|named| named.iter().any(|name| name == TOTP))
    }
}

/// The service's name for codes of an authenticator.
pub(super) const TOTP: &str = "totp";
/// The service's name for codes it sends by mail or text.
pub(super) const SENT: &str = "otp";

/// A cookie as an answer sets it.
struct Cookie<'a> {
    name: &'a str,
    /// None takes it away.
    value: Option<&'a str>,
}

impl<'a> Cookie<'a> {
    /// Reads a `Set-Cookie` line. A jar here belongs to one origin, so domain and path decide nothing.
    fn read(line: &'a str, now: SystemTime) -> Option<Self> {
        let mut parts = line.split(';');
        let (name, value) = parts.next()?.split_once('=')?;
        let (name, value) = (name.trim(), value.trim());
        let fit = |text: &str| {
            text.bytes()
                .all(|byte| byte.is_ascii_graphic() && !b"\",;\\".contains(&byte))
        };
        if name.is_empty() || name.contains('=') || !fit(name) || !fit(value) || is_cache(name) {
            return None;
        }
        let over = value.is_empty() || parts.any(|attribute| is_over(attribute, now));
        Some(Self {
            name,
            value: (!over).then_some(value),
        })
    }
}

/// Whether the name, without prefix and number of a part, is that of a cache.
fn is_cache(name: &str) -> bool {
    name.split('.').any(|part| CACHES.contains(&part))
}

fn is_over(attribute: &str, now: SystemTime) -> bool {
    let Some((name, value)) = attribute.split_once('=') else {
        return false;
    };
    match name.trim().to_ascii_lowercase().as_str() {
        "max-age" => value.trim().parse::<i64>().is_ok_and(|seconds| seconds <= 0),
        "expires" => httpdate::parse_http_date(value.trim()).is_ok_and(|until| until <= now),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
