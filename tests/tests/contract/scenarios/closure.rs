//! Closing an account for good.

use std::sync::Arc;

use account::{Access, Closure, ClosureRequest, PendingStep, Refusal, Section};

use crate::person::{PASSWORD, Person, assert_reason};
use crate::site::Site;

/// What closing means to someone new; none where accounts are not closed, and then closing is refused.
async fn outlook(person: &Person) -> Option<Closure> {
    let (provider, session) = (&person.site.provider, &person.session);
    if person.access(Section::Closure).await == Access::Off {
        assert_eq!(provider.closure(session).await, Err(Refusal::NotOffered));
        let refused = provider.close_account(session, &nothing()).await;
        assert_eq!(refused, Err(Refusal::NotOffered));
        return None;
    }
    let told = provider.closure(session).await.unwrap();
    assert_eq!(told.blockers, [], "someone new has nothing that stands in the way");
    assert!(!told.consequences.is_empty() && !told.consent.is_empty());
    Some(told)
}

fn nothing() -> ClosureRequest {
    ClosureRequest {
        reason: None,
        consent: false,
        phrase: None,
    }
}

/// All that is asked for.
fn whole(told: &Closure) -> ClosureRequest {
    ClosureRequest {
        reason: told.reasons.first().cloned(),
        consent: true,
        phrase: told.phrase.clone(),
    }
}

pub async fn an_account_is_closed_for_good(site: Arc<Site>) {
    let person = Person::signed_up(&site).await;
    let Some(told) = outlook(&person).await else { return };
    let provider = &site.provider;
    let (elsewhere, signed_in) = person.sign_in_elsewhere(PASSWORD).await;
    signed_in.unwrap();
    let request = whole(&told);
    person
        .stepping_up(|| provider.close_account(&person.session, &request))
        .await
        .unwrap();
    for session in [&person.session, &elsewhere] {
        let current = provider.current(session).await;
        assert_eq!(current.err(), Some(Refusal::Gone), "no session goes on");
    }
    let again = provider.close_account(&person.session, &whole(&told)).await;
    assert_eq!(again, Err(Refusal::Gone), "sent again it does no harm");
    let (_, signed_in) = person.sign_in_elsewhere(PASSWORD).await;
    assert!(matches!(signed_in, Err(Refusal::Fields(_))), "{signed_in:?}");
    let back = Person {
        email: person.email.clone(),
        ..Person::new(&site)
    };
    let signed_up = back.sign_up(PASSWORD).await;
    assert_eq!(
        signed_up,
        Err(Refusal::Step(PendingStep::VerifyEmail)),
        "an address that is used up looks like any other"
    );
}

pub async fn what_is_missing_is_named(site: Arc<Site>) {
    let person = Person::signed_up(&site).await;
    let Some(told) = outlook(&person).await else { return };
    let (provider, session) = (&site.provider, &person.session);
    let refused = provider.close_account(session, &whole(&told)).await;
    assert!(
        matches!(refused, Err(Refusal::StepUp(_))),
        "a fresh sign-up is no step-up"
    );
    let nothing = nothing();
    let refused = person.stepping_up(|| provider.close_account(session, &nothing)).await;
    assert_reason(refused, "consent", "required");
    if !told.reasons.is_empty() {
        let other = ClosureRequest {
            reason: Some("boredom".to_owned()),
            ..whole(&told)
        };
        assert_reason(provider.close_account(session, &other).await, "reason", "not_a_choice");
    }
    if let Some(phrase) = &told.phrase {
        let wrong = ClosureRequest {
            phrase: Some(phrase.to_uppercase()),
            ..whole(&told)
        };
        assert_reason(provider.close_account(session, &wrong).await, "phrase", "wrong_phrase");
    }
    assert!(provider.current(session).await.is_ok(), "the account is still there");
}
