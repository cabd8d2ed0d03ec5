//! Alert reception.

use super::{House, account};
use crate::dto::alerts::{AlertReportView, AlertSettingsInput, AlertsView, SeverityView};
use crate::dto::failure::Failure;

/// The alert settings, and where each way leads.
#[tauri::command]
#[specta::specta]
pub(crate) async fn alerts_get(house: House<'_>, id: String) -> Result<AlertsView, Failure> {
    Ok(house.accounts.alert_settings(account(&id)?).await?.into())
}

/// Saves the alert settings.
#[tauri::command]
#[specta::specta]
pub(crate) async fn alerts_save(
    house: House<'_>,
    id: String,
    settings: AlertSettingsInput,
    version: Option<String>,
) -> Result<AlertsView, Failure> {
    let (id, settings) = (account(&id)?, settings.into());
    let saved = house.accounts.save_alert_settings(id, &settings, version.as_deref());
    Ok(saved.await?.into())
}

/// Sends a test alert, as if it happened now or at a time (`YYYY-MM-DDTHH:MM`) in the account's time zone.
#[tauri::command]
#[specta::specta]
pub(crate) async fn alerts_test(
    house: House<'_>,
    id: String,
    severity: SeverityView,
    at: Option<String>,
) -> Result<AlertReportView, Failure> {
    let alert = account::TestAlert {
        severity: severity.into(),
        at,
    };
    Ok(house.accounts.send_test_alert(account(&id)?, &alert).await?.into())
}
