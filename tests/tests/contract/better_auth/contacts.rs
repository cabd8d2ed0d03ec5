//! Another address and a phone number, each by the code that was sent to it.

use account::{PhoneChannel, Refusal};

use super::super::person::{PASSWORD, Person, assert_reason, secret};
use super::{BetterAuthOptions, email_can_be_changed, site};

/// The old address holds until the code that went to the new one came back; then only the new one signs in.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_is_changed_by_its_code() {
    let (_server, site) = site(BetterAuthOptions::default()).await;
    let (person, other) = (Person::signed_up(&site).await, Person::signed_up(&site).await);
    let (provider, session) = (&site.provider, &person.session);
    assert!(
        !email_can_be_changed(&site, &site.session()).await,
        "only someone signed in can ask"
    );
    assert!(email_can_be_changed(&site, session).await);
    let early = provider.verify_email(session, &secret("123456")).await;
    assert_eq!(early, Err(Refusal::NoSuchStep));
    assert_eq!(provider.resend_email_code(session).await, Err(Refusal::NoSuchStep));
    assert_reason(
        provider.begin_email_change(session, &person.email.to_uppercase()).await,
        "email",
        "same_as_current",
    );
    assert_reason(
        provider.begin_email_change(session, "no address").await,
        "email",
        "invalid_email",
    );

    let new = format!("new-{}", person.email);
    let begun = provider.begin_email_change(session, &new).await.unwrap();
    assert_eq!((&begun.current, begun.pending.as_ref()), (&person.email, Some(&new)));
    assert_eq!(provider.email_addresses(session).await, Ok(begun));
    let first = site.code_for(&new, None).await;
    provider.resend_email_code(session).await.unwrap();
    let second = site.code_for(&new, Some(&first)).await;
    assert_reason(
        provider.verify_email(session, &secret(&first)).await,
        "code",
        "incorrect_code",
    );
    assert_eq!(
        provider.current(session).await.unwrap().user.email,
        Some(person.email.clone())
    );
    let changed = provider.verify_email(session, &secret(&second)).await.unwrap();
    assert_eq!(changed.user.email.as_ref(), Some(&new));
    let again = provider.verify_email(session, &secret(&second)).await;
    assert_eq!(again, Err(Refusal::NoSuchStep), "a code works once");
    assert_eq!(provider.email_addresses(session).await.unwrap().pending, None);
    assert_reason(
        person.sign_in_elsewhere(PASSWORD).await.1,
        "password",
        "email_password_mismatch",
    );
    let renamed = Person { email: new, ..person };
    assert!(renamed.sign_in_elsewhere(PASSWORD).await.1.is_ok());

    // Somebody else's address looks the same, but no code comes; and a code dies of wrong tries.
    let taken = provider
        .begin_email_change(&renamed.session, &other.email)
        .await
        .unwrap();
    assert_eq!(taken.pending, Some(other.email.clone()));
    let guessed = provider.verify_email(&renamed.session, &secret("123456")).await;
    assert_reason(guessed, "code", "incorrect_code");
    let third = format!("third-{}", renamed.email);
    provider.begin_email_change(&renamed.session, &third).await.unwrap();
    let code = site.code_for(&third, None).await;
    for _ in 0..3 {
        let wrong = provider.verify_email(&renamed.session, &secret("NOT-CODE")).await;
        assert_reason(wrong, "code", "incorrect_code");
    }
    for _ in 0..2 {
        let dead = provider.verify_email(&renamed.session, &secret(&code)).await;
        assert_eq!(dead, Err(Refusal::NoSuchStep));
    }
}

/// A site that keeps addresses as they are offers no change, and says so if it is asked for one all the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_of_address_that_is_off_is_not_offered() {
    let (_server, site) = site(BetterAuthOptions {
        email_change: false,
        ..BetterAuthOptions::default()
    })
    .await;
    let person = Person::signed_up(&site).await;
    assert!(!email_can_be_changed(&site, &person.session).await);
    let refused = site
        .provider
        .begin_email_change(&person.session, "new@lab.invalid")
        .await;
    assert_eq!(refused.err(), Some(Refusal::NotOffered));
}

/// Three wrong codes end the waiting, and so does a number that turns out to be somebody else's.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_number_is_awaited_as_long_as_its_code_counts() {
    const NUMBER: &str = "+821028410037";
    let (_server, site) = site(BetterAuthOptions::default()).await;
    let (owner, person) = (Person::signed_up(&site).await, Person::signed_up(&site).await);
    let (provider, sms) = (&site.provider, PhoneChannel::Sms);
    let whatsapp = provider.phone(&person.session, PhoneChannel::WhatsApp).await;
    assert_eq!(whatsapp.err(), Some(Refusal::NotOffered));
    provider.begin_phone(&owner.session, sms, NUMBER).await.unwrap();
    let code = site.text_code_for("sms", NUMBER, None).await;
    provider
        .verify_phone(&owner.session, sms, &secret(&code))
        .await
        .unwrap();
    assert_reason(
        provider.begin_phone(&owner.session, sms, NUMBER).await,
        "number",
        "same_as_current",
    );

    provider.begin_phone(&person.session, sms, NUMBER).await.unwrap();
    for _ in 0..3 {
        let wrong = provider.verify_phone(&person.session, sms, &secret("NOT-CODE")).await;
        assert_reason(wrong, "code", "incorrect_code");
    }
    let dead = provider.verify_phone(&person.session, sms, &secret("NOT-CODE")).await;
    assert_eq!(dead.err(), Some(Refusal::NoSuchStep));
    assert_eq!(provider.phone(&person.session, sms).await.unwrap().pending, None);
    let resent = provider.resend_phone_code(&person.session, sms, NUMBER).await;
    assert_eq!(resent.err(), Some(Refusal::NoSuchStep));

    // Whoever's session ended gets nobody else's, and is told so.
    provider
        .begin_phone(&person.session, sms, "+821028410038")
        .await
        .unwrap();
    let (elsewhere, _) = person.sign_in_elsewhere(PASSWORD).await;
    provider.end_other_sessions(&elsewhere).await.unwrap();
    let code = site.text_code_for("sms", "+821028410038", None).await;
    let ended = provider.verify_phone(&person.session, sms, &secret(&code)).await;
    assert_eq!(ended.err(), Some(Refusal::Gone));
}
