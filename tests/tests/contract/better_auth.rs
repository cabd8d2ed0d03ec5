//! What is peculiar to the genuine better-auth server: the step-ups it wants, its limits, and other ways it is configured.

mod closure;
mod contacts;
mod mailed_factor;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use account::{
    Access, ClosureRequest, FactorKind, FactorWay, FieldKind, PasswordResetOffer, PendingStep, PhoneChannel, Refusal,
    Section, Session, SignInOffers, Source, StepUpWay,
};
use gatehouse_tests::better_auth_server::{BetterAuthOptions, BetterAuthServer};
use secrecy::ExposeSecret;

use super::person::{NEW_PASSWORD, PASSWORD, Person, Totp, assert_reason, secret};
use super::site::Site;
use super::start_better;

async fn site(options: BetterAuthOptions) -> (BetterAuthServer, Arc<Site>) {
    let server = start_better(options).await;
    let site = Site::better_auth(server.address(), server.inbox()).await;
    (server, Arc::new(site))
}

fn by_password() -> Refusal {
    Refusal::StepUp(vec![StepUpWay::Password])
}

/// The password goes with the first call of a set-up and with each change after it; it is typed for each.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proven_password_does_for_one_change() {
    let (_server, site) = site(BetterAuthOptions::default()).await;
    let person = Person::signed_up(&site).await;
    let (provider, session) = (&site.provider, &person.session);
    assert!(provider.factors(session).await.unwrap().is_empty());
    assert_eq!(provider.begin_totp(session).await.err(), Some(by_password()));
    let prove = async |password: &str| provider.step_up_password(session, &secret(password)).await;
    assert_reason(prove("wrong-Pass-1").await, "password", "incorrect_password");
    assert_eq!(provider.begin_totp(session).await.err(), Some(by_password()));
    prove(PASSWORD).await.unwrap();
    let setup = provider.begin_totp(session).await.unwrap();
    assert!(setup.uri.expose_secret().contains(setup.secret.expose_secret()));
    let mut totp = Totp::of(&setup);
    assert_eq!(
        provider.recovery_codes(session).await.err(),
        Some(Refusal::NotOffered),
        "a key that is only proposed has none"
    );
    assert_reason(
        provider.activate_totp(session, &totp.wrong_code()).await,
        "code",
        "incorrect_code",
    );
    let before = session.token_for(&site.origin).unwrap();
    provider.activate_totp(session, &totp.fresh_code().await).await.unwrap();
    let replaced = Session::new(&site.origin, Some(before));
    assert_eq!(
        provider.current(&replaced).await,
        Err(Refusal::Gone),
        "the session is another"
    );
    let kinds: Vec<_> = provider
        .factors(session)
        .await
        .unwrap()
        .into_iter()
        .map(|one| one.kind)
        .collect();
    assert_eq!(kinds, [FactorKind::Totp, FactorKind::RecoveryCodes]);
    assert!(matches!(provider.begin_totp(session).await, Err(Refusal::NoSuchStep)));

    let told = provider.recovery_codes(session).await.unwrap();
    assert_eq!((told.total, told.unused, told.codes.len()), (10, 10, 10));
    let (elsewhere, _) = person.sign_in_elsewhere(PASSWORD).await;
    // As a field without dashes hands it on.
    let typed = told.codes[3].expose_secret().replace('-', "");
    provider.answer_factor(&elsewhere, &secret(&typed)).await.unwrap();
    assert_eq!(
        provider.recovery_codes(&elsewhere).await.err(),
        Some(Refusal::NotOffered),
        "they are told once"
    );
    for ended in [
        provider.regenerate_recovery_codes(session).await.err(),
        provider.deactivate_totp(session).await.err(),
    ] {
        assert_eq!(ended, Some(by_password()));
    }
}

/// A password that was changed elsewhere since it was proven is asked for again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proof_that_is_no_more_is_asked_for_again() {
    let (_server, site) = site(BetterAuthOptions::default()).await;
    let person = Person::signed_up(&site).await;
    let (provider, session) = (&site.provider, &person.session);
    provider.step_up_password(session, &secret(PASSWORD)).await.unwrap();
    let sent = provider.request_password_reset(&site.session(), &person.email).await;
    assert!(sent.is_ok());
    // A change in the same session, as if by another window of the site.
    let other = Session::new(&site.origin, session.token_for(&site.origin));
    provider
        .change_password(&other, &secret(PASSWORD), &secret(NEW_PASSWORD))
        .await
        .unwrap();
    assert_eq!(provider.begin_totp(session).await.err(), Some(Refusal::Gone));
    provider.step_up_password(&other, &secret(NEW_PASSWORD)).await.unwrap();
    assert!(provider.begin_totp(&other).await.is_ok());
}

/// Sessions are told to a young session only: the password signs in anew, and the old session ends.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_old_session_is_renewed_by_a_step_up() {
    let (_server, site) = site(BetterAuthOptions {
        fresh_for: Duration::from_secs(4),
        ..BetterAuthOptions::default()
    })
    .await;
    let provider = &site.provider;
    let person = Person::signed_up(&site).await;
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert_eq!(provider.sessions(&person.session).await.err(), Some(by_password()));
    provider
        .step_up_password(&person.session, &secret(PASSWORD))
        .await
        .unwrap();
    let list = provider.sessions(&person.session).await.unwrap();
    assert!(list.len() == 1 && list[0].current, "{list:?}");

    let (person, mut totp) = Person::with_totp(&site).await;
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert_eq!(
        provider.end_other_sessions(&person.session).await.err(),
        Some(by_password())
    );
    provider
        .step_up_password(&person.session, &secret(PASSWORD))
        .await
        .unwrap();
    let by_code = Refusal::StepUp(vec![StepUpWay::Factor {
        ways: vec![FactorWay::Totp, FactorWay::RecoveryCode],
    }]);
    assert_eq!(
        provider.end_other_sessions(&person.session).await.err(),
        Some(by_code),
        "then the second factor"
    );
    assert_reason(
        provider.step_up_factor(&person.session, &totp.wrong_code()).await,
        "code",
        "incorrect_code",
    );
    provider
        .step_up_factor(&person.session, &totp.fresh_code().await)
        .await
        .unwrap();
    let left = provider.end_other_sessions(&person.session).await.unwrap();
    assert!(left.len() == 1 && left[0].current, "{left:?}");
    assert!(provider.current(&person.session).await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_is_saved_unless_it_was_changed_elsewhere() {
    let (_server, site) = site(BetterAuthOptions::default()).await;
    let person = Person::signed_up(&site).await;
    let provider = &site.provider;
    let named = |name: &str| BTreeMap::from([("name".to_owned(), name.to_owned())]);
    let read = provider.profile(&person.session).await.unwrap();
    assert_eq!(read.fields["name"], "");
    let version = read.version.as_deref();
    let saved = provider
        .save_profile(&person.session, &named("Mina"), version)
        .await
        .unwrap();
    assert_eq!(saved.fields["name"], "Mina");
    let late = provider.save_profile(&person.session, &named("Kim"), version).await;
    assert_eq!(late, Err(Refusal::Changed));
    let foreign = BTreeMap::from([("email".to_owned(), "other@lab.invalid".to_owned())]);
    assert_reason(
        provider.save_profile(&person.session, &foreign, None).await,
        "email",
        "invalid",
    );
    assert_eq!(provider.profile(&person.session).await, Ok(saved));
}

/// A site with passwords alone: what the plugins bring is not there, and that is no outage.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn absent_plugins_are_absent() {
    let (_server, site) = site(BetterAuthOptions {
        bare: true,
        ..BetterAuthOptions::default()
    })
    .await;
    let provider = &site.provider;
    let found = provider.capabilities(&site.session()).await.unwrap();
    assert_eq!(found.source, Source::Probes);
    let offers = SignInOffers {
        sign_up: true,
        by_code: false,
        password_reset: PasswordResetOffer::Off,
        captcha: false,
    };
    assert_eq!(found.sign_in, offers);
    let served: Vec<_> = Section::ALL
        .into_iter()
        .filter(|one| found.access(*one) != &Access::Off)
        .collect();
    assert_eq!(served, [Section::Profile, Section::Password, Section::Sessions]);
    assert!(found.factor_ways.is_empty() && found.keys.is_none() && found.phones.is_none());
    assert!(!email_can_be_changed(&site, &site.session()).await);
    // Nothing has to be verified, so a sign-up is a sign-in.
    let person = Person::new(&site);
    assert!(person.sign_up(PASSWORD).await.is_ok());
    provider
        .step_up_password(&person.session, &secret(PASSWORD))
        .await
        .unwrap();
    assert_eq!(
        provider.begin_totp(&person.session).await.err(),
        Some(Refusal::NotOffered)
    );
    let phone = provider.begin_phone(&person.session, PhoneChannel::Sms, "+821028410037");
    assert_eq!(phone.await.err(), Some(Refusal::NotOffered));
    let email = provider.begin_email_change(&person.session, "new@lab.invalid").await;
    assert_eq!(email.err(), Some(Refusal::NotOffered));
    assert_eq!(provider.closure(&person.session).await, Err(Refusal::NotOffered));
    provider
        .step_up_password(&person.session, &secret(PASSWORD))
        .await
        .unwrap();
    assert_eq!(
        provider.close_account(&person.session, &agreed()).await,
        Err(Refusal::NotOffered),
        "a site that has it off says so, and keeps the account"
    );
    assert!(provider.current(&person.session).await.is_ok());
    let (twice, again) = (Person::new(&site), person.email.clone());
    let taken = Person { email: again, ..twice }.sign_up(PASSWORD).await;
    assert_reason(taken, "email", "email_taken");
}

/// All that deleting an account takes here, beside the password.
fn agreed() -> ClosureRequest {
    ClosureRequest {
        reason: None,
        consent: true,
        phrase: None,
    }
}

/// Whether the profile offers another address.
async fn email_can_be_changed(site: &Site, session: &Session) -> bool {
    let found = site.provider.capabilities(session).await.unwrap();
    let mut fields = found.profile_fields.into_iter();
    fields.any(|field| field.kind == FieldKind::Email && field.edit)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_closed_site_says_so() {
    let (_server, site) = site(BetterAuthOptions {
        closed: true,
        ..BetterAuthOptions::default()
    })
    .await;
    assert_eq!(Person::new(&site).sign_up(PASSWORD).await, Err(Refusal::NotOffered));
}

/// Where verifying an address does not sign in, the password that was typed does.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sign_up_is_finished_by_its_password() {
    let (_server, site) = site(BetterAuthOptions {
        sign_in_after_verifying: true,
        ..BetterAuthOptions::default()
    })
    .await;
    let person = Person::signed_up(&site).await;
    assert!(site.provider.current(&person.session).await.is_ok());
    // And one who comes back before the address was verified.
    let late = Person::new(&site);
    assert_eq!(
        late.sign_up(PASSWORD).await,
        Err(Refusal::Step(PendingStep::VerifyEmail))
    );
    let first = late.code(None).await;
    let (session, outcome) = late.sign_in_elsewhere(PASSWORD).await;
    assert_eq!(outcome, Err(Refusal::Step(PendingStep::VerifyEmail)));
    let code = late.code(Some(&first)).await;
    assert!(site.provider.verify_email(&session, &code).await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wrong_codes_end_a_sign_in() {
    let (_server, site) = site(BetterAuthOptions::default()).await;
    let (person, totp) = Person::with_totp(&site).await;
    let (session, _) = person.sign_in_elsewhere(PASSWORD).await;
    for _ in 0..5 {
        assert_reason(
            site.provider.answer_factor(&session, &totp.wrong_code()).await,
            "code",
            "incorrect_code",
        );
    }
    let over = site.provider.answer_factor(&session, &totp.wrong_code()).await;
    assert_eq!(over, Err(Refusal::NoSuchStep));
    assert!(!session.has_token());
}

/// Limits are told with their time, and looking what a site offers costs nobody a try.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn limits_are_told_with_their_time() {
    let (_server, site) = site(BetterAuthOptions {
        rate_limits: true,
        ..BetterAuthOptions::default()
    })
    .await;
    for _ in 0..10 {
        site.provider.capabilities(&site.session()).await.unwrap();
    }
    // Somebody signed in asks more, and still may change the address at once.
    let person = Person::signed_up(&site).await;
    for _ in 0..10 {
        assert!(email_can_be_changed(&site, &person.session).await);
    }
    let new = format!("new-{}", person.email);
    let begun = site.provider.begin_email_change(&person.session, &new).await;
    assert_eq!(begun.unwrap().pending, Some(new));
    let nobody = Person::new(&site);
    for _ in 0..3 {
        let refused = nobody.sign_in_elsewhere(PASSWORD).await.1;
        assert_reason(refused, "password", "email_password_mismatch");
    }
    match nobody.sign_in_elsewhere(PASSWORD).await.1 {
        Err(Refusal::RateLimited { after: Some(after) }) => assert!(after <= Duration::from_secs(10), "{after:?}"),
        other => panic!("{other:?}"),
    }
}

/// Where the service signs the session into a cookie, that cookie is not kept: an ended session is gone at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_ended_session_is_not_answered_for_by_a_cache() {
    let (_server, site) = site(BetterAuthOptions {
        cookie_cache: true,
        ..BetterAuthOptions::default()
    })
    .await;
    let person = Person::signed_up(&site).await;
    let (other, outcome) = person.sign_in_elsewhere(PASSWORD).await;
    assert!(outcome.is_ok());
    site.provider.end_other_sessions(&other).await.unwrap();
    assert_eq!(site.provider.current(&person.session).await, Err(Refusal::Gone));
}
