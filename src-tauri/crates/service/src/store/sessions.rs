//! The table `sessions`: who holds a token, found by the token's digest.

use serde_json::Value;
use sqlx::{FromRow, SqliteConnection};

use crate::error::ServiceError;

/// How long an unused session holds, in milliseconds.
const IDLE_LIFE: i64 = 30 * 24 * 3600 * 1000;
/// How long any session holds, in milliseconds.
const WHOLE_LIFE: i64 = 180 * 24 * 3600 * 1000;
/// How long a session that nobody signed in on holds, in milliseconds.
const ANONYMOUS_LIFE: i64 = 24 * 3600 * 1000;

/// A session's row.
#[derive(FromRow)]
pub(crate) struct Row {
    pub(crate) id: i64,
    pub(crate) account_id: Option<i64>,
    pub(crate) outdated: bool,
    pub(crate) state: String,
    pub(crate) user_agent: String,
    pub(crate) ip: String,
    pub(crate) created_at: i64,
    pub(crate) last_seen_at: i64,
}

/// The session a token belongs to.
pub(crate) async fn find(db: &mut SqliteConnection, digest: &[u8], now: i64) -> sqlx::Result<Option<Row>> {
    sqlx::query_as(
        "SELECT id, account_id, outdated, state, user_agent, ip, created_at, last_seen_at FROM sessions
         WHERE token_digest = ?1 AND last_seen_at > ?2 AND created_at > ?3 AND (account_id NOT NULL OR last_seen_at > ?4)",
    )
    .bind(digest)
    .bind(now - IDLE_LIFE)
    .bind(now - WHOLE_LIFE)
    .bind(now - ANONYMOUS_LIFE)
    .fetch_optional(db)
    .await
}

/// The sessions an account is signed in on.
pub(crate) async fn of(db: &mut SqliteConnection, account: i64) -> sqlx::Result<Vec<Row>> {
    sqlx::query_as(
        "SELECT id, account_id, outdated, state, user_agent, ip, created_at, last_seen_at FROM sessions
         WHERE account_id = ? AND outdated = 0 ORDER BY id",
    )
    .bind(account)
    .fetch_all(db)
    .await
}

/// A new session.
pub(crate) struct New<'a> {
    pub(crate) digest: &'a [u8],
    pub(crate) account: Option<i64>,
    pub(crate) state: &'a str,
    pub(crate) user_agent: &'a str,
    pub(crate) ip: &'a str,
    pub(crate) now: i64,
}

/// Adds a session and returns its number.
pub(crate) async fn add(db: &mut SqliteConnection, new: New<'_>) -> sqlx::Result<i64> {
    sqlx::query_scalar(
        "INSERT INTO sessions (token_digest, account_id, state, user_agent, ip, created_at, last_seen_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6) RETURNING id",
    )
    .bind(new.digest)
    .bind(new.account)
    .bind(new.state)
    .bind(new.user_agent)
    .bind(new.ip)
    .bind(new.now)
    .fetch_one(db)
    .await
}

/// Keeps a session's state.
pub(crate) async fn save(db: &mut SqliteConnection, id: i64, state: &str, now: i64) -> sqlx::Result<()> {
    sqlx::query("UPDATE sessions SET state = ?, last_seen_at = ? WHERE id = ?")
        .bind(state)
        .bind(now)
        .bind(id)
        .execute(db)
        .await?;
    Ok(())
}

/// Gives a session a new token; the old one is gone.
pub(crate) async fn set_token(db: &mut SqliteConnection, id: i64, digest: &[u8]) -> sqlx::Result<()> {
    sqlx::query("UPDATE sessions SET token_digest = ? WHERE id = ?")
        .bind(digest)
        .bind(id)
        .execute(db)
        .await?;
    Ok(())
}

/// Notes when, from where and with what the session was last used.
pub(crate) async fn touch(
    db: &mut SqliteConnection,
    id: i64,
    user_agent: &str,
    ip: &str,
    now: i64,
) -> sqlx::Result<()> {
    sqlx::query("UPDATE sessions SET last_seen_at = ?, user_agent = ?, ip = ? WHERE id = ?")
        .bind(now)
        .bind(user_agent)
        .bind(ip)
        .bind(id)
        .execute(db)
        .await?;
    Ok(())
}

/// Removes a session; its token answers 410.
pub(crate) async fn remove(db: &mut SqliteConnection, id: i64) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM sessions WHERE id = ?")
        .bind(id)
        .execute(db)
        .await?;
    Ok(())
}

/// Ends every session of the account but one; their tokens answer 401 once and then 410.
pub(crate) async fn outdate_others(db: &mut SqliteConnection, account: i64, keep: Option<i64>) -> sqlx::Result<()> {
    sqlx::query("UPDATE sessions SET outdated = 1, state = '{}' WHERE account_id = ?1 AND id IS NOT ?2")
        .bind(account)
        .bind(keep)
        .execute(db)
        .await?;
    Ok(())
}

/// Removes what has run out.
pub(crate) async fn purge(db: &mut SqliteConnection, now: i64) -> sqlx::Result<()> {
    sqlx::query(
        "DELETE FROM sessions WHERE last_seen_at <= ?1 OR created_at <= ?2 OR (account_id IS NULL AND last_seen_at <= ?3)",
    )
    .bind(now - IDLE_LIFE)
    .bind(now - WHOLE_LIFE)
    .bind(now - ANONYMOUS_LIFE)
    .execute(db)
    .await?;
    Ok(())
}

/// Blanks an address or number in what other sessions remember, as when somebody began to reset the password of an
/// account that is closed now. They go on as if there had never been such an account.
pub(crate) async fn forget_mentions(db: &mut SqliteConnection, account: i64, trace: &str) -> Result<(), ServiceError> {
    let written = serde_json::to_string(trace).map_err(ServiceError::Stored)?;
    let found: Vec<(i64, String)> =
        sqlx::query_as("SELECT id, state FROM sessions WHERE account_id IS NOT ?1 AND instr(state, ?2) > 0")
            .bind(account)
            .bind(written)
            .fetch_all(&mut *db)
            .await?;
    for (id, state) in found {
        let mut state = serde_json::from_str(&state).map_err(ServiceError::Stored)?;
        blank(&mut state, trace);
        sqlx::query("UPDATE sessions SET state = ? WHERE id = ?")
            .bind(state.to_string())
            .bind(id)
            .execute(&mut *db)
            .await?;
    }
    Ok(())
}

/// Blanks a text wherever it stands; what stood beside it is nobody's then.
fn blank(value: &mut Value, trace: &str) {
    match value {
        Value::Object(fields) => {
            if fields.values().any(|field| field == trace)
                && let Some(account) = fields.get_mut("account")
            {
                *account = Value::Null;
            }
            fields.values_mut().for_each(|field| blank(field, trace));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| blank(item, trace)),
        Value::String(text) if text == trace => text.clear(),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blanked_mention_is_nobodys() {
        let mut state = serde_json::json!({
            "reset": {"account": 3, "target": "a@b.invalid", "failed": 1},
            "methods": [{"method": "password", "email": "a@b.invalid"}],
            "verify_email": {"account": 4, "target": "other@b.invalid"}
        });
        blank(&mut state, "a@b.invalid");
        let wanted = serde_json::json!({
            "reset": {"account": null, "target": "", "failed": 1},
            "methods": [{"method": "password", "email": ""}],
            "verify_email": {"account": 4, "target": "other@b.invalid"}
        });
        assert_eq!(state, wanted);
    }
}
