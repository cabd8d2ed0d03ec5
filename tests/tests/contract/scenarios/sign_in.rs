//! Signing in and out.

use std::sync::Arc;

use account::{PendingStep, Refusal, Session, SessionToken};

use crate::person::{PASSWORD, Person, assert_reason, secret};
use crate::site::Site;

pub async fn a_bad_password_is_refused(site: Arc<Site>) {
    let person = Person::signed_up(&site).await;
    let (session, outcome) = person.sign_in_elsewhere("wrong-Pass-1").await;
    assert_reason(outcome, "password", "email_password_mismatch");
    assert!(!session.has_token());
    let nobody = Person::new(&site);
    assert_reason(
        nobody.sign_in_elsewhere(PASSWORD).await.1,
        "password",
        "email_password_mismatch",
    );
}

pub async fn out_and_in_again(site: Arc<Site>) {
    let person = Person::signed_up(&site).await;
    let old = person.session.token_for(&site.origin).unwrap();
    site.provider.sign_out(&person.session).await.unwrap();
    assert!(!person.session.has_token());
    assert_eq!(
        site.provider.sign_out(&person.session).await,
        Ok(()),
        "signing out twice is no failure"
    );
    let stale = Session::new(&site.origin, Some(old));
    assert_eq!(site.provider.current(&stale).await, Err(Refusal::Gone));
    assert_eq!(site.provider.factors(&stale).await, Err(Refusal::Gone));

    let (session, outcome) = person.sign_in_elsewhere(PASSWORD).await;
    assert_eq!(outcome.unwrap().user.email.as_deref(), Some(person.email.as_str()));
    assert!(session.take_renewed().is_some());
    assert_eq!(
        site.provider
            .current(&session)
            .await
            .unwrap()
            .methods
            .first()
            .unwrap()
            .method,
        "password"
    );
}

pub async fn by_mailed_code(site: Arc<Site>) {
    let person = Person::signed_up(&site).await;
    let found = site.provider.capabilities(&site.session()).await.unwrap();
    if !found.sign_in.by_code {
        return;
    }
    let older = person.code(None).await;
    let session = site.session();
    site.provider
        .request_sign_in_code(&session, &person.email)
        .await
        .unwrap();
    assert_eq!(
        site.provider.current(&session).await,
        Err(Refusal::Step(PendingStep::SignInByCode))
    );
    assert_reason(
        site.provider.confirm_sign_in_code(&session, &secret("000000")).await,
        "code",
        "incorrect_code",
    );
    let code = person.code(Some(&older)).await;
    let signed_in = site.provider.confirm_sign_in_code(&session, &code).await.unwrap();
    assert_eq!(signed_in.user.email.as_deref(), Some(person.email.as_str()));
}

pub async fn nothing_is_awaited_out_of_turn(site: Arc<Site>) {
    let session = site.session();
    let code = secret("123456");
    assert_eq!(
        site.provider.answer_factor(&session, &code).await,
        Err(Refusal::NoSuchStep)
    );
    assert_eq!(
        site.provider.verify_email(&session, &code).await,
        Err(Refusal::NoSuchStep)
    );
    assert_eq!(
        site.provider.confirm_sign_in_code(&session, &code).await,
        Err(Refusal::NoSuchStep)
    );
    let reset = site.provider.reset_password(&session, &code, &secret(PASSWORD)).await;
    assert_eq!(reset, Err(Refusal::NoSuchStep));
    assert_eq!(
        site.provider.resend_email_code(&session).await,
        Err(Refusal::NoSuchStep)
    );
}

pub async fn a_bogus_token_is_gone(site: Arc<Site>) {
    let bogus = Session::new(
        &site.origin,
        Some(SessionToken::new(secret("bogus-token-that-never-was"))),
    );
    assert_eq!(site.provider.current(&bogus).await, Err(Refusal::Gone));
    assert_eq!(site.provider.sessions(&bogus).await, Err(Refusal::Gone));
    assert_eq!(
        site.provider.step_up_password(&bogus, &secret(PASSWORD)).await,
        Err(Refusal::Gone)
    );
    assert_eq!(
        site.provider.current(&site.session()).await,
        Err(Refusal::Gone),
        "no token, nobody signed in"
    );
}
