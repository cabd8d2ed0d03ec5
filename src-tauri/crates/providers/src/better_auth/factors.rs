//! Codes of an authenticator and recovery codes. Both come with one answer, before the key is confirmed; the recovery codes
//! are never told again.

use account::{Factor, FactorKind, RecoveryCodeSet, Refusal, Session, TotpSetup};
use http::Method;
use protocol::Sensitive;
use secrecy::SecretString;
use url::Url;

use super::BetterAuthProvider;
use super::answer::About;
use super::held::TOTP;
use super::request::{Code, Password, typed, wire};
use super::sign_in::change;
use super::wire::{Activated, BackupCodes, Proposed};
use crate::transport::client::Call;

const ENABLE: &str = "/api/auth/two-factor/enable";
const DISABLE: &str = "/api/auth/two-factor/disable";
const VERIFY: &str = "/api/auth/two-factor/verify-totp";
const NEW_CODES: &str = "/api/auth/two-factor/generate-backup-codes";

/// The most recovery codes that are believed, and the most characters of each.
const MOST: usize = 100;
const LONGEST: usize = 128;

impl BetterAuthProvider {
    /// The service says that there is a second factor, and names it only when one is asked for. Unless a sign-in told
    /// otherwise, it is an authenticator's code.
    pub(super) async fn listing_factors(&self, session: &Session) -> Result<Vec<Factor>, Refusal> {
        let (held, current) = self.who(session).await?;
        let mut found = Vec::new();
        if current.user.two_factor_enabled == Some(true) {
            if held.may_have_totp() {
                found.extend([FactorKind::Totp, FactorKind::RecoveryCodes]);
            }
            if held.can_be_sent() {
                found.push(FactorKind::Email);
            }
        }
        let factor = |kind| Factor {
            kind,
            created_at: None,
            last_used_at: None,
            recovery: None,
        };
        Ok(found.into_iter().map(factor).collect())
    }

    /// Each asking replaces the key and the recovery codes, so it is never repeated by itself.
    pub(super) async fn beginning_totp(&self, session: &Session) -> Result<TotpSetup, Refusal> {
        let (held, current) = self.who(session).await?;
        if current.user.two_factor_enabled == Some(true) && held.may_have_totp() {
            return Err(Refusal::NoSuchStep);
        }
        let password = self.proven(session)?;
        let call = Call::once(Method::POST, ENABLE).json(&Password {
            password: wire(&password),
        });
        let proposed: Proposed = self.data(session, &call, About::Proven).await?;
        // Exposed to move from the wire's secret type into the domain's.
        let uri = proposed.totp_uri.expose();
        let secret = key_of(uri).ok_or(Refusal::Nonsense)?;
        self.memory.spend(session);
        self.memory.keep_codes(session, codes(&proposed.backup_codes)?);
        Ok(TotpSetup {
            secret,
            uri: SecretString::from(uri),
        })
    }

    pub(super) async fn activating_totp(&self, session: &Session, code: &SecretString) -> Result<(), Refusal> {
        let call = change(VERIFY, &Code { code: typed(code) });
        let _: Activated = self.data(session, &call, About::Section).await?;
        self.note(session, |held| {
            let named = held.factors.get_or_insert_default();
            if !named.iter().any(|name| name == TOTP) {
                named.push(TOTP.to_owned());
            }
        })
    }

    pub(super) async fn deactivating_totp(&self, session: &Session) -> Result<(), Refusal> {
        let password = self.proven(session)?;
        let call = change(
            DISABLE,
            &Password {
                password: wire(&password),
            },
        );
        self.done(session, &call, About::Proven).await?;
        self.memory.spend(session);
        self.memory.forget_codes(session);
        self.note(session, |held| held.factors = None)
    }

    /// The codes that came with the key, as long as they wait here. Later the service does not tell them.
    pub(super) async fn reading_recovery_codes(&self, session: &Session) -> Result<RecoveryCodeSet, Refusal> {
        let (_, current) = self.who(session).await?;
        if current.user.two_factor_enabled != Some(true) {
            return Err(Refusal::NotOffered);
        }
        self.memory.codes(session).map(set).ok_or(Refusal::NotOffered)
    }

    pub(super) async fn making_recovery_codes(&self, session: &Session) -> Result<RecoveryCodeSet, Refusal> {
        let password = self.proven(session)?;
        let call = change(
            NEW_CODES,
            &Password {
                password: wire(&password),
            },
        );
        let made: BackupCodes = self.data(session, &call, About::Proven).await?;
        self.memory.spend(session);
        self.memory.forget_codes(session);
        codes(&made.backup_codes).map(set)
    }
}

/// The key in an `otpauth` link.
fn key_of(uri: &str) -> Option<SecretString> {
    let uri = Url::parse(uri).ok().filter(|uri| uri.scheme() == "otpauth")?;
    let (_, key) = uri
        .query_pairs()
        .find(|(name, value)| name == "secret" && !value.is_empty())?;
    Some(SecretString::from(key.into_owned()))
}

/// Recovery codes as secrets of ours; a list that is none is not believed.
fn codes(told: &[Sensitive]) -> Result<Vec<SecretString>, Refusal> {
    let fit = |code: &&Sensitive| {
        (1..=LONGEST).contains(&code.expose().len()) && code.expose().bytes().all(|byte| byte.is_ascii_graphic())
    };
    if told.len() > MOST || told.iter().filter(fit).count() != told.len() {
        return Err(Refusal::Nonsense);
    }
    // Exposed to move from the wire's secret type into the domain's.
    Ok(told.iter().map(|code| SecretString::from(code.expose())).collect())
}

fn set(codes: Vec<SecretString>) -> RecoveryCodeSet {
    let count = u32::try_from(codes.len()).unwrap_or_default();
    RecoveryCodeSet {
        total: count,
        unused: count,
        made_at: None,
        codes,
    }
}
