//! The table `consents`: what an account's owner agreed to or not, and since when.

use sqlx::{FromRow, SqliteConnection};

/// A decision that was made.
#[derive(Clone, Copy, FromRow)]
pub(crate) struct Row {
    pub(crate) agreed: bool,
    pub(crate) decided_at: i64,
}

/// The decision for a purpose, if one was ever made.
pub(crate) async fn of(db: &mut SqliteConnection, account: i64, purpose: &str) -> sqlx::Result<Option<Row>> {
    sqlx::query_as("SELECT agreed, decided_at FROM consents WHERE account_id = ? AND purpose = ?")
        .bind(account)
        .bind(purpose)
        .fetch_optional(db)
        .await
}

/// Keeps a decision. The same one as before keeps its date.
pub(crate) async fn decide(
    db: &mut SqliteConnection,
    account: i64,
    purpose: &str,
    agreed: bool,
    now: i64,
) -> sqlx::Result<Row> {
    sqlx::query_as(
        "INSERT INTO consents (account_id, purpose, agreed, decided_at) VALUES (?, ?, ?, ?)
         ON CONFLICT (account_id, purpose) DO UPDATE SET
             decided_at = CASE WHEN agreed = excluded.agreed THEN decided_at ELSE excluded.decided_at END,
             agreed = excluded.agreed
         RETURNING agreed, decided_at",
    )
    .bind(account)
    .bind(purpose)
    .bind(agreed)
    .bind(now)
    .fetch_one(db)
    .await
}
