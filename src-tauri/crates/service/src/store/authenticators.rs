//! The table `authenticators`: TOTP keys and sets of recovery codes.

use sqlx::{FromRow, SqliteConnection};

/// A second factor.
#[derive(Clone, FromRow)]
pub(crate) struct Authenticator {
    pub(crate) id: i64,
    pub(crate) kind: String,
    pub(crate) created_at: i64,
    pub(crate) last_used_at: Option<i64>,
    pub(crate) secret: Option<String>,
    pub(crate) last_step: Option<i64>,
}

/// The account's second factors, oldest first.
pub(crate) async fn of(db: &mut SqliteConnection, account: i64) -> sqlx::Result<Vec<Authenticator>> {
    sqlx::query_as(
        "SELECT id, kind, created_at, last_used_at, secret, last_step FROM authenticators WHERE account_id = ? ORDER BY id",
    )
    .bind(account)
    .fetch_all(db)
    .await
}

/// The account's second factor of that kind.
pub(crate) async fn find(db: &mut SqliteConnection, account: i64, kind: &str) -> sqlx::Result<Option<Authenticator>> {
    Ok(of(db, account).await?.into_iter().find(|found| found.kind == kind))
}

/// Adds a second factor.
pub(crate) async fn add(
    db: &mut SqliteConnection,
    account: i64,
    kind: &str,
    secret: Option<&str>,
    now: i64,
) -> sqlx::Result<Authenticator> {
    sqlx::query_as(
        "INSERT INTO authenticators (account_id, kind, created_at, secret) VALUES (?, ?, ?, ?)
         RETURNING id, kind, created_at, last_used_at, secret, last_step",
    )
    .bind(account)
    .bind(kind)
    .bind(now)
    .bind(secret)
    .fetch_one(db)
    .await
}

/// Takes a TOTP time step into use, once: false when that step or a later one was used already.
pub(crate) async fn use_step(db: &mut SqliteConnection, id: i64, step: i64) -> sqlx::Result<bool> {
    let done =
        sqlx::query("UPDATE authenticators SET last_step = ?1 WHERE id = ?2 AND (last_step IS NULL OR last_step < ?1)")
            .bind(step)
            .bind(id)
            .execute(db)
            .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that the factor was used.
pub(crate) async fn touch(db: &mut SqliteConnection, id: i64, now: i64) -> sqlx::Result<()> {
    sqlx::query("UPDATE authenticators SET last_used_at = ? WHERE id = ?")
        .bind(now)
        .bind(id)
        .execute(db)
        .await?;
    Ok(())
}

/// Removes the account's second factor of that kind.
pub(crate) async fn remove(db: &mut SqliteConnection, account: i64, kind: &str) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM authenticators WHERE account_id = ? AND kind = ?")
        .bind(account)
        .bind(kind)
        .execute(db)
        .await?;
    Ok(())
}
