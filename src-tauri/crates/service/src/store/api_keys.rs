//! The table `api_keys`: tokens and keys by their digests, and their secrets where those are shown again.

use sqlx::{FromRow, SqliteConnection};
use zeroize::Zeroizing;

/// A token or key as it may be listed.
#[derive(Clone, FromRow)]
pub(crate) struct Row {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) last_four: String,
    pub(crate) created_at: i64,
}

/// A token or key to be kept.
pub(crate) struct New<'a> {
    pub(crate) account: i64,
    pub(crate) name: &'a str,
    pub(crate) digest: &'a [u8],
    pub(crate) secret: Option<&'a str>,
    pub(crate) last_four: &'a str,
    pub(crate) now: i64,
}

/// The account's, newest first.
pub(crate) async fn of(db: &mut SqliteConnection, account: i64) -> sqlx::Result<Vec<Row>> {
    sqlx::query_as("SELECT id, name, last_four, created_at FROM api_keys WHERE account_id = ? ORDER BY id DESC")
        .bind(account)
        .fetch_all(db)
        .await
}

/// Keeps one.
pub(crate) async fn add(db: &mut SqliteConnection, new: New<'_>) -> sqlx::Result<Row> {
    sqlx::query_as(
        "INSERT INTO api_keys (account_id, name, digest, secret, last_four, created_at) VALUES (?, ?, ?, ?, ?, ?)
         RETURNING id, name, last_four, created_at",
    )
    .bind(new.account)
    .bind(new.name)
    .bind(new.digest)
    .bind(new.secret)
    .bind(new.last_four)
    .bind(new.now)
    .fetch_one(db)
    .await
}

/// The secret of one of the account's, where it was kept.
pub(crate) async fn secret(
    db: &mut SqliteConnection,
    account: i64,
    id: i64,
) -> sqlx::Result<Option<Zeroizing<String>>> {
    let secret: Option<Option<String>> =
        sqlx::query_scalar("SELECT secret FROM api_keys WHERE account_id = ? AND id = ?")
            .bind(account)
            .bind(id)
            .fetch_optional(db)
            .await?;
    Ok(secret.flatten().map(Zeroizing::new))
}

/// Forgets every secret: from now on they are shown when they are made, and never again.
pub(crate) async fn forget_secrets(db: &mut SqliteConnection) -> sqlx::Result<()> {
    sqlx::query("UPDATE api_keys SET secret = NULL WHERE secret NOT NULL")
        .execute(db)
        .await?;
    Ok(())
}

/// Takes one of the account's away; whether it was there.
pub(crate) async fn remove(db: &mut SqliteConnection, account: i64, id: i64) -> sqlx::Result<bool> {
    let done = sqlx::query("DELETE FROM api_keys WHERE account_id = ? AND id = ?")
        .bind(account)
        .bind(id)
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether a secret of this digest counts.
pub(crate) async fn counts(db: &mut SqliteConnection, digest: &[u8]) -> sqlx::Result<bool> {
    sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM api_keys WHERE digest = ?)")
        .bind(digest)
        .fetch_one(db)
        .await
}
