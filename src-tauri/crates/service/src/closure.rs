//! Closing an account: what would be lost, what stands in the way, and the end itself.
//!
//! What is counted, checked and asked is the preset's to say. The end is one transaction: every row of the account, every
//! message about it, every mention of its address in other sessions; what stays is a keyed digest of the address and
//! a count of the reason.

use jiff::{Timestamp, Unit, civil::Date, tz::TimeZone};
use protocol::extension::closure::{self as wire, Blocker, Closure, Consequence};
use serde::Deserialize;
use sqlx::SqliteConnection;

use crate::answer::Halt;
use crate::steps::{self, Letter};
use crate::store::accounts::Account;
use crate::store::projects::{self, Membership};
use crate::store::{accounts, api_keys, deliveries, devices, emails, outbox, phones, sessions, tombstones};
use crate::texts::Topic;
use crate::turn::Turn;

/// How a preset lets an account be closed.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Rules {
    /// What is told to be lost, in the order to show it.
    consequences: Vec<Lost>,
    /// What must not stand in the way, in the order to show it.
    checks: Vec<Check>,
    /// The reasons to choose from; none where no reason is asked for.
    pub(crate) reasons: Vec<String>,
    /// Which text is agreed to.
    consent: String,
    /// What is to be typed; none where nothing is.
    pub(crate) phrase: Option<String>,
}

/// Something that is lost with the account.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Lost {
    Projects,
    Coupons,
    DataMonths,
    Devices,
    Keys,
    Sessions,
}

impl Lost {
    fn name(self) -> &'static str {
        match self {
            Self::Projects => wire::PROJECTS,
            Self::Coupons => wire::COUPONS,
            Self::DataMonths => wire::DATA_MONTHS,
            Self::Devices => wire::DEVICES,
            Self::Keys => wire::KEYS,
            Self::Sessions => wire::SESSIONS,
        }
    }
}

/// Something that must not be.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Check {
    UnpaidBalance,
    BillingRole,
    MemberManagement,
}

impl Check {
    fn code(self) -> &'static str {
        match self {
            Self::UnpaidBalance => wire::UNPAID_BALANCE,
            Self::BillingRole => wire::BILLING_ROLE,
            Self::MemberManagement => wire::MEMBER_MANAGEMENT,
        }
    }
}

/// What closing this account would mean now.
pub(crate) async fn outlook(turn: &mut Turn, rules: &Rules, account: i64) -> Result<Closure, Halt> {
    let now = turn.now;
    let mut consequences = Vec::new();
    for lost in &rules.consequences {
        consequences.push(Consequence {
            what: lost.name().to_owned(),
            count: count(turn.db(), *lost, account, now).await?,
        });
    }
    Ok(Closure {
        consequences,
        checks: rules.checks.iter().map(|check| check.code().to_owned()).collect(),
        blockers: blockers(turn.db(), rules, account).await?,
        reasons: rules.reasons.clone(),
        consent: rules.consent.clone(),
        phrase: rules.phrase.clone(),
    })
}

async fn count(db: &mut SqliteConnection, lost: Lost, account: i64, now: i64) -> sqlx::Result<u64> {
    let number = match lost {
        Lost::Projects => projects::of(db, account).await?.len(),
        Lost::Coupons => return Ok(projects::coupons(db, account).await?.unsigned_abs()),
        Lost::DataMonths => {
            let oldest = projects::of(db, account).await?.iter().map(|one| one.data_since).min();
            return Ok(oldest.map_or(0, |since| months(since, now)));
        }
        Lost::Devices => devices::of(db, account).await?.len(),
        Lost::Keys => api_keys::of(db, account).await?.len(),
        Lost::Sessions => sessions::of(db, account).await?.len(),
    };
    Ok(number as u64)
}

/// Whole months between two times.
fn months(since: i64, now: i64) -> u64 {
    let months = day(since).until((Unit::Month, day(now)));
    months.map_or(0, |span| span.get_months().unsigned_abs().into())
}

fn day(milliseconds: i64) -> Date {
    let time = Timestamp::from_millisecond(milliseconds).unwrap_or_default();
    time.to_zoned(TimeZone::UTC).date()
}

/// Everything that stands in the way.
pub(crate) async fn blockers(db: &mut SqliteConnection, rules: &Rules, account: i64) -> sqlx::Result<Vec<Blocker>> {
    let memberships = projects::of(db, account).await?;
    let mut found = Vec::new();
    for check in &rules.checks {
        match check {
            Check::UnpaidBalance => {
                let owed = projects::owed(db, account).await?.into_iter();
                found.extend(owed.map(|owed| Blocker {
                    code: check.code().to_owned(),
                    project: owed.name,
                    owed: Some(wire::Owed {
                        amount: owed.amount,
                        currency: owed.currency,
                    }),
                }));
            }
            Check::BillingRole => found.extend(held(&memberships, *check, holds_billing_for_others)),
            Check::MemberManagement => found.extend(held(&memberships, *check, manages_alone)),
        }
    }
    Ok(found)
}

fn held(memberships: &[Membership], check: Check, holds: fn(&Membership) -> bool) -> Vec<Blocker> {
    let held = memberships.iter().filter(|one| holds(one));
    held.map(|one| Blocker {
        code: check.code().to_owned(),
        project: one.name.clone(),
        owed: None,
    })
    .collect()
}

/// Others would be left without anybody who pays.
pub(crate) fn holds_billing_for_others(one: &Membership) -> bool {
    one.billing && one.others > 0
}

/// The project would be left without anybody who manages its members.
pub(crate) fn manages_alone(one: &Membership) -> bool {
    one.member_management && one.other_managers == 0
}

/// Closes the account for good: nothing of the person is kept.
pub(crate) async fn close(turn: &mut Turn, account: &Account, reason: &str) -> Result<(), Halt> {
    let reader = steps::reader_of(turn, Some(account.id)).await?;
    let service = std::sync::Arc::clone(&turn.service);
    let addresses = emails::of(turn.db(), account.id).await?;
    let mut traces: Vec<String> = addresses.into_iter().map(|email| email.address).collect();
    for address in &traces {
        tombstones::add(turn.db(), &service.address_key.digest(address)).await?;
    }
    if !reason.is_empty() {
        tombstones::count_reason(turn.db(), reason).await?;
    }
    traces.extend(phones::all(turn.db(), account.id).await?);
    for trace in &traces {
        outbox::forget_mentions(turn.db(), trace).await?;
        deliveries::forget_receiver(turn.db(), trace).await?;
        sessions::forget_mentions(turn.db(), account.id, trace).await?;
    }
    accounts::remove(turn.db(), account.id).await?;
    projects::remove_empty(turn.db()).await?;
    turn.sign_out().await?;
    // Last, so that it stays: a practice server keeps it for its outbox, where the person reads it.
    let letter = Letter {
        topic: Topic::AccountClosed,
        to: &account.email,
        account: None,
        code: None,
        asked_for_by: "closure",
    };
    steps::send_in(turn, letter, &reader).await
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn months_are_whole_ones() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap().as_millisecond();
        assert_eq!(months(at("2025-12-20T00:00:00Z"), at("2026-11-20T00:00:00Z")), 11);
        assert_eq!(months(at("2025-12-21T00:00:00Z"), at("2026-11-20T00:00:00Z")), 10);
        assert_eq!(months(at("2026-11-20T00:00:00Z"), at("2026-11-20T10:00:00Z")), 0);
    }

    #[test]
    fn a_role_blocks_only_where_somebody_is_left_without_it() {
        let one = |billing, member_management, others, other_managers| Membership {
            project: 1,
            name: String::new(),
            data_since: 0,
            billing,
            member_management,
            others,
            other_managers,
        };
        assert!(holds_billing_for_others(&one(true, false, 1, 1)));
        assert!(
            !holds_billing_for_others(&one(true, false, 0, 0)),
            "nobody else is left with the bill"
        );
        assert!(!holds_billing_for_others(&one(false, false, 3, 1)));
        assert!(manages_alone(&one(false, true, 2, 0)) && manages_alone(&one(false, true, 0, 0)));
        assert!(!manages_alone(&one(false, true, 2, 1)) && !manages_alone(&one(false, false, 2, 0)));
    }
}
