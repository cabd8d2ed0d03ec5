//! Mobile devices that are told of alerts.

use account::DeviceId;

use super::{House, account};
use crate::dto::devices::{DeviceRow, DevicesView};
use crate::dto::failure::{Failure, FailureCode};

/// The devices.
#[tauri::command]
#[specta::specta]
pub(crate) async fn devices_get(house: House<'_>, id: String) -> Result<DevicesView, Failure> {
    Ok(house.accounts.devices(account(&id)?).await?.into())
}

/// Sends a test notice to a device.
#[tauri::command]
#[specta::specta]
pub(crate) async fn devices_test(house: House<'_>, id: String, device: String) -> Result<DeviceRow, Failure> {
    let tested = house.accounts.test_device(account(&id)?, number(&device)?).await?;
    Ok(tested.into())
}

/// Deletes a device; those that are left.
#[tauri::command]
#[specta::specta]
pub(crate) async fn devices_delete(house: House<'_>, id: String, device: String) -> Result<Vec<DeviceRow>, Failure> {
    let left = house.accounts.delete_device(account(&id)?, number(&device)?).await?;
    Ok(left.into_iter().map(Into::into).collect())
}

/// Adds a practice server's sample device, which gets every notice or is gone; every device then.
#[tauri::command]
#[specta::specta]
pub(crate) async fn devices_add_sample(
    house: House<'_>,
    id: String,
    name: String,
    answers: bool,
) -> Result<Vec<DeviceRow>, Failure> {
    let all = house.accounts.add_sample_device(account(&id)?, &name, answers).await?;
    Ok(all.into_iter().map(Into::into).collect())
}

fn number(text: &str) -> Result<DeviceId, Failure> {
    text.parse().map_err(|_| FailureCode::BadValue.into())
}
