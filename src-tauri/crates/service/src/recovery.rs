//! Recovery codes: made when they are first looked at, kept as digests, shown again only for a short time.
//!
//! The core lets a client read the unused codes again and again. Digests can't be read, so the codes themselves stay
//! in this process's memory for a quarter of an hour after they were made; after that, or after a restart, the answer
//! has counts but no codes, as the core allows.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use protocol::core::authenticators::RECOVERY_CODES;
use protocol::sensitive::Sensitive;
use zeroize::Zeroizing;

use crate::answer::Halt;
use crate::secrets::{self, SaltedDigest};
use crate::store::authenticators::{self, Authenticator};
use crate::store::recovery_codes;
use crate::turn::Turn;

/// Codes in a set.
pub(crate) const SET_SIZE: usize = 10;
/// How long codes are shown after they were made, in milliseconds.
const SHOWN_FOR: i64 = 15 * 60 * 1000;

/// Codes that may still be shown, with the numbers of their rows.
pub(crate) struct Revealed {
    codes: Vec<(i64, Zeroizing<String>)>,
    until: i64,
}

/// The sets that may still be shown, by the set's number.
#[derive(Default)]
pub(crate) struct RevealedSets(Mutex<HashMap<i64, Revealed>>);

impl RevealedSets {
    /// Remembers a set's codes, or forgets them.
    pub(crate) fn put(&self, set: i64, revealed: Option<Revealed>) {
        let mut sets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match revealed {
            Some(codes) => sets.insert(set, codes),
            None => sets.remove(&set),
        };
    }

    /// Forgets everything.
    pub(crate) fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn shown(&self, set: i64, unused: &[i64], now: i64) -> Option<Vec<Sensitive>> {
        let mut sets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sets.retain(|_, revealed| now <= revealed.until);
        sets.get(&set).map(|revealed| revealed.texts(unused))
    }
}

impl Revealed {
    fn texts(&self, unused: &[i64]) -> Vec<Sensitive> {
        let shown = self.codes.iter().filter(|(id, _)| unused.contains(id));
        shown
            .map(|(_, code)| Sensitive::new(code.as_str().to_owned()))
            .collect()
    }
}

/// A set as it can be told: how many codes, how many unused, and the unused ones where they may be shown.
pub(crate) struct View {
    pub(crate) total: u32,
    pub(crate) unused: u32,
    pub(crate) codes: Option<Vec<Sensitive>>,
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Counts a set's codes. A set nobody has looked at counts as full, though its codes are not made yet.
pub(crate) async fn counts(turn: &mut Turn, set: &Authenticator) -> Result<View, Halt> {
    let (unused, total) = recovery_codes::unused(turn.db(), set.id).await?;
    if total == 0 {
        return Ok(View {
            total: count(SET_SIZE),
            unused: count(SET_SIZE),
            codes: None,
        });
    }
    Ok(View {
        total: count(total),
        unused: count(unused.len()),
        codes: None,
    })
}

/// A set for its owner's eyes. The first look makes the codes.
pub(crate) async fn look(turn: &mut Turn, set: &Authenticator) -> Result<View, Halt> {
    let (mut unused, total) = recovery_codes::unused(turn.db(), set.id).await?;
    if total > 0 {
        let codes = turn.service.revealed.shown(set.id, &unused, turn.now);
        return Ok(View {
            total: count(total),
            unused: count(unused.len()),
            codes,
        });
    }
    let mut codes = Vec::with_capacity(SET_SIZE);
    for _ in 0..SET_SIZE {
        let code = secrets::new_recovery_code();
        let id = recovery_codes::add(turn.db(), set.id, &SaltedDigest::of(&code)).await?;
        unused.push(id);
        codes.push((id, code));
    }
    let revealed = Revealed {
        codes,
        until: turn.now + SHOWN_FOR,
    };
    let texts = revealed.texts(&unused);
    turn.reveal = Some((set.id, Some(revealed)));
    Ok(View {
        total: count(SET_SIZE),
        unused: count(SET_SIZE),
        codes: Some(texts),
    })
}

/// Puts a new set in the place of the account's old one.
pub(crate) async fn renew(turn: &mut Turn, account: i64) -> Result<Authenticator, Halt> {
    if let Some(old) = authenticators::find(turn.db(), account, RECOVERY_CODES).await? {
        turn.service.revealed.put(old.id, None);
    }
    authenticators::remove(turn.db(), account, RECOVERY_CODES).await?;
    let now = turn.now;
    Ok(authenticators::add(turn.db(), account, RECOVERY_CODES, None, now).await?)
}
