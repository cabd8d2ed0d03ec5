//! The choice of the second factor, and codes that are mailed for it.

use std::sync::Arc;
use std::time::Duration;

use account::{FactorKind, FactorMethod, FactorWay, PendingStep, Refusal, SecondFactor};
use secrecy::SecretString;

use crate::person::{PASSWORD, Person, Totp, assert_reason, secret};
use crate::site::Site;

fn awaited() -> Refusal {
    Refusal::Step(PendingStep::SecondFactor {
        ways: vec![FactorWay::Email],
    })
}

/// What the service says of the choice; none where it has no such resource, and then every call of it is refused.
async fn choice(person: &Person) -> Option<SecondFactor> {
    let provider = &person.site.provider;
    match provider.second_factor(&person.session).await {
        Ok(told) => Some(told),
        Err(refusal) => {
            assert_eq!(refusal, Refusal::NotOffered);
            let chosen = provider.choose_factor(&person.session, Some(FactorMethod::Email)).await;
            assert_eq!(chosen.err(), Some(Refusal::NotOffered));
            let found = provider.capabilities(&person.session).await.unwrap();
            assert!(!found.factor_ways.contains(&FactorWay::Email) && !found.step_up_at_entry);
            None
        }
    }
}

fn offers(told: &SecondFactor, method: FactorMethod) -> bool {
    told.offers.iter().any(|offer| offer.method == method)
}

/// A code that is wrong, whatever was sent.
fn another(code: &SecretString) -> SecretString {
    use secrecy::ExposeSecret as _;
    let wrong = |digit: char| if digit == '9' { '0' } else { '9' };
    secret(&code.expose_secret().chars().map(wrong).collect::<String>())
}

/// Chooses codes by mail; gives the code that did it.
async fn by_mail(person: &Person) -> SecretString {
    let (provider, session) = (&person.site.provider, &person.session);
    let older = person.code(None).await;
    let begun = person
        .stepping_up(|| provider.choose_factor(session, Some(FactorMethod::Email)))
        .await
        .unwrap();
    let sent = begun.pending.expect("a code is awaited");
    assert_eq!((sent.method, sent.digits), (FactorMethod::Email, Some(6)));
    assert!(sent.to.contains('@') && sent.to != person.email, "{sent:?}");
    let life = sent.expires_in.unwrap();
    assert!(life <= Duration::from_secs(600), "{sent:?}");
    let code = person.code(Some(&older)).await;
    assert_reason(
        provider.validate_factor(session, &another(&code)).await,
        "code",
        "incorrect_code",
    );
    let held = provider.validate_factor(session, &code).await.unwrap();
    assert_eq!((held.method, held.pending), (Some(FactorMethod::Email), None));
    code
}

pub async fn codes_by_mail_are_chosen_and_turned_off(site: Arc<Site>) {
    let person = Person::signed_up(&site).await;
    let Some(told) = choice(&person).await else { return };
    assert_eq!((told.method, told.since), (None, None));
    let email = told.offers.iter().find(|offer| offer.method == FactorMethod::Email);
    assert_eq!(email.unwrap().to.as_deref(), Some(person.email.as_str()));
    let (provider, session) = (&site.provider, &person.session);
    let refused = provider.choose_factor(session, Some(FactorMethod::Email)).await;
    assert!(matches!(refused, Err(Refusal::StepUp(_))), "{refused:?}");
    let (elsewhere, _) = person.sign_in_elsewhere(PASSWORD).await;
    by_mail(&person).await;
    assert_eq!(
        provider.current(&elsewhere).await,
        Err(Refusal::Gone),
        "other sessions end"
    );
    assert_eq!(kinds(&person).await, [FactorKind::Email]);
    let off = provider.choose_factor(session, None).await.unwrap();
    assert_eq!(off.method, None);
    assert!(person.sign_in_elsewhere(PASSWORD).await.1.is_ok());
}

/// The second factors the account has.
async fn kinds(person: &Person) -> Vec<FactorKind> {
    let factors = person.site.provider.factors(&person.session).await.unwrap();
    factors.into_iter().map(|factor| factor.kind).collect()
}

pub async fn the_newest_mailed_code_signs_in_once(site: Arc<Site>) {
    let person = Person::signed_up(&site).await;
    if choice(&person).await.is_none() {
        return;
    }
    let provider = &site.provider;
    let chosen = by_mail(&person).await;
    let (waiting, outcome) = person.sign_in_elsewhere(PASSWORD).await;
    assert_eq!(outcome, Err(awaited()));
    assert_eq!(provider.current(&waiting).await, Err(awaited()));
    assert_eq!(
        provider.factor_code(&waiting).await.unwrap().method,
        FactorMethod::Email
    );
    let first = person.code(Some(&chosen)).await;
    provider.send_factor_code(&waiting).await.unwrap();
    let second = person.code(Some(&first)).await;
    for older in [&chosen, &first] {
        assert_reason(provider.answer_factor(&waiting, older).await, "code", "incorrect_code");
    }
    let signed_in = provider.answer_factor(&waiting, &second).await.unwrap();
    assert_eq!(signed_in.methods.last().unwrap().kind.as_deref(), Some("email"));
    let (again, _) = person.sign_in_elsewhere(PASSWORD).await;
    assert_reason(provider.answer_factor(&again, &second).await, "code", "incorrect_code");
}

pub async fn a_method_holds_until_another_one_is_validated(site: Arc<Site>) {
    let person = Person::signed_up(&site).await;
    let Some(told) = choice(&person).await else { return };
    if !offers(&told, FactorMethod::Totp) {
        return;
    }
    let (provider, session) = (&site.provider, &person.session);
    by_mail(&person).await;
    let mut totp = Totp::of(&provider.begin_totp(session).await.unwrap());
    assert_eq!(
        provider.second_factor(session).await.unwrap().method,
        Some(FactorMethod::Email)
    );
    provider.activate_totp(session, &totp.fresh_code().await).await.unwrap();
    assert_eq!(
        provider.second_factor(session).await.unwrap().method,
        Some(FactorMethod::Totp)
    );
    let ways = vec![FactorWay::Totp, FactorWay::RecoveryCode];
    let step = Refusal::Step(PendingStep::SecondFactor { ways });
    assert_eq!(person.sign_in_elsewhere(PASSWORD).await.1, Err(step.clone()));
    by_mail(&person).await;
    assert_eq!(
        kinds(&person).await,
        [FactorKind::Email],
        "recovery codes go with the key"
    );
    assert_ne!(person.sign_in_elsewhere(PASSWORD).await.1, Err(step));
}

pub async fn a_text_needs_a_number(site: Arc<Site>) {
    let person = Person::signed_up(&site).await;
    let Some(told) = choice(&person).await else { return };
    let provider = &site.provider;
    let text = told.offers.iter().find(|offer| offer.method == FactorMethod::Sms);
    let refused = person
        .stepping_up(|| provider.choose_factor(&person.session, Some(FactorMethod::Sms)))
        .await;
    match text {
        Some(offer) => {
            assert_eq!(offer.to, None);
            assert_reason(refused, "method", "number_needed");
        }
        None => assert_reason(refused, "method", "not_a_choice"),
    }
}

pub async fn a_mailed_code_proves_who_is_there(site: Arc<Site>) {
    let person = Person::signed_up(&site).await;
    if choice(&person).await.is_none() {
        return;
    }
    let provider = &site.provider;
    let chosen = by_mail(&person).await;
    let (session, _) = person.sign_in_elsewhere(PASSWORD).await;
    let code = person.code(Some(&chosen)).await;
    provider.answer_factor(&session, &code).await.unwrap();
    assert!(matches!(
        provider.choose_factor(&session, None).await,
        Err(Refusal::StepUp(_))
    ));
    assert_eq!(provider.factor_code(&session).await.err(), Some(Refusal::NoSuchStep));
    assert_reason(provider.step_up_factor(&session, &code).await, "code", "incorrect_code");
    provider.send_factor_code(&session).await.unwrap();
    let proof = person.code(Some(&code)).await;
    provider.step_up_factor(&session, &proof).await.unwrap();
    assert_eq!(provider.choose_factor(&session, None).await.unwrap().method, None);
}

pub async fn the_door_is_open_for_whom_has_just_come(site: Arc<Site>) {
    let person = Person::signed_up(&site).await;
    let left = site.provider.proof_left(&person.session).await;
    if choice(&person).await.is_none() {
        assert_eq!(left, Err(Refusal::NotOffered));
        return;
    }
    assert!(left.unwrap() <= Duration::from_secs(300));
    let nobody = site.provider.proof_left(&site.session()).await;
    assert_eq!(nobody, Err(Refusal::Gone));
}
