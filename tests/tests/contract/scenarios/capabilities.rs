//! What the service says it can do.

use std::sync::Arc;

use account::{Access, FactorWay, PasswordResetOffer, Section};

use crate::person::{PASSWORD, Person};
use crate::site::Site;

pub async fn names_what_is_served(site: Arc<Site>) {
    let person = Person::signed_up(&site).await;
    let found = site.provider.capabilities(&person.session).await.unwrap();
    assert!(!found.service_name.is_empty());
    for section in [Section::Password, Section::Factors, Section::Sessions] {
        assert_eq!(found.access(section), &Access::Edit, "{}", section.name());
    }
    for section in [
        Section::Alerts,
        Section::Devices,
        Section::Keys,
        Section::Consents,
        Section::Closure,
    ] {
        let offered = if site.serves.sections.contains(&section) {
            Access::Edit
        } else {
            Access::Off
        };
        assert_eq!(found.access(section), &offered, "{}", section.name());
    }
    assert!(found.factor_ways.contains(&FactorWay::Totp) && found.factor_ways.contains(&FactorWay::RecoveryCode));
}

pub async fn works_signed_out_and_in(site: Arc<Site>) {
    let found = site.provider.capabilities(&site.session()).await.unwrap();
    assert!(found.sign_in.sign_up);
    assert_eq!(found.sign_in.password_reset, PasswordResetOffer::Code);
    let person = Person::signed_up(&site).await;
    let signed_in = site.provider.capabilities(&person.session).await.unwrap();
    assert_eq!(
        (found.service_name, found.sign_in),
        (signed_in.service_name, signed_in.sign_in)
    );
}

pub async fn tells_the_clock(site: Arc<Site>) {
    site.provider.capabilities(&site.session()).await.unwrap();
    // Every server writes `Date`, and it is this computer's own clock; a service in this process has none to write it.
    match site.provider.clock_skew() {
        Some(ahead) => assert!(ahead.abs() < 60, "{ahead}"),
        None => assert!(site.in_this_process(), "the service's clock is not known"),
    }
}

pub async fn profile_and_policy_can_be_read(site: Arc<Site>) {
    let person = Person::signed_up(&site).await;
    let found = site.provider.capabilities(&person.session).await.unwrap();
    if *found.access(Section::Profile) != Access::Off {
        let profile = site.provider.profile(&person.session).await.unwrap();
        assert_eq!(profile.fields.get("email"), Some(&person.email));
    }
    let policy = site.provider.password_policy(&person.session).await.unwrap();
    assert!(
        policy.allows(PASSWORD, &person.email),
        "the policy must allow what the service accepted"
    );
}
