//! The table `activity`: what happened to accounts, the newest of it.

use sqlx::{FromRow, SqliteConnection};

/// One thing that happened.
#[derive(FromRow)]
pub(crate) struct Row {
    pub(crate) kind: String,
    pub(crate) at: i64,
    pub(crate) user_agent: String,
    pub(crate) ip: String,
}

/// How much is kept.
pub(crate) struct Bounds {
    /// Nothing older, in Unix milliseconds.
    pub(crate) since: i64,
    /// So many of this kind, the newest. Whoever fails often must not push out what they did when they succeeded.
    pub(crate) few: (&'static str, i64),
    /// So many of all others.
    pub(crate) most: i64,
}

/// Adds what happened to an account, and forgets what is beyond the bounds. For nobody's account the same work is done and
/// nothing is kept, so that the time it takes does not tell whether there is one.
pub(crate) async fn add(
    db: &mut SqliteConnection,
    account: Option<i64>,
    row: &Row,
    bounds: &Bounds,
) -> sqlx::Result<()> {
    sqlx::query("INSERT INTO activity (account_id, kind, at, user_agent, ip) VALUES (?, ?, ?, ?, ?)")
        .bind(account)
        .bind(&row.kind)
        .bind(row.at)
        .bind(&row.user_agent)
        .bind(&row.ip)
        .execute(&mut *db)
        .await?;
    let (kind, few) = bounds.few;
    sqlx::query(
        "DELETE FROM activity WHERE account_id IS NULL OR (account_id = ?1 AND (at < ?2
             OR id IN (SELECT id FROM activity WHERE account_id = ?1 AND kind = ?3 ORDER BY id DESC LIMIT -1 OFFSET ?4)
             OR id IN (SELECT id FROM activity WHERE account_id = ?1 AND kind <> ?3 ORDER BY id DESC LIMIT -1 OFFSET ?5)))",
    )
    .bind(account)
    .bind(bounds.since)
    .bind(kind)
    .bind(few)
    .bind(bounds.most)
    .execute(db)
    .await?;
    Ok(())
}

/// What happened to an account since a time, newest first.
pub(crate) async fn of(db: &mut SqliteConnection, account: i64, since: i64) -> sqlx::Result<Vec<Row>> {
    sqlx::query_as("SELECT kind, at, user_agent, ip FROM activity WHERE account_id = ? AND at >= ? ORDER BY id DESC")
        .bind(account)
        .bind(since)
        .fetch_all(db)
        .await
}
