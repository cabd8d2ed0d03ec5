//! The table `recovery_codes`: salted digests. The codes themselves are never written.

use sqlx::SqliteConnection;

use crate::secrets::SaltedDigest;

/// Keeps a code's digest and returns its row's number.
pub(crate) async fn add(db: &mut SqliteConnection, set: i64, digest: &SaltedDigest) -> sqlx::Result<i64> {
    sqlx::query_scalar("INSERT INTO recovery_codes (authenticator_id, salt, digest) VALUES (?, ?, ?) RETURNING id")
        .bind(set)
        .bind(&digest.salt)
        .bind(&digest.digest)
        .fetch_one(db)
        .await
}

/// The numbers of a set's unused codes, and how many codes it has.
pub(crate) async fn unused(db: &mut SqliteConnection, set: i64) -> sqlx::Result<(Vec<i64>, usize)> {
    let rows: Vec<(i64, Option<i64>)> =
        sqlx::query_as("SELECT id, used_at FROM recovery_codes WHERE authenticator_id = ? ORDER BY id")
            .bind(set)
            .fetch_all(db)
            .await?;
    let unused = rows
        .iter()
        .filter(|(_, used_at)| used_at.is_none())
        .map(|(id, _)| *id)
        .collect();
    Ok((unused, rows.len()))
}

/// Uses a code of the set, once. Every digest is compared, so that the time does not tell which one was near.
pub(crate) async fn redeem(db: &mut SqliteConnection, set: i64, typed: &str, now: i64) -> sqlx::Result<bool> {
    let rows: Vec<(i64, Vec<u8>, Vec<u8>)> =
        sqlx::query_as("SELECT id, salt, digest FROM recovery_codes WHERE authenticator_id = ? AND used_at IS NULL")
            .bind(set)
            .fetch_all(&mut *db)
            .await?;
    let mut right = None;
    for (id, salt, digest) in rows {
        if (SaltedDigest { salt, digest }).matches(typed) {
            right = Some(id);
        }
    }
    let Some(id) = right else { return Ok(false) };
    let done = sqlx::query("UPDATE recovery_codes SET used_at = ? WHERE id = ? AND used_at IS NULL")
        .bind(now)
        .bind(id)
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}
