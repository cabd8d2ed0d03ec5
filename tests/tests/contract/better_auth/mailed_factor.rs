//! The second factor that is mailed.

use std::time::Duration;

use account::{FactorKind, FactorMethod, FactorWay, PendingStep, Refusal, Session, StepUpWay};

use super::super::person::{PASSWORD, Person, assert_reason, secret};
use super::super::site::Site;
use super::{BetterAuthOptions, by_password, site};

/// The kinds of second factor an account has.
async fn kinds(site: &Site, session: &Session) -> Vec<FactorKind> {
    let factors = site.provider.factors(session).await.unwrap();
    factors.into_iter().map(|factor| factor.kind).collect()
}

/// Where a code may be mailed beside the authenticator, it is mailed when it is asked for; then either one is taken.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_is_mailed_beside_the_authenticator() {
    let (_server, site) = site(BetterAuthOptions {
        mailed_factor: true,
        ..BetterAuthOptions::default()
    })
    .await;
    let provider = &site.provider;
    let (person, mut totp) = Person::with_totp(&site).await;
    let verified = person.code(None).await;
    let (session, outcome) = person.sign_in_elsewhere(PASSWORD).await;
    let ways = vec![FactorWay::Totp, FactorWay::RecoveryCode, FactorWay::Email];
    assert_eq!(outcome, Err(Refusal::Step(PendingStep::SecondFactor { ways })));
    assert_eq!(provider.factor_code(&session).await, Err(Refusal::NoSuchStep));
    let told = provider.send_factor_code(&session).await.unwrap();
    assert_eq!(
        (told.method, told.to.as_str(), told.expires_in),
        (FactorMethod::Email, "", None)
    );
    assert_eq!(provider.factor_code(&session).await, Ok(told));
    let first = person.code(Some(&verified)).await;
    provider.send_factor_code(&session).await.unwrap();
    let second = person.code(Some(&first)).await;
    assert_reason(provider.answer_factor(&session, &first).await, "code", "incorrect_code");
    let by_mail = provider.answer_factor(&session, &second).await.unwrap();
    assert_eq!(by_mail.methods.last().unwrap().kind.as_deref(), Some("code"));
    assert_eq!(
        kinds(&site, &session).await,
        [FactorKind::Totp, FactorKind::RecoveryCodes, FactorKind::Email]
    );
    let late = provider.send_factor_code(&session).await;
    assert_eq!(late, Err(Refusal::NoSuchStep), "nothing waits for one");

    let (session, _) = person.sign_in_elsewhere(PASSWORD).await;
    provider.send_factor_code(&session).await.unwrap();
    let by_totp = provider
        .answer_factor(&session, &totp.fresh_code().await)
        .await
        .unwrap();
    assert_eq!(by_totp.methods.last().unwrap().kind.as_deref(), Some("totp"));
}

/// Where the mailed code is all there is, a sign-in has it mailed, and so has a step-up of an old session.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mailed_code_alone_signs_in_and_steps_up() {
    let (_server, site) = site(BetterAuthOptions {
        mailed_factor_only: true,
        fresh_for: Duration::from_secs(4),
        ..BetterAuthOptions::default()
    })
    .await;
    let provider = &site.provider;
    let person = Person::signed_up(&site).await;
    let verified = person.code(None).await;
    let (session, outcome) = person.sign_in_elsewhere(PASSWORD).await;
    let ways = vec![FactorWay::Email];
    assert_eq!(
        outcome,
        Err(Refusal::Step(PendingStep::SecondFactor { ways: ways.clone() }))
    );
    assert!(provider.factor_code(&session).await.is_ok(), "it is on its way");
    let code = person.code(Some(&verified)).await;
    for _ in 0..5 {
        let wrong = provider.answer_factor(&session, &secret("000000")).await;
        assert_reason(wrong, "code", "incorrect_code");
    }
    let dead = provider.answer_factor(&session, &code).await;
    assert_reason(dead, "code", "code_spent");
    provider.send_factor_code(&session).await.unwrap();
    let next = person.code(Some(&code)).await;
    provider.answer_factor(&session, &next).await.unwrap();
    assert_eq!(kinds(&site, &session).await, [FactorKind::Email]);

    tokio::time::sleep(Duration::from_secs(5)).await;
    assert_eq!(provider.sessions(&session).await.err(), Some(by_password()));
    provider.step_up_password(&session, &secret(PASSWORD)).await.unwrap();
    let by_code = Refusal::StepUp(vec![StepUpWay::Factor { ways }]);
    assert_eq!(provider.sessions(&session).await.err(), Some(by_code));
    provider.send_factor_code(&session).await.unwrap();
    let proof = person.code(Some(&next)).await;
    provider.step_up_factor(&session, &proof).await.unwrap();
    assert!(provider.sessions(&session).await.is_ok());

    let wanted = provider.choose_factor(&session, Some(FactorMethod::Email)).await;
    assert_eq!(wanted, Err(Refusal::NotOffered));
    provider.step_up_password(&session, &secret(PASSWORD)).await.unwrap();
    assert_eq!(provider.choose_factor(&session, None).await.unwrap().method, None);
    assert!(kinds(&site, &session).await.is_empty());
    assert!(person.sign_in_elsewhere(PASSWORD).await.1.is_ok());
}
