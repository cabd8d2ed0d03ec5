//! Records that could not be understood. They are never dropped and never keep a vault from opening; each time the
//! vault is read they are tried again, so that a newer version takes up what an older one could not.

use serde::{Deserialize, Serialize};

use crate::secret_text::SecretText;

/// Another app's record, held until a person finishes or discards it. No `Debug`: the record usually holds a key.
#[derive(Clone, Serialize, Deserialize)]
pub struct HeldRecord {
    /// Which format it came from, by its stable name.
    pub format: String,
    /// What a person knows it by; may be empty.
    pub name: String,
    /// Why it is held, by the reason's stable name.
    pub reason: String,
    /// The record as its source had it.
    record: Held,
}

/// A held record's own text. Inside the encrypted document only.
#[derive(Clone, Serialize, Deserialize)]
struct Held(zeroize::Zeroizing<String>);

/// The shape of a held record among the quarantined.
#[derive(Serialize, Deserialize)]
struct Holding {
    held: HeldRecord,
}

impl HeldRecord {
    /// A record to be held, exactly as its source had it.
    #[must_use]
    pub fn new(format: &str, name: &str, reason: &str, record: &str) -> Self {
        Self {
            format: format.to_owned(),
            name: name.to_owned(),
            reason: reason.to_owned(),
            record: Held(zeroize::Zeroizing::new(record.to_owned())),
        }
    }

    /// The record as its source had it. Secret: it usually holds a key.
    #[must_use]
    pub fn record(&self) -> &str {
        &self.record.0
    }
}

/// A record that could not be understood, kept word for word.
#[derive(Clone, PartialEq)]
pub struct Quarantined {
    verbatim: SecretText,
    reason: QuarantineReason,
}

/// Why a record could not be understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuarantineReason {
    /// It does not have an entry's shape.
    Malformed,
    /// Its URI is refused; the code is the URI error's own.
    Uri {
        /// The URI error's stable name.
        code: &'static str,
    },
    /// Another entry has the same id.
    DuplicateId,
    /// Another app's record that was held for a person's attention when its file was imported.
    Held,
}

impl QuarantineReason {
    /// A stable kebab-case name, for messages in the person's language.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::Uri { code } => code,
            Self::DuplicateId => "duplicate-id",
            Self::Held => "held",
        }
    }
}

impl Quarantined {
    pub(crate) fn new(verbatim: &str, reason: QuarantineReason) -> Self {
        let mut quarantined = Self {
            verbatim: SecretText::from(verbatim),
            reason,
        };
        if reason == QuarantineReason::Malformed && quarantined.held().is_some() {
            quarantined.reason = QuarantineReason::Held;
        }
        quarantined
    }

    /// The record's JSON as it was found. Secret: it usually holds a key.
    #[must_use]
    pub fn verbatim(&self) -> &SecretText {
        &self.verbatim
    }

    /// Another app's record, where it is one that is held.
    #[must_use]
    pub fn held(&self) -> Option<HeldRecord> {
        // Exposed to be read.
        serde_json::from_str::<Holding>(self.verbatim.expose())
            .ok()
            .map(|holding| holding.held)
    }

    /// A held record in its place among the quarantined.
    pub(crate) fn holding(held: HeldRecord) -> Option<Self> {
        let text = serde_json::to_string_pretty(&Holding { held }).ok()?;
        Some(Self {
            verbatim: SecretText::from(text),
            reason: QuarantineReason::Held,
        })
    }

    /// Why it could not be understood.
    #[must_use]
    pub fn reason(&self) -> QuarantineReason {
        self.reason
    }
}
