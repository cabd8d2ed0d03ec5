//! The table `captchas`: challenges that await their answer. Each is taken once.

use sqlx::SqliteConnection;

/// Adds a challenge; those that have run out go.
pub(crate) async fn add(
    db: &mut SqliteConnection,
    id: &str,
    answers: &str,
    expires_at: i64,
    now: i64,
) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM captchas WHERE expires_at <= ?")
        .bind(now)
        .execute(&mut *db)
        .await?;
    sqlx::query("INSERT INTO captchas (id, answers, expires_at) VALUES (?, ?, ?)")
        .bind(id)
        .bind(answers)
        .bind(expires_at)
        .execute(db)
        .await?;
    Ok(())
}

/// Takes a challenge out, if it is there and still counts.
pub(crate) async fn take(db: &mut SqliteConnection, id: &str, now: i64) -> sqlx::Result<Option<String>> {
    let found: Option<(String, i64)> =
        sqlx::query_as("DELETE FROM captchas WHERE id = ? RETURNING answers, expires_at")
            .bind(id)
            .fetch_optional(db)
            .await?;
    Ok(found
        .filter(|(_, expires_at)| *expires_at > now)
        .map(|(answers, _)| answers))
}
