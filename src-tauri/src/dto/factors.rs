//! Second factors and recovery codes (W4–W11, C4).

use account::{FactorKind, FactorMethod, FactorOffer, SentCode};
use app::accounts::otp_setup::{Proposed, ProposedKey};
use app::accounts::recovery::Shown;
use app::accounts::sections::FactorsAndVault;
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::codes::fours;
use super::failure::Failure;
use super::time::Millis;
use super::vault::{QrView, count};

/// How many recovery codes there are.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Type)]
pub(crate) struct RecoveryCount {
    /// All of them.
    pub(crate) total: u32,
    /// Not used yet.
    pub(crate) unused: u32,
    /// How many of them the vault holds.
    pub(crate) kept: u32,
    /// When the last one was used.
    pub(crate) last_used_at: Option<Millis>,
}

/// A method of the second factor.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "lowercase")]
pub(crate) enum FactorMethodView {
    /// Codes of an authenticator.
    Totp,
    /// Codes that are mailed.
    Email,
    /// Codes that are texted.
    Sms,
}

/// A method that can be chosen.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct FactorOfferView {
    /// Which.
    pub(crate) method: FactorMethodView,
    /// Where its codes would go; none where there is no address or number for them.
    pub(crate) to: Option<String>,
}

/// A code that was sent.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct SentCodeView {
    /// How: by mail or by text.
    pub(crate) method: FactorMethodView,
    /// Where to, so far as it is told; empty where it is not.
    pub(crate) to: String,
    /// How many digits it has; none when it has letters, or where the service does not tell.
    pub(crate) digits: Option<u32>,
    /// When it counts no longer, where the service tells.
    pub(crate) expires_at: Option<Millis>,
    /// When another one may be sent.
    pub(crate) resend_at: Millis,
}

/// The second factors as they are.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct FactorsView {
    /// OTP is on.
    pub(crate) totp: bool,
    /// Since when.
    pub(crate) totp_since: Option<Millis>,
    /// The method that holds, if it sends codes.
    pub(crate) sent_by: Option<FactorMethodView>,
    /// Since when.
    pub(crate) sent_since: Option<Millis>,
    /// What can be chosen, best first.
    pub(crate) offers: Vec<FactorOfferView>,
    /// A method that waits for its code.
    pub(crate) pending: Option<SentCodeView>,
    /// The entry of this vault that makes its codes.
    pub(crate) entry: Option<String>,
    /// The entry is in the vault but the service has not confirmed it.
    pub(crate) entry_pending: bool,
    /// Recovery codes, where the service tells of them.
    pub(crate) recovery: Option<RecoveryCount>,
    /// There are recovery codes, but the service tells neither how many are left nor the codes again.
    pub(crate) recovery_untold: bool,
    /// The vault is open, so one click can add the key.
    pub(crate) vault_open: bool,
    /// Why the vault could not follow a change that holds at the service; reading again has it try again.
    pub(crate) vault_behind: Option<Failure>,
    /// The service's name, for the recovery file's name.
    pub(crate) service: String,
}

/// An OTP set-up that has begun. The key itself stays in the app until it is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct TotpSetupView {
    /// What the entry will be called.
    pub(crate) issuer: String,
    /// Whose it will be.
    pub(crate) account: String,
    /// How many digits its codes have.
    pub(crate) digits: u8,
}

/// The key of a set-up, shown because the person asked.
#[derive(Clone, Serialize, Type)]
pub(crate) struct TotpKeyView {
    /// The key in base32, in groups of four.
    pub(crate) key_groups: Vec<String>,
    /// The otpauth link as a QR code.
    pub(crate) qr: QrView,
}

/// Recovery codes, shown because the person asked or has just turned OTP on.
#[derive(Clone, Serialize, Type)]
pub(crate) struct RecoveryView {
    /// The codes that still work.
    pub(crate) codes: Vec<String>,
    /// The file they are saved as (`WhaTap-recovery-codes.txt`).
    pub(crate) file_name: String,
    /// The vault keeps them.
    pub(crate) kept: bool,
    /// Which code (from 0) is to be typed back.
    pub(crate) check: u32,
}

impl From<FactorMethod> for FactorMethodView {
    fn from(method: FactorMethod) -> Self {
        match method {
            FactorMethod::Totp => Self::Totp,
            FactorMethod::Email => Self::Email,
            FactorMethod::Sms => Self::Sms,
        }
    }
}

impl From<FactorMethodView> for FactorMethod {
    fn from(method: FactorMethodView) -> Self {
        match method {
            FactorMethodView::Totp => Self::Totp,
            FactorMethodView::Email => Self::Email,
            FactorMethodView::Sms => Self::Sms,
        }
    }
}

impl From<FactorOffer> for FactorOfferView {
    fn from(offer: FactorOffer) -> Self {
        Self {
            method: offer.method.into(),
            to: offer.to,
        }
    }
}

impl From<SentCode> for SentCodeView {
    fn from(sent: SentCode) -> Self {
        Self {
            method: sent.method.into(),
            to: sent.to,
            digits: sent.digits,
            expires_at: sent.expires_in.map(Millis::after),
            resend_at: Millis::after(sent.resend_in),
        }
    }
}

impl From<FactorsAndVault> for FactorsView {
    fn from(read: FactorsAndVault) -> Self {
        let find = |kind: FactorKind| read.factors.iter().find(|factor| factor.kind == kind);
        let totp = find(FactorKind::Totp);
        let codes = find(FactorKind::RecoveryCodes);
        let recovery = codes
            .and_then(|factor| Some((factor, factor.recovery?)))
            .map(|(factor, number)| RecoveryCount {
                total: number.total,
                unused: number.unused,
                kept: count(read.kept),
                last_used_at: factor.last_used_at.map(Into::into),
            });
        let sends = |method: &FactorMethod| *method != FactorMethod::Totp;
        let sent_by = match &read.chosen {
            Some(chosen) => chosen.method.filter(sends),
            // Where there is no choice, what is set up says it.
            None => [
                (FactorKind::Email, FactorMethod::Email),
                (FactorKind::Sms, FactorMethod::Sms),
            ]
            .into_iter()
            .find_map(|(kind, method)| find(kind).map(|_| method)),
        };
        let since = read.chosen.as_ref().and_then(|chosen| chosen.since);
        // A service that tells of no choice has one-time passwords, or this section would not be shown.
        let only = || {
            vec![FactorOfferView {
                method: FactorMethodView::Totp,
                to: None,
            }]
        };
        let (offers, pending) = match read.chosen {
            Some(chosen) => (
                chosen.offers.into_iter().map(Into::into).collect(),
                chosen.pending.map(Into::into),
            ),
            None => (only(), None),
        };
        Self {
            totp: totp.is_some(),
            totp_since: totp.and_then(|factor| factor.created_at).map(Into::into),
            sent_by: sent_by.map(Into::into),
            sent_since: since.filter(|_| sent_by.is_some()).map(Into::into),
            offers,
            pending,
            entry: read.entry.map(|id| id.to_string()),
            entry_pending: read.pending,
            recovery,
            recovery_untold: codes.is_some_and(|factor| factor.recovery.is_none()),
            vault_open: read.vault_open,
            vault_behind: read.behind.map(Into::into),
            service: read.service.clone(),
        }
    }
}

impl From<Proposed> for TotpSetupView {
    fn from(proposed: Proposed) -> Self {
        Self {
            issuer: proposed.issuer,
            account: proposed.account,
            digits: proposed.digits,
        }
    }
}

impl From<ProposedKey> for TotpKeyView {
    fn from(proposed: ProposedKey) -> Self {
        Self {
            key_groups: fours(&proposed.key),
            qr: proposed.qr.into(),
        }
    }
}

impl From<Shown> for RecoveryView {
    fn from(shown: Shown) -> Self {
        // One of the later ones, so that reading only the first line doesn't do.
        let check = shown.codes.len().saturating_mul(2) / 3;
        Self {
            file_name: shown.file_name(),
            // Shown because the person asked, or has just turned OTP on and is told to keep them.
            codes: shown.codes.iter().map(|code| code.expose_secret().to_owned()).collect(),
            kept: shown.kept,
            check: count(check),
        }
    }
}

impl From<(String, Vec<vault::SecretText>)> for RecoveryView {
    fn from((service, codes): (String, Vec<vault::SecretText>)) -> Self {
        // The person asked to see the codes the vault keeps.
        let codes = codes.iter().map(|code| code.expose().into()).collect();
        Shown {
            codes,
            made_at: None,
            service,
            kept: true,
        }
        .into()
    }
}
