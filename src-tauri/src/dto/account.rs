//! Accounts at services, as the sidebar and the section pages see them.

use app::accounts::{AccessRecord, SectionRecord, SessionState};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::settings::SettingsView;
use super::sign_in::PendingSignInView;
use super::vault::VaultView;

/// Whether an account can be used now.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum AccountState {
    /// Signed in.
    SignedIn,
    /// Signed in until the app ends: no keyring keeps the session.
    SignedInForNow,
    /// Signed out.
    SignedOut,
    /// Signed in until the service ended the session.
    Ended,
    /// Its session is in the keyring, which has not answered yet.
    WaitingForKeyring,
}

/// A section a service serves.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, Serialize, Type)]
#[serde(rename_all = "lowercase")]
pub(crate) enum SectionName {
    /// User information.
    Profile,
    /// Password.
    Password,
    /// Second factors.
    Factors,
    /// Alert reception.
    Alerts,
    /// Mobile devices.
    Devices,
    /// Phone numbers.
    Phones,
    /// API tokens and keys.
    Keys,
    /// Marketing consent.
    Consents,
    /// Sessions.
    Sessions,
    /// Ending the account.
    Closure,
}

impl SectionName {
    const ALL: [Self; 10] = [
        Self::Profile,
        Self::Password,
        Self::Factors,
        Self::Alerts,
        Self::Devices,
        Self::Phones,
        Self::Keys,
        Self::Consents,
        Self::Sessions,
        Self::Closure,
    ];

    /// Its name in every layer.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::Password => "password",
            Self::Factors => "factors",
            Self::Alerts => "alerts",
            Self::Devices => "devices",
            Self::Phones => "phones",
            Self::Keys => "keys",
            Self::Consents => "consents",
            Self::Sessions => "sessions",
            Self::Closure => "closure",
        }
    }
}

/// What may be done in a section.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(tag = "access", rename_all = "lowercase")]
pub(crate) enum AccessView {
    /// Shown, not editable.
    Read,
    /// Editable.
    Edit,
    /// Managed on the web, at this address.
    Web {
        /// The address.
        address: String,
    },
}

/// A section and its access.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct SectionView {
    /// Which.
    pub(crate) name: SectionName,
    /// What may be done.
    pub(crate) access: AccessView,
}

/// One account.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct AccountRow {
    /// Its identity in this app.
    pub(crate) id: String,
    /// The service's address (`https://…`, or `practice://preset`).
    pub(crate) origin: String,
    /// The service's name.
    pub(crate) service: String,
    /// Which words the service uses for its sections (`whatap`, `carecall`, or none).
    pub(crate) preset: Option<String>,
    /// The e-mail address it is identified by.
    pub(crate) email: String,
    /// Whether it can be used.
    pub(crate) state: AccountState,
    /// A practice account: nothing leaves this machine.
    pub(crate) practice: bool,
    /// The service wants a fresh proof before the pages are entered.
    pub(crate) door: bool,
    /// What the service serves. Empty until it was asked.
    pub(crate) sections: Vec<SectionView>,
}

/// What the first screen needs, in one call.
#[derive(Clone, Serialize, Type)]
pub(crate) struct StartView {
    /// The vault.
    pub(crate) vault: VaultView,
    /// The accounts.
    pub(crate) accounts: Vec<AccountRow>,
    /// The settings.
    pub(crate) settings: SettingsView,
    /// The language in use (`en`, `ko`, `ja`), the system's resolved.
    pub(crate) language: String,
    /// First run is over: one of the doors was taken.
    pub(crate) settled: bool,
    /// Something was opened with the app and waits to be shown.
    pub(crate) opened: bool,
    /// Another app's export was opened with the app.
    pub(crate) importing: bool,
    /// The sign-in that waits for its next step, if one does: a page that begins anew goes on with it.
    pub(crate) signing_in: Option<PendingSignInView>,
    /// The app's version.
    pub(crate) version: String,
    /// `linux`, `macos` or `windows`: how keys are shown.
    pub(crate) platform: String,
}

impl From<SessionState> for AccountState {
    fn from(state: SessionState) -> Self {
        match state {
            SessionState::SignedIn => Self::SignedIn,
            SessionState::ForNow => Self::SignedInForNow,
            SessionState::SignedOut => Self::SignedOut,
            SessionState::Ended => Self::Ended,
            SessionState::WaitingForKeyring => Self::WaitingForKeyring,
        }
    }
}

impl From<app::accounts::AccountRow> for AccountRow {
    fn from(row: app::accounts::AccountRow) -> Self {
        Self {
            id: row.record.id.to_string(),
            origin: row.record.address,
            service: row.record.service,
            preset: row.record.preset,
            email: row.record.email,
            state: row.state.into(),
            practice: row.practice,
            door: row.record.door,
            sections: row.record.sections.iter().filter_map(SectionView::of).collect(),
        }
    }
}

impl SectionView {
    /// The section as a screen shows it; none for one this app has no screen for.
    fn of(record: &SectionRecord) -> Option<Self> {
        let name = SectionName::ALL.into_iter().find(|name| name.name() == record.name)?;
        let access = match &record.access {
            AccessRecord::Read => AccessView::Read,
            AccessRecord::Edit => AccessView::Edit,
            AccessRecord::Web(address) => AccessView::Web {
                address: address.clone(),
            },
        };
        Some(Self { name, access })
    }
}
