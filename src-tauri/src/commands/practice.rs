//! The practice server.

use service::ServiceError;

use super::House;
use crate::dto::codes::Copied;
use crate::dto::failure::{Failure, FailureCode};
use crate::dto::practice::{ClearingView, OutboxMessage, PracticeView, SampleAccountView, SampleProjectView};
use crate::practice::PRESETS;

/// The practice services that can be tried.
#[tauri::command]
#[specta::specta]
pub(crate) async fn practice_services(house: House<'_>) -> Result<Vec<PracticeView>, Failure> {
    let mut services = Vec::new();
    for (preset, rules) in PRESETS {
        let sample = house.practice.sample(preset).await;
        // One that is broken does not take the others with it.
        let service = match &sample {
            Ok(_) => Some(house.accounts.look(&format!("practice://{preset}")).await?.into()),
            Err(error) => {
                tracing::error!(%error, preset, "the practice service could not be opened");
                None
            }
        };
        services.push(PracticeView {
            preset: preset.to_owned(),
            name: rules.service_name(),
            service,
            sample: sample.ok().flatten().map(|sample| SampleAccountView {
                email: sample.email,
                password: sample.password,
            }),
        });
    }
    Ok(services)
}

/// What a real service would have sent, newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn practice_outbox(house: House<'_>) -> Result<Vec<OutboxMessage>, Failure> {
    let messages = house.practice.outbox().await.map_err(failed)?;
    Ok(messages
        .into_iter()
        .map(|(preset, message)| OutboxMessage::of(preset, message))
        .collect())
}

/// Copies a message's code.
#[tauri::command]
#[specta::specta]
pub(crate) async fn practice_copy_code(house: House<'_>, message: String) -> Result<Copied, Failure> {
    let messages = practice_outbox(house.clone()).await?;
    let code = messages
        .into_iter()
        .find(|one| one.id == message)
        .and_then(|one| one.code);
    house.copy(&code.ok_or(FailureCode::NoSuchEntry)?)
}

/// Empties the outbox.
#[tauri::command]
#[specta::specta]
pub(crate) async fn practice_clear_outbox(house: House<'_>) -> Result<(), Failure> {
    house.practice.clear_outbox().await.map_err(failed)
}

/// Starts a practice service afresh.
#[tauri::command]
#[specta::specta]
pub(crate) async fn practice_reset(house: House<'_>, preset: String) -> Result<(), Failure> {
    house.practice.reset(known(&preset)?).await.map_err(failed)
}

/// The projects of a practice service's sample account.
#[tauri::command]
#[specta::specta]
pub(crate) async fn practice_projects(house: House<'_>, preset: String) -> Result<Vec<SampleProjectView>, Failure> {
    let projects = house.practice.projects(known(&preset)?).await.map_err(failed)?;
    Ok(projects.into_iter().map(Into::into).collect())
}

/// Clears something out of the way of closing the sample account; its projects then.
#[tauri::command]
#[specta::specta]
pub(crate) async fn practice_clear_project(
    house: House<'_>,
    preset: String,
    project: String,
    clearing: ClearingView,
) -> Result<Vec<SampleProjectView>, Failure> {
    let project = project.parse().map_err(|_| Failure::from(FailureCode::BadValue))?;
    let cleared = house.practice.clear_project(known(&preset)?, project, clearing.into());
    Ok(cleared.await.map_err(failed)?.into_iter().map(Into::into).collect())
}

fn known(preset: &str) -> Result<&'static str, Failure> {
    let found = PRESETS.into_iter().find(|(name, _)| *name == preset);
    found.map(|(name, _)| name).ok_or_else(|| FailureCode::BadValue.into())
}

fn failed(error: ServiceError) -> Failure {
    tracing::error!(%error, "the practice service failed");
    FailureCode::ServiceFailed.into()
}
