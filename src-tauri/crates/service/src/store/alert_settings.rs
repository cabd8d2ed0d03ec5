//! The table `alert_settings`: what each person decided about alerts, and a version that counts changes.

use sqlx::SqliteConnection;

use crate::alerts::settings::Settings;
use crate::error::ServiceError;

/// The account's settings with their version, if it ever changed any.
pub(crate) async fn of(db: &mut SqliteConnection, account: i64) -> Result<Option<(i64, Settings)>, ServiceError> {
    let row: Option<(i64, String)> =
        sqlx::query_as("SELECT version, settings FROM alert_settings WHERE account_id = ?")
            .bind(account)
            .fetch_optional(db)
            .await?;
    row.map(|(version, text)| Ok((version, serde_json::from_str(&text).map_err(ServiceError::Stored)?)))
        .transpose()
}

/// Keeps the settings under the next version, which it returns.
pub(crate) async fn save(db: &mut SqliteConnection, account: i64, settings: &Settings) -> Result<i64, ServiceError> {
    let text = serde_json::to_string(settings).map_err(ServiceError::Stored)?;
    let version = sqlx::query_scalar(
        "INSERT INTO alert_settings (account_id, version, settings) VALUES (?, 1, ?)
         ON CONFLICT (account_id) DO UPDATE SET version = version + 1, settings = excluded.settings
         RETURNING version",
    )
    .bind(account)
    .bind(text)
    .fetch_one(db)
    .await?;
    Ok(version)
}
