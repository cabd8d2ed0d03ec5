//! Closing the account for good.
//!
//! `GET` answers what would be lost, what stands in the way, and what will be asked for. `POST` closes the account: after a
//! step-up, with a reason where reasons are listed, with the consent, and with the phrase where there is one, typed
//! exactly. 422 points at `reason`, `consent` or `phrase`; 409 with the code `closure_blocked` has one of `errors` for
//! each blocker, its project in `detail`.
//!
//! The answer to `POST` is the session's last: its token is gone with the account, and sending the same again answers 410.
//! The e-mail address can't be used for another account ever.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A [`Consequence`]: projects the person is a member of.
pub const PROJECTS: &str = "projects";
/// A [`Consequence`]: promotion coupons.
pub const COUPONS: &str = "coupons";
/// A [`Consequence`]: whole months that the oldest project's data go back.
pub const DATA_MONTHS: &str = "data_months";
/// A [`Consequence`]: registered mobile devices.
pub const DEVICES: &str = "devices";
/// A [`Consequence`]: API tokens or keys.
pub const KEYS: &str = "keys";
/// A [`Consequence`]: sessions, this one among them.
pub const SESSIONS: &str = "sessions";

/// A check: nothing is owed.
pub const UNPAID_BALANCE: &str = "unpaid_balance";
/// A check: the person does not hold the billing role of a project that others are in.
pub const BILLING_ROLE: &str = "billing_role";
/// A check: the person is not the only one who manages a project's members.
pub const MEMBER_MANAGEMENT: &str = "member_management";

/// `GET /account/v1/closure`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Closure {
    /// What would be lost, in the order to show it.
    pub consequences: Vec<Consequence>,
    /// What is checked, by code, in the order to show it; a check without a blocker is met.
    pub checks: Vec<String>,
    /// What stands in the way now.
    pub blockers: Vec<Blocker>,
    /// The reasons to choose from, by code; empty where none is asked for.
    #[serde(default)]
    pub reasons: Vec<String>,
    /// Which text is agreed to, by code.
    pub consent: String,
    /// What is to be typed, the same in every language; absent where nothing is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phrase: Option<String>,
}

/// Something that is lost with the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Consequence {
    /// What, by code.
    pub what: String,
    /// How many.
    pub count: u64,
}

/// Something that stands in the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Blocker {
    /// Which check it fails.
    pub code: String,
    /// The name of the project it is about.
    #[serde(default)]
    pub project: String,
    /// What is owed, where that is it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owed: Option<Owed>,
}

/// An amount of money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Owed {
    /// A decimal number.
    pub amount: String,
    /// Its currency (ISO 4217).
    pub currency: String,
}

/// `POST /account/v1/closure`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CloseAccount {
    /// Why, by code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Whether the person agrees.
    pub consent: bool,
    /// What they typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phrase: Option<String>,
}

/// The account is no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Closed {
    /// Since when, as RFC 3339 writes it.
    #[schemars(extend("format" = "date-time"))]
    pub closed_at: String,
}
