//! API tokens and keys.

use std::sync::Arc;

use account::{Access, KeysKind, KeysOffer, Refusal, Section};
use secrecy::ExposeSecret;

use crate::person::{Person, assert_reason};
use crate::site::Site;

/// What keys the service has; none where it serves no such section, and then it refuses to list them.
async fn offer(person: &Person) -> Option<KeysOffer> {
    let found = person.site.provider.capabilities(&person.session).await.unwrap();
    assert_eq!(found.keys.is_some(), *found.access(Section::Keys) != Access::Off);
    if found.keys.is_none() {
        let refused = person.site.provider.api_keys(&person.session, KeysKind::Token).await;
        assert_eq!(refused.err(), Some(Refusal::NotOffered));
    }
    found.keys
}

pub async fn a_token_is_reissued(site: Arc<Site>) {
    let person = Person::signed_up(&site).await;
    let Some(KeysOffer {
        kind: KeysKind::Token,
        shown_again,
    }) = offer(&person).await
    else {
        return;
    };
    let provider = &site.provider;
    let list = || provider.api_keys(&person.session, KeysKind::Token);
    let before = list().await.unwrap();
    assert!(
        before.len() == 1 && before[0].name.is_empty() && before[0].created_at.is_some(),
        "{before:?}"
    );
    let refused = provider.reissue_api_token(&person.session).await;
    assert!(
        matches!(refused, Err(Refusal::StepUp(_))),
        "a fresh sign-up is no step-up"
    );
    let made = person
        .stepping_up(|| provider.reissue_api_token(&person.session))
        .await
        .unwrap();
    let after = list().await.unwrap();
    assert_eq!(after, std::slice::from_ref(&made.key));
    assert_ne!(after, before);
    assert!(made.secret.expose_secret().ends_with(&made.key.last_four));
    let again = provider
        .api_key_secret(&person.session, KeysKind::Token, made.key.id)
        .await;
    if shown_again {
        assert_eq!(again.unwrap().expose_secret(), made.secret.expose_secret());
    } else {
        assert_eq!(again.err(), Some(Refusal::NotOffered));
    }
}

pub async fn keys_are_added_up_to_the_most_and_deleted(site: Arc<Site>) {
    let person = Person::signed_up(&site).await;
    let Some(KeysOffer {
        kind: kind @ KeysKind::Named { most, name_max_length },
        ..
    }) = offer(&person).await
    else {
        return;
    };
    let provider = &site.provider;
    assert_eq!(provider.api_keys(&person.session, kind).await.unwrap(), []);
    let mut newest = None;
    // Where there is no bound, some are enough.
    for number in 1..=most.unwrap_or(3) {
        let name = format!("Robot {number}");
        let made = person
            .stepping_up(|| provider.add_api_key(&person.session, &name))
            .await
            .unwrap();
        assert_eq!(made.key.name, name);
        newest = Some(made.key);
    }
    let newest = newest.unwrap();
    if most.is_some() {
        assert_reason(
            provider.add_api_key(&person.session, "One more").await,
            "",
            "too_many_keys",
        );
    }
    let list = provider.api_keys(&person.session, kind).await.unwrap();
    assert_eq!((list.len(), &list[0]), (most.unwrap_or(3) as usize, &newest));
    let left = provider.delete_api_key(&person.session, newest.id).await.unwrap();
    assert_eq!(left, list[1..]);
    let twice = provider.delete_api_key(&person.session, newest.id).await;
    assert_eq!(twice.err(), Some(Refusal::Changed));
    let long = "x".repeat(name_max_length as usize + 1);
    assert_reason(provider.add_api_key(&person.session, &long).await, "name", "too_long");
    if most.is_none() {
        return;
    }
    assert_reason(provider.add_api_key(&person.session, "").await, "name", "required");
    assert_reason(
        provider.add_api_key(&person.session, "Robot 1").await,
        "name",
        "name_taken",
    );
}
