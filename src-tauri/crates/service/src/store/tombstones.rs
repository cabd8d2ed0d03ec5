//! The tables `tombstones` and `closure_reasons`: all that stays of a closed account, and none of it tells whose it was.

use sqlx::SqliteConnection;

/// Marks an address as used up.
pub(crate) async fn add(db: &mut SqliteConnection, digest: &[u8]) -> sqlx::Result<()> {
    sqlx::query("INSERT OR IGNORE INTO tombstones (digest) VALUES (?)")
        .bind(digest)
        .execute(db)
        .await?;
    Ok(())
}

/// Whether an address is used up.
pub(crate) async fn has(db: &mut SqliteConnection, digest: &[u8]) -> sqlx::Result<bool> {
    sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM tombstones WHERE digest = ?)")
        .bind(digest)
        .fetch_one(db)
        .await
}

/// Whether any address is used up.
pub(crate) async fn any(db: &mut SqliteConnection) -> sqlx::Result<bool> {
    sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM tombstones)")
        .fetch_one(db)
        .await
}

/// Counts why somebody left.
pub(crate) async fn count_reason(db: &mut SqliteConnection, reason: &str) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO closure_reasons (reason, times) VALUES (?, 1)
         ON CONFLICT (reason) DO UPDATE SET times = times + 1",
    )
    .bind(reason)
    .execute(db)
    .await?;
    Ok(())
}
