//! Alert reception: which alerts reach the person, when, and by which ways; and what became of a test alert.

/// By which ways a service sends alerts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AlertsOffer {
    /// Its names for them, in the order to show them: `email`, `sms`, `whatsapp`, `devices`, or one not known here.
    pub channels: Vec<String>,
}

/// Which alerts are received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlertLevel {
    /// Every alert.
    All,
    /// Fatal alerts alone.
    Fatal,
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Day {
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

/// What a person decides about alerts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertSettings {
    /// Which alerts.
    pub level: AlertLevel,
    /// On which days.
    pub days: Vec<Day>,
    /// From when on, as `HH:MM`.
    pub from: String,
    /// Until when, as `HH:MM` or `24:00`; earlier than `from`, it is of the next day.
    pub to: String,
    /// By which ways, by the service's names for them.
    pub channels: Vec<String>,
}

/// The settings, and what only the service says of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertReception {
    /// What the person decided.
    pub settings: AlertSettings,
    /// The IANA time zone that days and hours are of.
    pub time_zone: String,
    /// Every way, and where it leads today.
    pub ways: Vec<AlertWay>,
    /// The version that was read (an entity tag), to be handed back when saving; opaque.
    pub version: Option<String>,
}

/// A way to the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertWay {
    /// The service's name for it.
    pub channel: String,
    /// Its addresses, numbers or devices; none while there is none.
    pub to: Vec<String>,
}

/// How grave an alert is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Something to look at.
    Warning,
    /// Something has stopped.
    Fatal,
}

/// A test alert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestAlert {
    /// How grave.
    pub severity: Severity,
    /// The time it stands for, `YYYY-MM-DDTHH:MM` in the account's time zone; now, if none.
    pub at: Option<String>,
}

/// What became of a test alert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertReport {
    /// How grave it was.
    pub severity: Severity,
    /// The time it stood for, `YYYY-MM-DDTHH:MM` in the time zone.
    pub at: String,
    /// The account's IANA time zone.
    pub time_zone: String,
    /// Everyone it could have gone to.
    pub recipients: Vec<AlertRecipient>,
}

/// What one way got of a test alert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertRecipient {
    /// The service's name for the way.
    pub channel: String,
    /// The address, the number or the device's name; empty where there is none.
    pub to: String,
    /// Whether it got it.
    pub outcome: AlertOutcome,
    /// Why it did not: the service's stable codes.
    pub reasons: Vec<String>,
}

/// Whether an alert was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlertOutcome {
    /// It was.
    Sent,
    /// It was not to be.
    Held,
    /// It was, and did not arrive.
    Failed,
}
