//! The report: every record of the source with what becomes of it. No record's key is part of it.

use std::collections::HashSet;

use otp::Kind;
use transfer::{DraftKind, Import, Imported, Issue, Parts, Reason};
use vault::Document;

use super::{ChosenFile, InHand};

/// What becomes of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The vault doesn't have it.
    New,
    /// The vault has the same key with the same settings, or the file holds it twice: it is kept once.
    Duplicate,
    /// It needs a person's attention.
    Attention,
}

/// One record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Which record of the source, from 1.
    pub number: usize,
    /// What becomes of it.
    pub outcome: Outcome,
    /// Who issued it.
    pub issuer: String,
    /// Whose it is.
    pub account: String,
    /// Its kind and settings, where it is understood.
    pub kind: Option<Kind>,
    /// Why it needs attention.
    pub reason: Option<Reason>,
    /// All that is missing is the PIN.
    pub needs_pin: bool,
    /// It was in the other app's trash.
    pub trashed: bool,
}

/// How many records there are of each outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// New ones.
    pub new: usize,
    /// Duplicates.
    pub duplicate: usize,
    /// Those that need attention.
    pub attention: usize,
}

/// Everything about the import in hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The file.
    pub file: ChosenFile,
    /// Every record, in the source's order.
    pub records: Vec<Record>,
    /// How many of which.
    pub counts: Counts,
    /// For exports in several parts: which of them are here.
    pub parts: Vec<Parts>,
    /// The file's newest records may stand in another file beside it.
    pub may_lack_newest: bool,
    /// Whether it is in the vault now.
    pub saved: bool,
}

impl Report {
    pub(super) fn of(file: ChosenFile, in_hand: &InHand, document: Option<&Document>) -> Self {
        // Once saved, the vault has them all: what was new is told from what was saved.
        let mine: HashSet<_> = in_hand
            .saved
            .iter()
            .flat_map(|saved| saved.entries.keys().copied())
            .collect();
        let known = |document: &Document| {
            let theirs = document.live().filter(|entry| !mine.contains(&entry.id));
            theirs.map(|entry| entry.otp().fingerprint()).collect::<HashSet<_>>()
        };
        let outcomes = outcomes(&in_hand.import, document.map(known).unwrap_or_default());
        let entries = in_hand.import.entries.iter().zip(outcomes);
        let mut records: Vec<Record> = entries.map(|(entry, outcome)| understood(entry, outcome)).collect();
        records.extend(in_hand.import.issues.iter().map(attention));
        records.sort_by_key(|record| record.number);
        let count = |outcome| records.iter().filter(|record| record.outcome == outcome).count();
        Self {
            file,
            counts: Counts {
                new: count(Outcome::New),
                duplicate: count(Outcome::Duplicate),
                attention: count(Outcome::Attention),
            },
            records,
            parts: in_hand.import.parts.clone(),
            may_lack_newest: in_hand.import.may_lack_newest,
            saved: in_hand.saved.is_some(),
        }
    }
}

/// What becomes of each understood record, in the file's order, given the fingerprints of what is there already. Records that the
/// other app had in its trash are decided last: a key that is in use there is kept as one in use, wherever its copies stand.
#[must_use]
pub fn outcomes(import: &Import, mut known: HashSet<[u8; 32]>) -> Vec<Outcome> {
    let mut outcomes = vec![Outcome::Duplicate; import.entries.len()];
    for trashed in [false, true] {
        for (entry, outcome) in import.entries.iter().zip(&mut outcomes) {
            if entry.extras.trashed == trashed && known.insert(entry.otpauth.otp.fingerprint()) {
                *outcome = Outcome::New;
            }
        }
    }
    outcomes
}

fn understood(entry: &Imported, outcome: Outcome) -> Record {
    Record {
        number: entry.record,
        outcome,
        issuer: entry.otpauth.issuer.clone().unwrap_or_default(),
        account: entry.otpauth.account.clone(),
        kind: Some(entry.otpauth.otp.kind),
        reason: None,
        needs_pin: false,
        trashed: entry.extras.trashed,
    }
}

fn attention(issue: &Issue) -> Record {
    let draft = issue.draft.as_ref();
    let pin = |code| matches!(code, "pin-missing" | "pin-bad");
    Record {
        number: issue.record,
        outcome: Outcome::Attention,
        issuer: draft.and_then(|draft| draft.issuer.clone()).unwrap_or_default(),
        account: draft.map(|draft| draft.account.clone()).unwrap_or_default(),
        kind: None,
        needs_pin: pin(issue.reason.code()) && draft.is_some_and(|draft| !matches!(draft.kind, DraftKind::Unknown(_))),
        trashed: draft.is_some_and(|draft| draft.extras.trashed),
        reason: Some(issue.reason.clone()),
    }
}
