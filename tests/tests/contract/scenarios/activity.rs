//! What happened to the account lately.

use std::sync::Arc;

use account::{Credentials, EventKind, Refusal};

use crate::person::Person;
use crate::site::Site;

pub async fn tells_sign_ins_and_failures(site: Arc<Site>) {
    let person = Person::signed_up(&site).await;
    let provider = &site.provider;
    let first = match provider.activity(&person.session).await {
        // Where it is not told, nobody may be shown an empty list for it.
        Err(refusal) => return assert_eq!(refusal, Refusal::NotOffered),
        Ok(first) => first,
    };
    assert_eq!(
        first.first().map(|event| event.kind),
        Some(EventKind::SignedIn),
        "{first:?}"
    );
    let wrong = Credentials {
        email: person.email.clone(),
        password: "not the password".into(),
    };
    assert!(provider.sign_in(&site.session(), &wrong).await.is_err());
    let now = provider.activity(&person.session).await.unwrap();
    assert_eq!(now.len(), first.len() + 1, "{now:?}");
    assert_eq!((now[0].kind, &now[1..]), (EventKind::SignInFailed, &first[..]));
    assert!(now[0].at >= first[0].at && now.iter().all(|event| event.at.is_some() && !event.ip.is_empty()));
    let nobody = provider.activity(&site.session()).await;
    assert_eq!(nobody.err(), Some(Refusal::Gone));
}
