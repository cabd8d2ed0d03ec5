//! The table `deliveries`: messages on their way out. Taking one pushes its next try into the future, so that a process that dies under it
//! loses nothing: the row is still there, and comes due again.

use sqlx::{FromRow, SqliteConnection};

use super::outbox;

/// A message on its way.
#[derive(FromRow)]
pub(crate) struct Parcel {
    pub(crate) id: i64,
    /// The same at each try.
    pub(crate) mark: String,
    pub(crate) channel: String,
    pub(crate) recipient: String,
    pub(crate) subject: String,
    pub(crate) body: String,
    pub(crate) at: i64,
    pub(crate) asked_for_by: String,
    /// How many tries were begun, this one included.
    pub(crate) tries: i64,
}

/// A message that was given up: what may be told of it.
#[derive(FromRow)]
pub(crate) struct Expired {
    pub(crate) id: i64,
    pub(crate) channel: String,
    pub(crate) asked_for_by: String,
    pub(crate) tries: i64,
}

/// Adds a message that is due at once.
pub(crate) async fn add(db: &mut SqliteConnection, row: outbox::Row, mark: &str, expires_at: i64) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO deliveries (mark, channel, recipient, subject, body, at, expires_at, asked_for_by, due_at, account_id, carries_code)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?6, ?9, ?10)",
    )
    .bind(mark)
    .bind(row.channel)
    .bind(row.recipient)
    .bind(row.subject)
    .bind(row.body)
    .bind(row.at)
    .bind(expires_at)
    .bind(row.asked_for_by)
    .bind(row.account)
    .bind(row.code.is_some())
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets the codes on their way that this message's code takes the place of: of the same account, to the same receiver, for the same
/// purpose. One that came after it would be taken for the one that counts.
pub(crate) async fn forget_replaced(db: &mut SqliteConnection, row: &outbox::Row) -> sqlx::Result<()> {
    sqlx::query(
        "DELETE FROM deliveries WHERE carries_code = 1 AND account_id = ? AND channel = ? AND recipient = ? AND asked_for_by = ?",
    )
    .bind(row.account)
    .bind(&row.channel)
    .bind(&row.recipient)
    .bind(&row.asked_for_by)
    .execute(db)
    .await?;
    Ok(())
}

/// When the queue has something to do next; absent when it is empty.
pub(crate) async fn next_at(db: &mut SqliteConnection) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar("SELECT min(min(due_at, expires_at)) FROM deliveries")
        .fetch_one(db)
        .await
}

/// Takes the oldest that are due; `back_at` is when they come due again unless something is heard of them.
pub(crate) async fn take(db: &mut SqliteConnection, now: i64, back_at: i64, most: usize) -> sqlx::Result<Vec<Parcel>> {
    sqlx::query_as(
        "UPDATE deliveries SET tries = tries + 1, due_at = ?1
         WHERE id IN (SELECT id FROM deliveries WHERE due_at <= ?2 ORDER BY due_at, id LIMIT ?3)
         RETURNING id, mark, channel, recipient, subject, body, at, asked_for_by, tries",
    )
    .bind(back_at)
    .bind(now)
    .bind(i64::try_from(most).unwrap_or(i64::MAX))
    .fetch_all(db)
    .await
}

/// Removes what has run out.
pub(crate) async fn drop_expired(db: &mut SqliteConnection, now: i64) -> sqlx::Result<Vec<Expired>> {
    sqlx::query_as("DELETE FROM deliveries WHERE expires_at <= ? RETURNING id, channel, asked_for_by, tries")
        .bind(now)
        .fetch_all(db)
        .await
}

/// Lets a message wait for its next try.
pub(crate) async fn put_off(db: &mut SqliteConnection, id: i64, until: i64) -> sqlx::Result<()> {
    sqlx::query("UPDATE deliveries SET due_at = ? WHERE id = ?")
        .bind(until)
        .bind(id)
        .execute(db)
        .await?;
    Ok(())
}

/// Makes everything due at once, while nothing is under way: at a start, because whoever repaired something wants to see it work, and when
/// the clock was set back. What was written ahead of now ends as if it were written now.
pub(crate) async fn hurry(db: &mut SqliteConnection, now: i64) -> sqlx::Result<()> {
    sqlx::query(
        "UPDATE deliveries SET due_at = min(due_at, ?1), expires_at = min(expires_at, ?1 + expires_at - at)
         WHERE due_at > ?1 OR at > ?1",
    )
    .bind(now)
    .execute(db)
    .await?;
    Ok(())
}

/// Removes a message that was delivered or never will be.
pub(crate) async fn remove(db: &mut SqliteConnection, id: i64) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM deliveries WHERE id = ?")
        .bind(id)
        .execute(db)
        .await?;
    Ok(())
}

/// Forgets what is on its way to this address or number. Messages to others stay: they are theirs.
pub(crate) async fn forget_receiver(db: &mut SqliteConnection, receiver: &str) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM deliveries WHERE lower(recipient) = lower(?)")
        .bind(receiver)
        .execute(db)
        .await?;
    Ok(())
}
