//! Deleting an account.

use account::Refusal;

use super::super::person::{PASSWORD, Person, assert_reason, secret};
use super::{BetterAuthOptions, agreed, by_password, site};

/// A password that is wrong deletes nothing, nor does anything else but the password and the agreement.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_is_deleted_by_its_password_alone() {
    let (_server, site) = site(BetterAuthOptions::default()).await;
    let person = Person::signed_up(&site).await;
    let (provider, session) = (&site.provider, &person.session);
    let closure = provider.closure(session).await.unwrap();
    let counted: Vec<_> = closure
        .consequences
        .iter()
        .map(|one| (one.what.as_str(), one.count))
        .collect();
    assert_eq!(counted, [("sessions", 1)]);
    assert_eq!(provider.close_account(session, &agreed()).await, Err(by_password()));
    let wrong = provider.step_up_password(session, &secret("wrong-Pass-1")).await;
    assert_reason(wrong, "password", "incorrect_password");
    assert_eq!(provider.close_account(session, &agreed()).await, Err(by_password()));
    assert!(provider.current(session).await.is_ok());
    provider.step_up_password(session, &secret(PASSWORD)).await.unwrap();
    assert_eq!(provider.close_account(session, &agreed()).await, Ok(()));
    assert_eq!(provider.current(session).await, Err(Refusal::Gone));
}

/// A site that mails a link first: the account is there until it is opened, and that is said.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deletion_by_a_link_is_not_done_yet() {
    let (_server, site) = site(BetterAuthOptions {
        deletion_by_link: true,
        ..BetterAuthOptions::default()
    })
    .await;
    let person = Person::signed_up(&site).await;
    let (provider, session) = (&site.provider, &person.session);
    provider.step_up_password(session, &secret(PASSWORD)).await.unwrap();
    assert_reason(provider.close_account(session, &agreed()).await, "", "closed_by_link");
    assert!(provider.current(session).await.is_ok());
}
