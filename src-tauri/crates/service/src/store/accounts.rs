//! The table `accounts`, and the account as handlers know it.

use sqlx::{FromRow, SqliteConnection};

/// An account with its primary address and its number.
#[derive(Clone, FromRow)]
pub(crate) struct Account {
    pub(crate) id: i64,
    pub(crate) email: String,
    pub(crate) password_hash: Option<String>,
}

/// Makes an account; its address is added by [`super::emails::add`].
pub(crate) async fn add(db: &mut SqliteConnection, password_hash: &str, now: i64) -> sqlx::Result<i64> {
    sqlx::query_scalar("INSERT INTO accounts (password_hash, created_at) VALUES (?, ?) RETURNING id")
        .bind(password_hash)
        .bind(now)
        .fetch_one(db)
        .await
}

/// The account of that number.
pub(crate) async fn by_id(db: &mut SqliteConnection, id: i64) -> sqlx::Result<Option<Account>> {
    sqlx::query_as(
        "SELECT a.id, e.address AS email, a.password_hash FROM accounts a
         JOIN emails e ON e.account_id = a.id AND e.is_primary = 1 WHERE a.id = ?",
    )
    .bind(id)
    .fetch_optional(db)
    .await
}

/// The account that has that address, verified or not.
pub(crate) async fn by_email(db: &mut SqliteConnection, address: &str) -> sqlx::Result<Option<Account>> {
    sqlx::query_as(
        "SELECT a.id, p.address AS email, a.password_hash FROM emails e
         JOIN accounts a ON a.id = e.account_id
         JOIN emails p ON p.account_id = a.id AND p.is_primary = 1 WHERE e.address = ?",
    )
    .bind(address)
    .fetch_optional(db)
    .await
}

/// The account has no password from now on.
pub(crate) async fn forget_password(db: &mut SqliteConnection, id: i64) -> sqlx::Result<()> {
    sqlx::query("UPDATE accounts SET password_hash = NULL WHERE id = ?")
        .bind(id)
        .execute(db)
        .await?;
    Ok(())
}

/// Removes the accounts made before a moment whose address nobody ever confirmed. They have nothing but a password.
pub(crate) async fn purge_unconfirmed(db: &mut SqliteConnection, before: i64) -> sqlx::Result<()> {
    sqlx::query(
        "DELETE FROM accounts WHERE created_at < ?
         AND NOT EXISTS (SELECT 1 FROM emails WHERE account_id = accounts.id AND verified = 1)",
    )
    .bind(before)
    .execute(db)
    .await?;
    Ok(())
}

/// When the account's password, factors or address last changed, in Unix milliseconds.
pub(crate) async fn credentials_changed_at(db: &mut SqliteConnection, id: i64) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar("SELECT credentials_changed_at FROM accounts WHERE id = ?")
        .bind(id)
        .fetch_optional(db)
        .await
}

/// Notes that they changed.
pub(crate) async fn note_change(db: &mut SqliteConnection, id: i64, now: i64) -> sqlx::Result<()> {
    sqlx::query("UPDATE accounts SET credentials_changed_at = ? WHERE id = ?")
        .bind(now)
        .bind(id)
        .execute(db)
        .await?;
    Ok(())
}

/// Removes the account, and with it everything that is its.
pub(crate) async fn remove(db: &mut SqliteConnection, id: i64) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM accounts WHERE id = ?")
        .bind(id)
        .execute(db)
        .await?;
    Ok(())
}

/// Gives the account a new password. A temporary one that still lies in a mailbox no longer counts.
pub(crate) async fn set_password(db: &mut SqliteConnection, id: i64, hash: &str) -> sqlx::Result<()> {
    super::temporary_passwords::remove(db, id).await?;
    sqlx::query("UPDATE accounts SET password_hash = ? WHERE id = ?")
        .bind(hash)
        .bind(id)
        .execute(db)
        .await?;
    Ok(())
}
