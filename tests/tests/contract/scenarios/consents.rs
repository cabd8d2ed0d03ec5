//! The consent to marketing messages.

use std::sync::Arc;

use account::{Access, Refusal, Section};

use crate::person::Person;
use crate::site::Site;

pub async fn are_given_and_withdrawn_with_their_date(site: Arc<Site>) {
    let person = Person::signed_up(&site).await;
    let provider = &site.provider;
    if person.access(Section::Consents).await == Access::Off {
        let refused = provider.marketing_consent(&person.session).await;
        assert_eq!(refused.err(), Some(Refusal::NotOffered));
        return;
    }
    let first = provider.marketing_consent(&person.session).await.unwrap();
    assert!(!first.agreed && first.decided_at.is_none(), "{first:?}");
    let given = provider.decide_on_marketing(&person.session, true).await.unwrap();
    assert!(given.agreed && given.decided_at.is_some(), "{given:?}");
    let again = provider.decide_on_marketing(&person.session, true).await.unwrap();
    assert_eq!(again, given, "agreeing again keeps the date");
    let withdrawn = provider.decide_on_marketing(&person.session, false).await.unwrap();
    assert!(
        !withdrawn.agreed && withdrawn.decided_at >= given.decided_at,
        "{withdrawn:?}"
    );
    assert_eq!(provider.marketing_consent(&person.session).await, Ok(withdrawn));
}

pub async fn are_signed_out_with_the_session(site: Arc<Site>) {
    let person = Person::signed_up(&site).await;
    if person.access(Section::Consents).await == Access::Off {
        return;
    }
    let elsewhere = person.sign_in_elsewhere(crate::person::PASSWORD).await.0;
    site.provider.end_other_sessions(&elsewhere).await.unwrap();
    let answer = site.provider.decide_on_marketing(&person.session, true).await;
    assert_eq!(answer.err(), Some(Refusal::Gone));
    let theirs = site.provider.marketing_consent(&elsewhere).await.unwrap();
    assert!(!theirs.agreed, "an ended session decides nothing");
}
