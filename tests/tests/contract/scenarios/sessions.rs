//! Where the account is signed in.

use std::sync::Arc;

use account::Refusal;

use crate::person::{PASSWORD, Person};
use crate::site::Site;

pub async fn are_listed_and_ended(site: Arc<Site>) {
    let person = Person::signed_up(&site).await;
    let (other, _) = person.sign_in_elsewhere(PASSWORD).await;
    let list = site.provider.sessions(&person.session).await.unwrap();
    assert_eq!(list.len(), 2, "{list:?}");
    assert_eq!(list.iter().filter(|one| one.current).count(), 1);
    assert!(list.iter().all(|one| one.created_at.is_some()));
    let theirs: Vec<_> = list.iter().filter(|one| !one.current).map(|one| one.id).collect();
    let left = site.provider.end_sessions(&person.session, &theirs).await.unwrap();
    assert!(left.len() == 1 && left[0].current, "{left:?}");
    assert_eq!(site.provider.current(&other).await, Err(Refusal::Gone));
    assert!(site.provider.current(&person.session).await.is_ok());
}

pub async fn all_others_end(site: Arc<Site>) {
    let person = Person::signed_up(&site).await;
    let (second, _) = person.sign_in_elsewhere(PASSWORD).await;
    let (third, _) = person.sign_in_elsewhere(PASSWORD).await;
    let left = site.provider.end_other_sessions(&second).await.unwrap();
    assert!(left.len() == 1 && left[0].current, "{left:?}");
    for ended in [&person.session, &third] {
        assert_eq!(site.provider.current(ended).await, Err(Refusal::Gone));
    }
    assert_eq!(
        site.provider.end_other_sessions(&second).await.unwrap().len(),
        1,
        "none left to end"
    );
}
