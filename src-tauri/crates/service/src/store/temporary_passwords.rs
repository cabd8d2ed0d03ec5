//! The table `temporary_passwords`: at most one an account, which counts once and for a while.

use sqlx::SqliteConnection;

/// When one that counts ends, in Unix milliseconds: after now, and no later than one that was given just now. A later end was kept by a
/// clock that has been set back since.
#[derive(Clone, Copy)]
pub(crate) struct Ends(pub(crate) i64, pub(crate) i64);

/// Gives the account a temporary password; an older one no longer counts.
pub(crate) async fn put(
    db: &mut SqliteConnection,
    account: i64,
    hash: &str,
    address: &str,
    expires_at: i64,
) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO temporary_passwords (account_id, hash, address, expires_at) VALUES (?, ?, ?, ?)
         ON CONFLICT (account_id) DO UPDATE SET hash = excluded.hash, address = excluded.address,
         expires_at = excluded.expires_at",
    )
    .bind(account)
    .bind(hash)
    .bind(address)
    .bind(expires_at)
    .execute(db)
    .await?;
    Ok(())
}

/// The hash of the account's temporary password, if it has one that counts.
pub(crate) async fn hash_of(
    db: &mut SqliteConnection,
    account: i64,
    Ends(after, by): Ends,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar(
        "SELECT hash FROM temporary_passwords WHERE account_id = ? AND expires_at > ? AND expires_at <= ?",
    )
    .bind(account)
    .bind(after)
    .bind(by)
    .fetch_optional(db)
    .await
}

/// Where the password of that hash was mailed to, if it still counts.
pub(crate) async fn address_of(
    db: &mut SqliteConnection,
    account: i64,
    hash: &str,
    Ends(after, by): Ends,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar(
        "SELECT address FROM temporary_passwords WHERE account_id = ? AND hash = ? AND expires_at > ? AND expires_at <= ?",
    )
    .bind(account)
    .bind(hash)
    .bind(after)
    .bind(by)
    .fetch_optional(db)
    .await
}

/// The account's temporary password no longer counts, if it had one.
pub(crate) async fn remove(db: &mut SqliteConnection, account: i64) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM temporary_passwords WHERE account_id = ?")
        .bind(account)
        .execute(db)
        .await?;
    Ok(())
}
