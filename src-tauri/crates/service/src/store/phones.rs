//! The table `phones`: verified numbers. A number that awaits its code is in the session.

use sqlx::SqliteConnection;

/// The account's number.
pub(crate) async fn of(db: &mut SqliteConnection, account: i64) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar("SELECT number FROM phones WHERE account_id = ?")
        .bind(account)
        .fetch_optional(db)
        .await
}

/// Whose number it is.
pub(crate) async fn owner(db: &mut SqliteConnection, number: &str) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar("SELECT account_id FROM phones WHERE number = ?")
        .bind(number)
        .fetch_optional(db)
        .await
}

/// Gives the account this number instead of the one it had.
pub(crate) async fn set(db: &mut SqliteConnection, account: i64, number: &str) -> sqlx::Result<()> {
    sqlx::query("INSERT INTO phones (account_id, number) VALUES (?, ?) ON CONFLICT (account_id) DO UPDATE SET number = excluded.number")
        .bind(account)
        .bind(number)
        .execute(db)
        .await?;
    Ok(())
}
