//! The table `devices`: the apps that are told of alerts, and what became of their last notice.

use protocol::extension::devices::{Delivery, Sample};
use sqlx::{FromRow, SqliteConnection};

/// A device as kept.
#[derive(Clone, FromRow)]
pub(crate) struct Row {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) system: String,
    pub(crate) app_version: String,
    pub(crate) endpoint: Option<String>,
    sample: Option<String>,
    pub(crate) added_at: i64,
    pub(crate) notice_at: Option<i64>,
    notice: Option<String>,
}

/// Where a device is reached.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Place {
    /// At an address of a push service.
    Endpoint(String),
    /// Nowhere: it is a sample.
    Sample(Sample),
}

/// A device to be kept.
pub(crate) struct New<'a> {
    pub(crate) account: i64,
    pub(crate) name: &'a str,
    pub(crate) system: &'a str,
    pub(crate) app_version: &'a str,
    pub(crate) place: &'a Place,
    pub(crate) now: i64,
}

impl Row {
    /// Where it is reached. What is no address and no known sample is gone.
    pub(crate) fn place(&self) -> Place {
        match (&self.endpoint, self.sample.as_deref()) {
            (Some(endpoint), _) => Place::Endpoint(endpoint.clone()),
            (None, Some("answers")) => Place::Sample(Sample::Answers),
            (None, _) => Place::Sample(Sample::Gone),
        }
    }

    /// What became of its last notice; none before the first.
    pub(crate) fn last_notice(&self) -> Option<(i64, Delivery)> {
        let result = match self.notice.as_deref()? {
            "delivered" => Delivery::Delivered,
            "gone" => Delivery::Gone,
            _ => Delivery::Unreachable,
        };
        Some((self.notice_at?, result))
    }

    /// Whether its last notice did not arrive.
    pub(crate) fn is_excluded(&self) -> bool {
        self.last_notice()
            .is_some_and(|(_, result)| result != Delivery::Delivered)
    }
}

/// The account's, in the order they were registered first.
pub(crate) async fn of(db: &mut SqliteConnection, account: i64) -> sqlx::Result<Vec<Row>> {
    sqlx::query_as(
        "SELECT id, name, system, app_version, endpoint, sample, added_at, notice_at, notice FROM devices
         WHERE account_id = ? ORDER BY id",
    )
    .bind(account)
    .fetch_all(db)
    .await
}

/// Keeps a device. One of the same address is renewed: what became of its last notice is forgotten.
pub(crate) async fn add(db: &mut SqliteConnection, new: New<'_>) -> sqlx::Result<Row> {
    let (endpoint, sample) = match new.place {
        Place::Endpoint(endpoint) => (Some(endpoint.as_str()), None),
        Place::Sample(Sample::Answers) => (None, Some("answers")),
        Place::Sample(Sample::Gone) => (None, Some("gone")),
    };
    sqlx::query_as(
        "INSERT INTO devices (account_id, name, system, app_version, endpoint, sample, added_at)
         VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (account_id, endpoint) DO UPDATE SET
             name = excluded.name, system = excluded.system, app_version = excluded.app_version,
             added_at = excluded.added_at, notice_at = NULL, notice = NULL
         RETURNING id, name, system, app_version, endpoint, sample, added_at, notice_at, notice",
    )
    .bind(new.account)
    .bind(new.name)
    .bind(new.system)
    .bind(new.app_version)
    .bind(endpoint)
    .bind(sample)
    .bind(new.now)
    .fetch_one(db)
    .await
}

/// Notes what became of a notice, if the device is still there and at the same place.
pub(crate) async fn note(
    db: &mut SqliteConnection,
    account: i64,
    device: &Row,
    result: Delivery,
    now: i64,
) -> sqlx::Result<()> {
    let result = match result {
        Delivery::Delivered => "delivered",
        Delivery::Gone => "gone",
        Delivery::Unreachable => "unreachable",
    };
    sqlx::query("UPDATE devices SET notice_at = ?, notice = ? WHERE account_id = ? AND id = ? AND added_at = ?")
        .bind(now)
        .bind(result)
        .bind(account)
        .bind(device.id)
        .bind(device.added_at)
        .execute(db)
        .await?;
    Ok(())
}

/// Takes one of the account's away; whether it was there.
pub(crate) async fn remove(db: &mut SqliteConnection, account: i64, id: i64) -> sqlx::Result<bool> {
    let done = sqlx::query("DELETE FROM devices WHERE account_id = ? AND id = ?")
        .bind(account)
        .bind(id)
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}
