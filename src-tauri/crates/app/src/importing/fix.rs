//! Putting a record right by hand, while its import is in hand.

use otp::{Otp, OtpauthUri};
use secrecy::{ExposeSecret, SecretString};
use transfer::{Imported, Issue};
use zeroize::Zeroizing;

use super::Importing;
use crate::AppError;

/// What a person puts in place of what the source had.
pub enum Fix {
    /// The PIN that the file does not hold; everything else stays.
    Pin(SecretString),
    /// The whole key with its settings and names.
    Key {
        /// The key.
        otp: Otp,
        /// Who issued it.
        issuer: String,
        /// Whose it is.
        account: String,
    },
}

impl Importing {
    /// Puts one record right.
    ///
    /// # Errors
    /// [`AppError::NoSuchRecord`]; what is still wrong with it as [`AppError::Uri`]. The record is unchanged then.
    pub fn fix(&self, record: usize, fix: Fix) -> Result<(), AppError> {
        let mut state = self.lock();
        let in_hand = state.in_hand_mut()?;
        let found = in_hand.import.issues.iter().position(|issue| issue.record == record);
        let place = found.ok_or(AppError::NoSuchRecord)?;
        let fixed = fixed(&in_hand.import.issues[place], fix)?;
        in_hand.import.issues.remove(place);
        let entries = &mut in_hand.import.entries;
        let before = entries.partition_point(|entry| entry.record < record);
        entries.insert(before, fixed);
        Ok(())
    }
}

fn fixed(issue: &Issue, fix: Fix) -> Result<Imported, AppError> {
    let draft = issue.draft.as_ref();
    let extras = draft.map(|draft| draft.extras.clone()).unwrap_or_default();
    let otpauth = match fix {
        Fix::Key { otp, issuer, account } => {
            let issuer = Some(issuer.trim()).filter(|issuer| !issuer.is_empty());
            OtpauthUri::new(otp, issuer, account.trim())?
        }
        Fix::Pin(pin) => {
            let mut draft = draft.ok_or(AppError::NoSuchRecord)?.clone();
            // The PIN becomes part of the key.
            draft.pin = Some(Zeroizing::new(pin.expose_secret().trim().to_owned()));
            draft.finish()?
        }
    };
    Ok(Imported {
        record: issue.record,
        otpauth,
        original: None,
        extras,
        own: draft.and_then(|draft| draft.own.clone()),
    })
}
