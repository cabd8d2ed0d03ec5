//! Signing in with a second factor, and managing it.

use std::sync::Arc;

use account::{FactorWay, PendingStep, Refusal};
use secrecy::ExposeSecret;

use crate::person::{PASSWORD, Person, assert_reason};
use crate::site::Site;

fn awaited() -> Refusal {
    Refusal::Step(PendingStep::SecondFactor {
        ways: vec![FactorWay::Totp, FactorWay::RecoveryCode],
    })
}

pub async fn sign_in_with_a_one_time_code_once(site: Arc<Site>) {
    let (person, mut totp) = Person::with_totp(&site).await;
    let (session, outcome) = person.sign_in_elsewhere(PASSWORD).await;
    assert_eq!(outcome, Err(awaited()));
    assert_eq!(site.provider.current(&session).await, Err(awaited()));
    assert_reason(
        site.provider.answer_factor(&session, &totp.wrong_code()).await,
        "code",
        "incorrect_code",
    );
    let code = totp.fresh_code().await;
    let signed_in = site.provider.answer_factor(&session, &code).await.unwrap();
    assert!(
        signed_in
            .methods
            .iter()
            .any(|method| method.kind.as_deref() == Some("totp"))
    );

    if site.serves.codes_count_once {
        let (second, _) = person.sign_in_elsewhere(PASSWORD).await;
        assert_reason(
            site.provider.answer_factor(&second, &code).await,
            "code",
            "incorrect_code",
        );
    }
    assert!(site.provider.current(&session).await.is_ok());
}

pub async fn a_recovery_code_works_once(site: Arc<Site>) {
    let (person, _) = Person::with_totp(&site).await;
    let set = person
        .stepping_up(|| site.provider.recovery_codes(&person.session))
        .await
        .unwrap();
    assert_eq!((set.total, set.unused, set.codes.len()), (10, 10, 10));
    let (session, outcome) = person.sign_in_elsewhere(PASSWORD).await;
    assert_eq!(outcome, Err(awaited()));
    site.provider.answer_factor(&session, &set.codes[0]).await.unwrap();

    let (again, _) = person.sign_in_elsewhere(PASSWORD).await;
    assert_reason(
        site.provider.answer_factor(&again, &set.codes[0]).await,
        "code",
        "incorrect_code",
    );
    let factors = site.provider.factors(&person.session).await.unwrap();
    let mut told = factors.iter().filter_map(|factor| factor.recovery);
    if site.serves.recovery_codes_again {
        assert!(told.any(|left| (left.total, left.unused) == (10, 9)));
    } else {
        assert_eq!(told.next(), None, "what the service does not tell is not made up");
    }
}

pub async fn new_recovery_codes_replace_the_old(site: Arc<Site>) {
    let (person, _) = Person::with_totp(&site).await;
    let old = person
        .stepping_up(|| site.provider.recovery_codes(&person.session))
        .await
        .unwrap();
    let new = person
        .stepping_up(|| site.provider.regenerate_recovery_codes(&person.session))
        .await
        .unwrap();
    assert_eq!((new.total, new.unused, new.codes.len()), (10, 10, 10));
    let texts = |set: &account::RecoveryCodeSet| -> Vec<String> {
        set.codes.iter().map(|code| code.expose_secret().to_owned()).collect()
    };
    assert!(texts(&new).iter().all(|code| !texts(&old).contains(code)));
    let (session, _) = person.sign_in_elsewhere(PASSWORD).await;
    assert_reason(
        site.provider.answer_factor(&session, &old.codes[0]).await,
        "code",
        "incorrect_code",
    );
    assert!(site.provider.answer_factor(&session, &new.codes[0]).await.is_ok());
}

pub async fn totp_off_asks_no_more(site: Arc<Site>) {
    let (person, _) = Person::with_totp(&site).await;
    person
        .stepping_up(|| site.provider.deactivate_totp(&person.session))
        .await
        .unwrap();
    assert!(site.provider.factors(&person.session).await.unwrap().is_empty());
    let none = person
        .stepping_up(|| site.provider.recovery_codes(&person.session))
        .await;
    assert_eq!(none.err(), Some(Refusal::NotOffered));
    assert!(person.sign_in_elsewhere(PASSWORD).await.1.is_ok());
}
