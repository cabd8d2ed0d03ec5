//! The table `outbox`: what would have been sent, for a practice server's panel.

use sqlx::{FromRow, SqliteConnection};

/// The newest so many are kept.
const KEPT: i64 = 200;

/// A message as kept.
#[derive(FromRow)]
pub(crate) struct Row {
    pub(crate) id: i64,
    /// Whose business it is, where that is known.
    pub(crate) account: Option<i64>,
    pub(crate) channel: String,
    pub(crate) recipient: String,
    pub(crate) subject: String,
    pub(crate) body: String,
    pub(crate) code: Option<String>,
    pub(crate) at: i64,
    pub(crate) expires_at: Option<i64>,
    pub(crate) asked_for_by: String,
}

/// Keeps a message; the oldest beyond the newest 200 go.
pub(crate) async fn add(db: &mut SqliteConnection, row: Row) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO outbox (account_id, channel, recipient, subject, body, code, at, expires_at, asked_for_by)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(row.account)
    .bind(row.channel)
    .bind(row.recipient)
    .bind(row.subject)
    .bind(row.body)
    .bind(row.code)
    .bind(row.at)
    .bind(row.expires_at)
    .bind(row.asked_for_by)
    .execute(&mut *db)
    .await?;
    sqlx::query("DELETE FROM outbox WHERE id <= (SELECT max(id) FROM outbox) - ?")
        .bind(KEPT)
        .execute(db)
        .await?;
    Ok(())
}

/// Every message, newest first.
pub(crate) async fn all(db: &mut SqliteConnection) -> sqlx::Result<Vec<Row>> {
    sqlx::query_as(
        "SELECT id, account_id AS account, channel, recipient, subject, body, code, at, expires_at, asked_for_by
         FROM outbox ORDER BY id DESC",
    )
    .fetch_all(db)
    .await
}

/// Forgets every message to this address or number, or with it in its words.
pub(crate) async fn forget_mentions(db: &mut SqliteConnection, trace: &str) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM outbox WHERE instr(lower(recipient), lower(?1)) > 0 OR instr(lower(body), lower(?1)) > 0")
        .bind(trace)
        .execute(db)
        .await?;
    Ok(())
}

/// Forgets every message.
pub(crate) async fn clear(db: &mut SqliteConnection) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM outbox").execute(db).await?;
    Ok(())
}
