//! The core's values as neutral ones; everything a person will read is cleaned here.

use account::{Factor, FactorKind, RecoveryCodeSet, RecoveryCount, SessionInfo, SignInMethod, SignedIn, User};
use jiff::Timestamp;
use protocol::core::authenticators::{RECOVERY_CODES, TOTP};
use protocol::core::{self, Authenticator, Method, SessionData, SessionRecord, UserId};
use protocol::extension::second_factor::{EMAIL, SMS};
use secrecy::SecretString;

use crate::transport::text::{NAME, plain, word};

/// A session that is signed in; `None` if nobody is named.
pub(super) fn signed_in(data: SessionData) -> Option<SignedIn> {
    let methods = data.methods.unwrap_or_default().into_iter().map(method).collect();
    Some(SignedIn {
        user: user(data.user?),
        methods,
    })
}

fn user(user: core::User) -> User {
    User {
        id: match user.id {
            UserId::Number(number) => number.to_string(),
            UserId::Text(text) => plain(&text, NAME),
        },
        display: plain(&user.display, NAME),
        email: user
            .email
            .map(|email| plain(&email, NAME))
            .filter(|email| !email.is_empty()),
        has_usable_password: user.has_usable_password,
    }
}

fn method(method: Method) -> SignInMethod {
    SignInMethod {
        method: word(&method.method),
        kind: method.kind.as_deref().map(word),
        at: time(method.at),
        stepped_up: method.reauthenticated == Some(true),
    }
}

/// Unix seconds with a fraction, to the millisecond; `None` when out of range.
pub(super) fn time(seconds: f64) -> Option<Timestamp> {
    let milliseconds = (seconds * 1000.0).round();
    // Exact below 2^53, which is far beyond any time jiff can hold.
    if milliseconds.abs() < 9.0e15 {
        Timestamp::from_millisecond(milliseconds as i64).ok()
    } else {
        None
    }
}

/// A second factor that is set up.
pub(super) fn factor(authenticator: &Authenticator) -> Factor {
    let kind = match authenticator.kind.as_str() {
        TOTP => FactorKind::Totp,
        RECOVERY_CODES => FactorKind::RecoveryCodes,
        EMAIL => FactorKind::Email,
        SMS => FactorKind::Sms,
        other => FactorKind::Other(word(other)),
    };
    let recovery = match (authenticator.total_code_count, authenticator.unused_code_count) {
        (Some(total), Some(unused)) => Some(RecoveryCount { total, unused }),
        _ => None,
    };
    Factor {
        kind,
        created_at: time(authenticator.created_at),
        last_used_at: authenticator.last_used_at.and_then(time),
        recovery,
    }
}

/// A set of recovery codes; `None` if the authenticator is something else.
pub(super) fn recovery_codes(authenticator: Authenticator) -> Option<RecoveryCodeSet> {
    if authenticator.kind != RECOVERY_CODES {
        return None;
    }
    let codes = authenticator.unused_codes.unwrap_or_default();
    Some(RecoveryCodeSet {
        total: authenticator.total_code_count?,
        unused: authenticator.unused_code_count?,
        made_at: time(authenticator.created_at),
        // Exposed to move from the wire's secret type into the domain's.
        codes: codes.iter().map(|code| SecretString::from(code.expose())).collect(),
    })
}

/// One session of the account.
pub(super) fn session_info(record: &SessionRecord) -> SessionInfo {
    SessionInfo {
        id: record.id,
        user_agent: plain(&record.user_agent, NAME),
        ip: plain(&record.ip, NAME),
        created_at: time(record.created_at),
        last_seen_at: record.last_seen_at.and_then(time),
        current: record.is_current,
    }
}
