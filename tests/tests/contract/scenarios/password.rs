//! Changing and resetting the password.

use std::sync::Arc;

use account::{PendingStep, Refusal, ResetDelivery};

use crate::person::{NEW_PASSWORD, PASSWORD, Person, assert_reason, secret};
use crate::site::Site;

pub async fn a_change_ends_other_sessions(site: Arc<Site>) {
    let person = Person::signed_up(&site).await;
    let (other, outcome) = person.sign_in_elsewhere(PASSWORD).await;
    assert!(outcome.is_ok());
    let _ = person.session.take_renewed();
    site.provider
        .change_password(&person.session, &secret(PASSWORD), &secret(NEW_PASSWORD))
        .await
        .unwrap();
    assert!(person.session.take_renewed().is_some(), "a new password, a new token");
    assert!(site.provider.current(&person.session).await.is_ok());
    assert_eq!(site.provider.current(&other).await, Err(Refusal::Gone));
    assert_reason(
        person.sign_in_elsewhere(PASSWORD).await.1,
        "password",
        "email_password_mismatch",
    );
    assert!(person.sign_in_elsewhere(NEW_PASSWORD).await.1.is_ok());
}

pub async fn a_change_is_refused_by_field(site: Arc<Site>) {
    let person = Person::signed_up(&site).await;
    let change = async |current: &str, new: &str| {
        site.provider
            .change_password(&person.session, &secret(current), &secret(new))
            .await
    };
    assert_reason(
        change("wrong-Pass-1", NEW_PASSWORD).await,
        "current_password",
        "enter_current_password",
    );
    assert_reason(change(PASSWORD, "short").await, "new_password", "password_too_short");
    if site.serves.refuses_common_passwords {
        assert_reason(
            change(PASSWORD, "aaaaaaaaaa").await,
            "new_password",
            "password_too_common",
        );
    }
    assert!(person.sign_in_elsewhere(PASSWORD).await.1.is_ok(), "nothing changed");
}

pub async fn a_reset_by_code(site: Arc<Site>) {
    let person = Person::signed_up(&site).await;
    let older = person.code(None).await;
    let session = site.session();
    let sent = site.provider.request_password_reset(&session, &person.email).await;
    assert_eq!(sent, Ok(ResetDelivery::Code));
    assert_eq!(
        site.provider.current(&session).await,
        Err(Refusal::Step(PendingStep::ResetPassword))
    );
    assert_reason(
        site.provider.check_reset_code(&session, &secret("000000")).await,
        "code",
        "incorrect_code",
    );
    let code = person.code(Some(&older)).await;
    site.provider.check_reset_code(&session, &code).await.unwrap();
    let weak = site.provider.reset_password(&session, &code, &secret("short")).await;
    assert_reason(weak, "password", "password_too_short");
    site.provider
        .reset_password(&session, &code, &secret(NEW_PASSWORD))
        .await
        .unwrap();

    let again = site
        .provider
        .reset_password(&session, &code, &secret("Copper-Vane-19"))
        .await;
    assert!(matches!(again, Err(Refusal::NoSuchStep | Refusal::Gone)), "{again:?}");
    assert!(person.sign_in_elsewhere(PASSWORD).await.1.is_err());
    assert!(person.sign_in_elsewhere(NEW_PASSWORD).await.1.is_ok());
    assert_eq!(
        site.provider.current(&person.session).await,
        Err(Refusal::Gone),
        "sessions of the old password end"
    );
}

pub async fn an_unknown_address_looks_the_same(site: Arc<Site>) {
    let nobody = Person::new(&site);
    let sent = site
        .provider
        .request_password_reset(&nobody.session, &nobody.email)
        .await;
    assert_eq!(sent, Ok(ResetDelivery::Code));
    let pending = Err(Refusal::Step(PendingStep::ResetPassword));
    assert_eq!(site.provider.current(&nobody.session).await, pending);
}
