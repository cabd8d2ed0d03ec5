//! Other shapes of the genuine server: what a client meets where features are absent or configured otherwise.

use std::sync::Arc;

use account::{Access, PendingStep, Refusal, Section, Source};
use gatehouse_tests::allauth_server::{AllauthOptions, AllauthServer};

use super::person::{PASSWORD, Person};
use super::site::Site;
use super::start;
use secrecy::ExposeSecret as _;

fn site(server: &AllauthServer) -> Arc<Site> {
    Arc::new(Site::over_http("django-allauth", server.address(), server.inbox()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn absent_features_are_absent_and_not_an_outage() {
    let server = start(AllauthOptions {
        bare: true,
        six_digits: true,
        ..AllauthOptions::default()
    })
    .await;
    let site = site(&server);
    let person = Person::signed_up(&site).await;
    assert_eq!(person.code(None).await.expose_secret().len(), 6);
    let found = site.provider.capabilities(&person.session).await.unwrap();
    assert_eq!(found.source, Source::Config);
    for section in [Section::Factors, Section::Sessions, Section::Phones] {
        assert_eq!(found.access(section), &Access::Off, "{}", section.name());
    }
    assert_eq!(found.access(Section::Password), &Access::Edit);
    assert!(found.factor_ways.is_empty());
    assert_eq!(
        site.provider.factors(&person.session).await.err(),
        Some(Refusal::Nonsense),
        "a 404 page says nothing"
    );
    assert!(site.provider.current(&person.session).await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_after_every_password() {
    let server = start(AllauthOptions {
        code_after_password: true,
        ..AllauthOptions::default()
    })
    .await;
    let site = site(&server);
    let person = Person::new(&site);
    // The mailed code comes first even when signing up, and typing it proves the address too.
    assert_eq!(
        person.sign_up(PASSWORD).await,
        Err(Refusal::Step(PendingStep::SignInByCode))
    );
    let older = person.code(None).await;
    assert!(
        site.provider
            .confirm_sign_in_code(&person.session, &older)
            .await
            .is_ok()
    );
    let (session, outcome) = person.sign_in_elsewhere(PASSWORD).await;
    assert_eq!(outcome, Err(Refusal::Step(PendingStep::SignInByCode)));
    let code = person.code(Some(&older)).await;
    assert!(site.provider.confirm_sign_in_code(&session, &code).await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn phones_are_found_where_they_are_served() {
    let server = start(AllauthOptions::default()).await;
    let site = site(&server);
    let person = Person::signed_up(&site).await;
    let found = site.provider.capabilities(&person.session).await.unwrap();
    assert_eq!(found.access(Section::Phones), &Access::Edit);
    let signed_out = site.provider.capabilities(&site.session()).await.unwrap();
    assert_eq!(signed_out.access(Section::Phones), &Access::Off, "unknown until asked");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn too_many_tries_are_told_apart_from_a_wrong_password() {
    let server = start(AllauthOptions {
        rate_limits: true,
        ..AllauthOptions::default()
    })
    .await;
    let site = site(&server);
    let person = Person::signed_up(&site).await;
    for _ in 0..30 {
        match person.sign_in_elsewhere("wrong-Pass-1").await.1 {
            Err(Refusal::Fields(_)) => {}
            Err(Refusal::RateLimited { after: None }) => return,
            other => panic!("{other:?}"),
        }
    }
    panic!("thirty wrong passwords were not limited");
}
