//! Making an account.

use std::sync::Arc;

use account::{PendingStep, Refusal};

use crate::person::{PASSWORD, Person, assert_reason, secret};
use crate::site::Site;

pub async fn a_mailed_code_finishes_it(site: Arc<Site>) {
    let person = Person::new(&site);
    let pending = Err(Refusal::Step(PendingStep::VerifyEmail));
    assert_eq!(person.sign_up(PASSWORD).await, pending);
    assert!(person.session.take_renewed().is_some(), "a step belongs to a session");
    assert_eq!(site.provider.current(&person.session).await, pending);
    assert_reason(
        site.provider.verify_email(&person.session, &secret("000000")).await,
        "code",
        "incorrect_code",
    );
    assert_eq!(
        site.provider.current(&person.session).await,
        pending,
        "a wrong code changes nothing"
    );

    let code = person.code(None).await;
    let signed_in = site.provider.verify_email(&person.session, &code).await.unwrap();
    assert!(signed_in.user.has_usable_password);
    assert!(
        person.session.take_renewed().is_some(),
        "a sign-in begins a new session"
    );
    assert_eq!(
        site.provider.current(&person.session).await.unwrap().user,
        signed_in.user
    );
    let again = site.provider.verify_email(&person.session, &code).await;
    assert_eq!(again, Err(Refusal::NoSuchStep), "a code works once");
}

pub async fn a_weak_password_is_refused_by_field(site: Arc<Site>) {
    assert_reason(
        Person::new(&site).sign_up("short").await,
        "password",
        "password_too_short",
    );
}

pub async fn a_taken_address_looks_the_same(site: Arc<Site>) {
    let person = Person::signed_up(&site).await;
    let mut other = Person::new(&site);
    other.email.clone_from(&person.email);
    assert_eq!(
        other.sign_up(PASSWORD).await,
        Err(Refusal::Step(PendingStep::VerifyEmail))
    );
    assert_eq!(
        site.provider.current(&other.session).await,
        Err(Refusal::Step(PendingStep::VerifyEmail))
    );
    assert!(site.provider.current(&person.session).await.is_ok());
}

pub async fn a_code_is_sent_again(site: Arc<Site>) {
    let person = Person::new(&site);
    assert_eq!(
        person.sign_up(PASSWORD).await,
        Err(Refusal::Step(PendingStep::VerifyEmail))
    );
    let first = person.code(None).await;
    site.provider.resend_email_code(&person.session).await.unwrap();
    let second = person.code(Some(&first)).await;
    assert!(site.provider.verify_email(&person.session, &second).await.is_ok());
}
