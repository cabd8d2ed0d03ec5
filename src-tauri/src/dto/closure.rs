//! Closing the account (W20, C6).

use account::{Blocker, Closure, ClosureRequest, Consequence, Owed};
use app::accounts::closure::Closed;
use serde::{Deserialize, Serialize};
use specta::Type;

/// What closing the account means now.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct ClosureView {
    /// What would be lost.
    pub(crate) consequences: Vec<ConsequenceView>,
    /// What the service checks, by code.
    pub(crate) checks: Vec<String>,
    /// What stands in the way.
    pub(crate) blockers: Vec<BlockerView>,
    /// The reasons to choose from, by code; empty where none is asked for.
    pub(crate) reasons: Vec<String>,
    /// Which text is agreed to, by code.
    pub(crate) consent: String,
    /// What is to be typed exactly; none where nothing is.
    pub(crate) phrase: Option<String>,
}

/// Something that is lost with the account.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct ConsequenceView {
    /// What, by code.
    pub(crate) what: String,
    /// How many.
    pub(crate) count: u32,
}

/// Something that stands in the way.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct BlockerView {
    /// Which check it fails.
    pub(crate) code: String,
    /// The project it is about; empty where it is about none.
    pub(crate) project: String,
    /// What is owed.
    pub(crate) owed: Option<OwedView>,
}

/// An amount of money.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct OwedView {
    /// A decimal number.
    pub(crate) amount: String,
    /// Its currency (ISO 4217).
    pub(crate) currency: String,
}

/// What the person gives to close the account.
#[derive(Debug, Clone, PartialEq, Deserialize, Type)]
pub(crate) struct ClosureWish {
    /// Why, by code.
    pub(crate) reason: Option<String>,
    /// They agree.
    pub(crate) consent: bool,
    /// What they typed.
    pub(crate) phrase: Option<String>,
}

/// An account that is no more.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct ClosedView {
    /// The service's name.
    pub(crate) service: String,
    /// The address it had.
    pub(crate) email: String,
    /// The address can have another account.
    pub(crate) forgotten: bool,
    /// The vault's entry for it.
    pub(crate) entry: Option<String>,
}

impl From<Closure> for ClosureView {
    fn from(closure: Closure) -> Self {
        Self {
            consequences: closure.consequences.into_iter().map(Into::into).collect(),
            checks: closure.checks,
            blockers: closure.blockers.into_iter().map(Into::into).collect(),
            reasons: closure.reasons,
            consent: closure.consent,
            phrase: closure.phrase,
        }
    }
}

impl From<Consequence> for ConsequenceView {
    fn from(consequence: Consequence) -> Self {
        Self {
            what: consequence.what,
            count: u32::try_from(consequence.count).unwrap_or(u32::MAX),
        }
    }
}

impl From<Blocker> for BlockerView {
    fn from(blocker: Blocker) -> Self {
        Self {
            code: blocker.code,
            project: blocker.project,
            owed: blocker.owed.map(Into::into),
        }
    }
}

impl From<Owed> for OwedView {
    fn from(owed: Owed) -> Self {
        Self {
            amount: owed.amount,
            currency: owed.currency,
        }
    }
}

impl From<ClosureWish> for ClosureRequest {
    fn from(wish: ClosureWish) -> Self {
        Self {
            reason: wish.reason,
            consent: wish.consent,
            phrase: wish.phrase,
        }
    }
}

impl From<Closed> for ClosedView {
    fn from(closed: Closed) -> Self {
        Self {
            service: closed.service,
            email: closed.email,
            forgotten: closed.forgotten,
            entry: closed.entry.map(|entry| entry.to_string()),
        }
    }
}
