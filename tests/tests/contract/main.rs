//! The provider contract: the same scenarios, unchanged, against the embedded service in this process, the same service
//! over HTTP, and genuine django-allauth and better-auth servers, each for what it serves.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    unreachable_pub,
    missing_docs
)]

mod better_auth;
mod crowd;
mod person;
mod scenarios;
mod shapes;
mod site;

use std::sync::Arc;

use gatehouse_tests::allauth_server::{AllauthOptions, AllauthServer};
use gatehouse_tests::better_auth_server::{BetterAuthOptions, BetterAuthServer};
use gatehouse_tests::service_server::{ServiceOptions, ServiceServer};

use scenarios::{CORE, SECTIONS, Scenario};
use service::Preset;
use site::Site;
use tokio::sync::Semaphore;

/// Scenarios under way at a time: most wait for the next one-time code, few compute.
const SIDE_BY_SIDE: usize = 8;

/// Plays every scenario.
async fn keeps_the_contract(site: Site) {
    let site = Arc::new(site);
    play(&site, &CORE).await;
    play(&site, &SECTIONS).await;
}

/// Plays scenarios, each with people of its own, side by side; names all that fail.
async fn play(site: &Arc<Site>, scenarios: &[(&'static str, Scenario)]) {
    let places = Arc::new(Semaphore::new(SIDE_BY_SIDE));
    let mut playing = Vec::new();
    for (name, scenario) in scenarios.iter().copied() {
        let (site, places) = (site.clone(), places.clone());
        let played = tokio::spawn(async move {
            let _place = places.acquire_owned().await.unwrap();
            scenario(site).await;
        });
        playing.push((name, played));
    }
    let mut failed = Vec::new();
    for (name, scenario) in playing {
        if scenario.await.is_err() {
            failed.push(name);
        }
    }
    assert!(failed.is_empty(), "{}: these scenarios failed: {failed:#?}", site.name);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn embedded_service_in_process() {
    let folder = tempfile::tempdir().unwrap();
    keeps_the_contract(Site::in_process(folder.path(), Preset::Plain).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn embedded_service_over_http() {
    let server = serve(ServiceOptions::default()).await;
    keeps_the_contract(Site::over_http("service over HTTP", server.address(), server.inbox())).await;
}

/// The sections of the two documented services, each where it is served.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sections_of_the_presets_in_process() {
    for preset in [Preset::WhaTap, Preset::CareCall] {
        let folder = tempfile::tempdir().unwrap();
        let site = Arc::new(Site::in_process(folder.path(), preset).await);
        play(&site, &SECTIONS).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sections_of_the_presets_over_http() {
    for preset in [Preset::WhaTap, Preset::CareCall] {
        let server = serve(ServiceOptions {
            preset: preset.name().to_owned(),
            ..ServiceOptions::default()
        })
        .await;
        let site = Site::over_http(preset.name(), server.address(), server.inbox());
        play(&Arc::new(site), &SECTIONS).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn genuine_allauth() {
    let server = start(AllauthOptions::default()).await;
    keeps_the_contract(Site::over_http("django-allauth", server.address(), server.inbox())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn genuine_better_auth() {
    let server = start_better(BetterAuthOptions::default()).await;
    keeps_the_contract(Site::better_auth(server.address(), server.inbox()).await).await;
    assert!(!server.log_text().contains("    at "), "{}", server.log_text());
}

/// A genuine better-auth server, started off the async threads: its packages may have to be installed first.
async fn start_better(options: BetterAuthOptions) -> BetterAuthServer {
    tokio::task::spawn_blocking(move || BetterAuthServer::start(options))
        .await
        .unwrap()
        .unwrap()
}

/// The embedded service as a program, started off the async threads.
async fn serve(options: ServiceOptions) -> ServiceServer {
    tokio::task::spawn_blocking(move || ServiceServer::start(&options))
        .await
        .unwrap()
        .unwrap()
}

/// A genuine server, started off the async threads: its environment may have to be made first.
async fn start(options: AllauthOptions) -> AllauthServer {
    tokio::task::spawn_blocking(move || AllauthServer::start(options))
        .await
        .unwrap()
        .unwrap()
}
