//! The table `emails`: addresses of accounts. An address that awaits its code is in the session, not here, except the
//! one an account was made with.

use sqlx::{FromRow, SqliteConnection};

/// An address of an account.
#[derive(FromRow)]
pub(crate) struct Email {
    pub(crate) address: String,
    pub(crate) verified: bool,
    pub(crate) is_primary: bool,
}

/// Adds an account's first address, not yet verified.
pub(crate) async fn add(db: &mut SqliteConnection, account: i64, address: &str) -> sqlx::Result<()> {
    sqlx::query("INSERT INTO emails (account_id, address, is_primary) VALUES (?, ?, 1)")
        .bind(account)
        .bind(address)
        .execute(db)
        .await?;
    Ok(())
}

/// An account's addresses.
pub(crate) async fn of(db: &mut SqliteConnection, account: i64) -> sqlx::Result<Vec<Email>> {
    sqlx::query_as("SELECT address, verified, is_primary FROM emails WHERE account_id = ? ORDER BY id")
        .bind(account)
        .fetch_all(db)
        .await
}

/// Whose address it is.
pub(crate) async fn owner(db: &mut SqliteConnection, address: &str) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar("SELECT account_id FROM emails WHERE address = ?")
        .bind(address)
        .fetch_optional(db)
        .await
}

/// Whether the account's address is verified.
pub(crate) async fn is_verified(db: &mut SqliteConnection, account: i64, address: &str) -> sqlx::Result<bool> {
    let found: Option<bool> = sqlx::query_scalar("SELECT verified FROM emails WHERE account_id = ? AND address = ?")
        .bind(account)
        .bind(address)
        .fetch_optional(db)
        .await?;
    Ok(found.unwrap_or(false))
}

/// Marks an address of the account as verified, if it has it; whether it was not before.
pub(crate) async fn verify(db: &mut SqliteConnection, account: i64, address: &str) -> sqlx::Result<bool> {
    let done = sqlx::query("UPDATE emails SET verified = 1 WHERE account_id = ? AND address = ? AND verified = 0")
        .bind(account)
        .bind(address)
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// The verified address becomes the account's only one.
pub(crate) async fn replace(db: &mut SqliteConnection, account: i64, address: &str) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM emails WHERE account_id = ?")
        .bind(account)
        .execute(&mut *db)
        .await?;
    sqlx::query("INSERT INTO emails (account_id, address, verified, is_primary) VALUES (?, ?, 1, 1)")
        .bind(account)
        .bind(address)
        .execute(db)
        .await?;
    Ok(())
}
