//! The tables `phones` and `phone_verifications`: verified numbers, one an account and channel, and those that await their
//! code.

use protocol::extension::phones::PhoneChannel;
use sqlx::{FromRow, SqliteConnection};

/// A verified number.
#[derive(Clone, Debug, FromRow)]
pub(crate) struct Row {
    pub(crate) number: String,
    /// Unknown for numbers from before this was noted.
    pub(crate) verified_at: Option<i64>,
}

/// The account's number for text messages.
pub(crate) async fn of(db: &mut SqliteConnection, account: i64) -> sqlx::Result<Option<String>> {
    Ok(on(db, account, PhoneChannel::Sms).await?.map(|row| row.number))
}

/// The account's number on a channel.
pub(crate) async fn on(db: &mut SqliteConnection, account: i64, channel: PhoneChannel) -> sqlx::Result<Option<Row>> {
    sqlx::query_as("SELECT number, verified_at FROM phones WHERE account_id = ? AND channel = ?")
        .bind(account)
        .bind(channel.name())
        .fetch_optional(db)
        .await
}

/// The account's numbers on all channels.
pub(crate) async fn all(db: &mut SqliteConnection, account: i64) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar("SELECT number FROM phones WHERE account_id = ?")
        .bind(account)
        .fetch_all(db)
        .await
}

/// Whose number it is.
pub(crate) async fn owner(db: &mut SqliteConnection, channel: PhoneChannel, number: &str) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar("SELECT account_id FROM phones WHERE channel = ? AND number = ?")
        .bind(channel.name())
        .bind(number)
        .fetch_optional(db)
        .await
}

/// Gives the account this number instead of the one it had.
pub(crate) async fn set(
    db: &mut SqliteConnection,
    account: i64,
    channel: PhoneChannel,
    number: &str,
    now: i64,
) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO phones (account_id, channel, number, verified_at) VALUES (?, ?, ?, ?)
         ON CONFLICT (account_id, channel) DO UPDATE SET number = excluded.number, verified_at = excluded.verified_at",
    )
    .bind(account)
    .bind(channel.name())
    .bind(number)
    .bind(now)
    .execute(db)
    .await?;
    Ok(())
}

/// Takes the account's number away; whether it had one.
pub(crate) async fn remove(db: &mut SqliteConnection, account: i64, channel: PhoneChannel) -> sqlx::Result<bool> {
    let done = sqlx::query("DELETE FROM phones WHERE account_id = ? AND channel = ?")
        .bind(account)
        .bind(channel.name())
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether signing in depends on the account's number: it receives the codes of a second factor.
pub(crate) async fn is_factor(db: &mut SqliteConnection, account: i64, channel: PhoneChannel) -> sqlx::Result<bool> {
    sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM authenticators WHERE account_id = ? AND kind = ?)")
        .bind(account)
        .bind(channel.name())
        .fetch_one(db)
        .await
}

/// What awaits its code, as JSON, if this session asked for it.
pub(crate) async fn awaited(
    db: &mut SqliteConnection,
    account: i64,
    channel: PhoneChannel,
    session: i64,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar("SELECT code FROM phone_verifications WHERE account_id = ? AND channel = ? AND session_id = ?")
        .bind(account)
        .bind(channel.name())
        .bind(session)
        .fetch_optional(db)
        .await
}

/// Has a number await its code, instead of any other.
pub(crate) async fn await_code(
    db: &mut SqliteConnection,
    account: i64,
    channel: PhoneChannel,
    session: i64,
    code: &str,
) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT OR REPLACE INTO phone_verifications (account_id, channel, session_id, code) VALUES (?, ?, ?, ?)",
    )
    .bind(account)
    .bind(channel.name())
    .bind(session)
    .bind(code)
    .execute(db)
    .await?;
    Ok(())
}

/// Awaits no code any more, from whatever session; whether one was awaited.
pub(crate) async fn forget_awaited(
    db: &mut SqliteConnection,
    account: i64,
    channel: PhoneChannel,
) -> sqlx::Result<bool> {
    let done = sqlx::query("DELETE FROM phone_verifications WHERE account_id = ? AND channel = ?")
        .bind(account)
        .bind(channel.name())
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}
