//! The sample world of a practice server: projects of its sample account, whose balance, billing role and member
//! management stand in the way of closing it until they are cleared, one after another.
//!
//! No route leads here: whoever holds the service in their hand, as the desktop app does with its practice servers,
//! asks and clears.

use jiff::{Timestamp, ToSpan as _, tz::TimeZone};
use serde::Deserialize;
use sqlx::SqliteConnection;

use crate::closure::{holds_billing_for_others, manages_alone};
use crate::error::ServiceError;
use crate::service::Service;
use crate::store::projects::{self, Membership, NewMember, Owed};

/// The sample world as a preset describes it.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct World {
    coupons: u32,
    projects: Vec<Project>,
}

#[derive(Debug, Clone, Deserialize)]
struct Project {
    name: String,
    /// How far back its data go.
    data_months: i64,
    #[serde(default)]
    roles: Vec<Role>,
    #[serde(default)]
    owed: Option<Amount>,
    /// Who else is in it.
    others: Vec<Other>,
}

#[derive(Debug, Clone, Deserialize)]
struct Other {
    name: String,
    #[serde(default)]
    roles: Vec<Role>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Role {
    Billing,
    MemberManagement,
}

#[derive(Debug, Clone, Deserialize)]
struct Amount {
    amount: String,
    currency: String,
}

/// A sample project of a practice server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleProject {
    /// Its number.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// What the sample account has not paid: a decimal number and an ISO 4217 currency.
    pub owed: Option<(String, String)>,
    /// The sample account holds the billing role, and others are in the project.
    pub billing: bool,
    /// The sample account is the only one who manages the project's members.
    pub manages_alone: bool,
    /// Who else is in it.
    pub others: Vec<String>,
}

/// What clears the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clearing {
    /// Pay the balance.
    Pay,
    /// Hand the billing role over to another member.
    HandOverBilling,
    /// Have another member manage the members, too.
    AddManager,
}

impl Service {
    /// The sample account's projects; none where there is no sample account, or none any more.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn sample_projects(&self) -> Result<Vec<SampleProject>, ServiceError> {
        let mut db = self.inner().pool.acquire().await?;
        let Some(account) = self.sample_account(&mut db).await? else {
            return Ok(Vec::new());
        };
        let owed = projects::owed(&mut db, account).await?;
        let mut found = Vec::new();
        for one in projects::of(&mut db, account).await? {
            found.push(SampleProject {
                id: one.project,
                billing: holds_billing_for_others(&one),
                manages_alone: manages_alone(&one),
                owed: owed_for(&owed, &one),
                others: projects::sample_people(&mut db, one.project).await?,
                name: one.name,
            });
        }
        Ok(found)
    }

    /// Clears something out of the way. What is not in the way, or no project of the sample account's, changes nothing.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn clear_sample(&self, project: i64, clearing: Clearing) -> Result<(), ServiceError> {
        let mut tx = self.inner().pool.begin_with("BEGIN IMMEDIATE").await?;
        let Some(account) = self.sample_account(&mut tx).await? else {
            return Ok(());
        };
        let its = projects::of(&mut tx, account).await?;
        if its.iter().all(|one| one.project != project) {
            return Ok(());
        }
        match clearing {
            Clearing::Pay => projects::pay(&mut tx, account, project).await?,
            Clearing::HandOverBilling => projects::hand_over_billing(&mut tx, account, project).await?,
            Clearing::AddManager => projects::add_manager(&mut tx, project).await?,
        }
        tx.commit().await?;
        Ok(())
    }
}

fn owed_for(owed: &[Owed], one: &Membership) -> Option<(String, String)> {
    let owed = owed.iter().find(|owed| owed.project == one.project)?;
    Some((owed.amount.clone(), owed.currency.clone()))
}

/// Makes the world for the sample account.
pub(crate) async fn seed(db: &mut SqliteConnection, world: &World, account: i64, now: i64) -> sqlx::Result<()> {
    for _ in 0..world.coupons {
        projects::add_coupon(db, account).await?;
    }
    for project in &world.projects {
        let id = projects::add(db, &project.name, months_before(project.data_months, now)).await?;
        projects::join(db, id, member(Some(account), "", &project.roles)).await?;
        for other in &project.others {
            projects::join(db, id, member(None, &other.name, &other.roles)).await?;
        }
        if let Some(owed) = &project.owed {
            let owed = Owed {
                project: id,
                name: String::new(),
                amount: owed.amount.clone(),
                currency: owed.currency.clone(),
            };
            projects::bill(db, account, &owed).await?;
        }
    }
    Ok(())
}

fn member<'a>(account: Option<i64>, name: &'a str, roles: &[Role]) -> NewMember<'a> {
    NewMember {
        account,
        name,
        billing: roles.contains(&Role::Billing),
        member_management: roles.contains(&Role::MemberManagement),
    }
}

fn months_before(months: i64, now: i64) -> i64 {
    let time = Timestamp::from_millisecond(now)
        .unwrap_or_default()
        .to_zoned(TimeZone::UTC);
    let before = time.checked_sub(months.months());
    before.map_or(now, |before| before.timestamp().as_millisecond())
}
