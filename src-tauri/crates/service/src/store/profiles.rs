//! The table `profiles`: a JSON object of texts and a version that counts changes.

use std::collections::BTreeMap;

use sqlx::SqliteConnection;

use crate::error::ServiceError;

/// A profile with its version.
pub(crate) struct Stored {
    pub(crate) version: i64,
    pub(crate) fields: BTreeMap<String, String>,
}

/// The account's profile; version 0 and empty when it has none.
pub(crate) async fn of(db: &mut SqliteConnection, account: i64) -> Result<Stored, ServiceError> {
    let row: Option<(i64, String)> = sqlx::query_as("SELECT version, fields FROM profiles WHERE account_id = ?")
        .bind(account)
        .fetch_optional(db)
        .await?;
    let Some((version, text)) = row else {
        return Ok(Stored {
            version: 0,
            fields: BTreeMap::new(),
        });
    };
    Ok(Stored {
        version,
        fields: serde_json::from_str(&text).map_err(ServiceError::Stored)?,
    })
}

/// Keeps the profile under the next version, which it returns.
pub(crate) async fn save(
    db: &mut SqliteConnection,
    account: i64,
    fields: &BTreeMap<String, String>,
) -> Result<i64, ServiceError> {
    let text = serde_json::to_string(fields).map_err(ServiceError::Stored)?;
    let version = sqlx::query_scalar(
        "INSERT INTO profiles (account_id, version, fields) VALUES (?, 1, ?)
         ON CONFLICT (account_id) DO UPDATE SET version = version + 1, fields = excluded.fields RETURNING version",
    )
    .bind(account)
    .bind(text)
    .fetch_one(db)
    .await?;
    Ok(version)
}
