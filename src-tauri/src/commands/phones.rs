//! Phone numbers: verified by a code, changed, deleted.

use super::{House, account};
use crate::dto::failure::Failure;
use crate::dto::phones::{PhoneChannel, PhoneView, PhonesView};

/// The number of every channel.
#[tauri::command]
#[specta::specta]
pub(crate) async fn phones_get(house: House<'_>, id: String) -> Result<PhonesView, Failure> {
    Ok(house.accounts.phones(account(&id)?).await?.into())
}

/// Has a code sent to a number.
#[tauri::command]
#[specta::specta]
pub(crate) async fn phones_send(
    house: House<'_>,
    id: String,
    channel: PhoneChannel,
    number: String,
) -> Result<PhoneView, Failure> {
    let sent = house
        .accounts
        .begin_phone(account(&id)?, channel.into(), &number)
        .await?;
    Ok(sent.into())
}

/// Answers with the code that came to a number, which is the account's then.
#[tauri::command]
#[specta::specta]
pub(crate) async fn phones_verify(
    house: House<'_>,
    id: String,
    channel: PhoneChannel,
    number: String,
    code: String,
) -> Result<PhoneView, Failure> {
    let accounts = &house.accounts;
    let verified = accounts
        .verify_phone(account(&id)?, channel.into(), &number, &code.into())
        .await?;
    Ok(verified.into())
}

/// Has another code sent to the number that awaits one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn phones_resend(
    house: House<'_>,
    id: String,
    channel: PhoneChannel,
    number: String,
) -> Result<PhoneView, Failure> {
    let accounts = &house.accounts;
    let sent = accounts
        .resend_phone_code(account(&id)?, channel.into(), &number)
        .await?;
    Ok(sent.into())
}

/// Deletes a number.
#[tauri::command]
#[specta::specta]
pub(crate) async fn phones_delete(house: House<'_>, id: String, channel: PhoneChannel) -> Result<PhoneView, Failure> {
    Ok(house.accounts.delete_phone(account(&id)?, channel.into()).await?.into())
}
