//! Closing the account: what would be lost, what stands in the way, and what is asked for.

/// What closing the account means now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closure {
    /// What would be lost, in the service's order.
    pub consequences: Vec<Consequence>,
    /// What the service checks, by its codes and in its order; a check without a blocker is met.
    pub checks: Vec<String>,
    /// What stands in the way.
    pub blockers: Vec<Blocker>,
    /// The reasons to choose from, by the service's codes; empty where none is asked for.
    pub reasons: Vec<String>,
    /// Which text is agreed to, by the service's code.
    pub consent: String,
    /// What is to be typed; none where nothing is.
    pub phrase: Option<String>,
}

/// Something that is lost with the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consequence {
    /// What, by the service's code.
    pub what: String,
    /// How many.
    pub count: u64,
}

/// Something that stands in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocker {
    /// Which check it fails.
    pub code: String,
    /// The project it is about; empty where it is about none.
    pub project: String,
    /// What is owed.
    pub owed: Option<Owed>,
}

/// An amount of money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed {
    /// A decimal number.
    pub amount: String,
    /// Its currency (ISO 4217).
    pub currency: String,
}

/// What the person gives to close the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosureRequest {
    /// Why, by the service's code.
    pub reason: Option<String>,
    /// Whether they agree.
    pub consent: bool,
    /// What they typed.
    pub phrase: Option<String>,
}
