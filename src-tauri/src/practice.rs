//! The practice services: the embedded account service in this process, without a port, one for each preset.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use http_body_util::Full;
use providers::Exchange;
use service::{Clearing, Message, Options, Preset, SampleAccount, SampleProject, Service, ServiceError};
use tauri::AppHandle;
use tauri_specta::Event;
use tokio::sync::OnceCell;
use tower::ServiceExt;

use crate::composition::told;
use crate::events::OutboxChanged;

/// The presets people can try, with the words they are called by.
pub(crate) const PRESETS: [(&str, Preset); 3] = [
    ("whatap", Preset::WhaTap),
    ("carecall", Preset::CareCall),
    ("plain", Preset::Plain),
];

/// Practice services, each opened when it is first needed.
pub(crate) struct PracticeServices {
    folder: PathBuf,
    app: AppHandle,
    open: Mutex<HashMap<&'static str, Arc<OnceCell<Service>>>>,
}

impl PracticeServices {
    pub(crate) fn new(folder: PathBuf, app: AppHandle) -> Self {
        Self {
            folder,
            app,
            open: Mutex::default(),
        }
    }

    /// The way to a practice service; none for a preset there isn't.
    pub(crate) fn exchange(self: &Arc<Self>, preset: &str) -> Option<Exchange> {
        let preset = PRESETS.into_iter().find(|(name, _)| *name == preset)?.0;
        let services = Arc::clone(self);
        Some(providers::over_service(tower::service_fn(
            move |request: http::Request<Full<bytes::Bytes>>| {
                let services = Arc::clone(&services);
                async move {
                    let changes = request.method() != http::Method::GET;
                    let answer = match services.service(preset).await {
                        Ok(service) => service.router().oneshot(request).await?,
                        Err(error) => {
                            tracing::error!(%error, preset, "the practice service could not be opened");
                            service::unavailable()
                        }
                    };
                    if changes {
                        told(&services.app, OutboxChanged.emit(&services.app));
                    }
                    Ok(answer)
                }
            },
        )))
    }

    /// The sample account of a preset, made if it isn't there; none once it was closed.
    pub(crate) async fn sample(&self, preset: &'static str) -> Result<Option<SampleAccount>, ServiceError> {
        self.service(preset).await?.seed_sample().await
    }

    /// The sample account's projects.
    pub(crate) async fn projects(&self, preset: &'static str) -> Result<Vec<SampleProject>, ServiceError> {
        self.service(preset).await?.sample_projects().await
    }

    /// Clears something out of the way of closing the sample account; its projects then.
    pub(crate) async fn clear_project(
        &self,
        preset: &'static str,
        project: i64,
        clearing: Clearing,
    ) -> Result<Vec<SampleProject>, ServiceError> {
        let service = self.service(preset).await?;
        service.clear_sample(project, clearing).await?;
        service.sample_projects().await
    }

    /// What every practice service that is in use would have sent, newest first.
    pub(crate) async fn outbox(&self) -> Result<Vec<(&'static str, Message)>, ServiceError> {
        let mut messages = Vec::new();
        for (preset, service) in self.in_use().await {
            let sent = service.outbox_messages().await?;
            messages.extend(sent.into_iter().map(|message| (preset, message)));
        }
        messages.sort_by_key(|(_, message)| (std::cmp::Reverse(message.at), std::cmp::Reverse(message.id)));
        Ok(messages)
    }

    /// Empties the outboxes.
    pub(crate) async fn clear_outbox(&self) -> Result<(), ServiceError> {
        for (_, service) in self.in_use().await {
            service.clear_outbox().await?;
        }
        told(&self.app, OutboxChanged.emit(&self.app));
        Ok(())
    }

    /// Starts a practice service afresh. One that can't be opened begins with nothing.
    pub(crate) async fn reset(&self, preset: &'static str) -> Result<(), ServiceError> {
        match self.service(preset).await {
            Ok(service) => service.reset().await?,
            Err(error) => {
                tracing::warn!(%error, preset, "the practice service could not be opened, and is made anew");
                let path = self.folder.join(preset);
                tokio::fs::remove_dir_all(&path)
                    .await
                    .map_err(|source| ServiceError::File { path, source })?;
                self.service(preset).await?;
            }
        }
        told(&self.app, OutboxChanged.emit(&self.app));
        Ok(())
    }

    /// The practice services that somebody has used, but for those that can't be opened: they must not keep the others' messages back.
    async fn in_use(&self) -> Vec<(&'static str, Service)> {
        let mut services = Vec::new();
        for (preset, _) in PRESETS {
            if self.folder.join(preset).exists() {
                match self.service(preset).await {
                    Ok(service) => services.push((preset, service)),
                    Err(error) => tracing::error!(%error, preset, "the practice service could not be opened"),
                }
            }
        }
        services
    }

    async fn service(&self, preset: &'static str) -> Result<Service, ServiceError> {
        let cell = {
            let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(open.entry(preset).or_default())
        };
        let rules = PRESETS
            .into_iter()
            .find(|(name, _)| *name == preset)
            .map_or(Preset::Plain, |(_, rules)| rules);
        let options = Options::new(self.folder.join(preset), rules);
        cell.get_or_try_init(|| Service::open(options)).await.cloned()
    }
}
