//! Mobile devices.

use std::sync::Arc;

use account::{Access, Delivery, DevicesOffer, NewDevice, Reached, Refusal, Section};

use crate::person::{Person, assert_reason};
use crate::site::Site;

/// What devices the service has; none where it serves no such section, and then it refuses to list them.
async fn offer(person: &Person) -> Option<DevicesOffer> {
    let found = person.site.provider.capabilities(&person.session).await.unwrap();
    assert_eq!(found.devices.is_some(), *found.access(Section::Devices) != Access::Off);
    if found.devices.is_none() {
        let refused = person.site.provider.devices(&person.session).await;
        assert_eq!(refused.err(), Some(Refusal::NotOffered));
    }
    found.devices
}

fn sample(name: &str, answers: bool) -> NewDevice {
    NewDevice {
        name: name.to_owned(),
        system: "Android 16".to_owned(),
        app_version: "2.8.1".to_owned(),
        reached: Reached::Sample { answers },
    }
}

pub async fn a_sample_that_is_gone_is_left_out(site: Arc<Site>) {
    let person = Person::signed_up(&site).await;
    let Some(DevicesOffer { samples: true, .. }) = offer(&person).await else {
        return;
    };
    let (provider, session) = (&site.provider, &person.session);
    assert_eq!(provider.devices(session).await.unwrap(), []);
    let phone = provider.register_device(session, &sample("Phone", true)).await.unwrap();
    let tablet = provider
        .register_device(session, &sample("Tablet", false))
        .await
        .unwrap();
    assert!(
        phone.sample && phone.last_notice.is_none() && !phone.excluded,
        "{phone:?}"
    );
    assert_eq!(
        (phone.system.as_str(), phone.app_version.as_str()),
        ("Android 16", "2.8.1")
    );
    assert_eq!(
        provider.devices(session).await.unwrap(),
        [phone.clone(), tablet.clone()]
    );

    let reached = provider.test_device(session, phone.id).await.unwrap();
    assert_eq!(
        reached.last_notice.map(|notice| notice.delivery),
        Some(Delivery::Delivered)
    );
    let gone = provider.test_device(session, tablet.id).await.unwrap();
    assert_eq!(gone.last_notice.map(|notice| notice.delivery), Some(Delivery::Gone));
    assert!(gone.excluded && !reached.excluded);
    let left = provider.delete_device(session, tablet.id).await.unwrap();
    assert_eq!(left, [reached]);
    let twice = provider.delete_device(session, tablet.id).await;
    assert_eq!(twice.err(), Some(Refusal::Changed));
    let tested = provider.test_device(session, tablet.id).await;
    assert_eq!(tested.err(), Some(Refusal::Changed));
}

pub async fn register_only_where_they_can_be_reached(site: Arc<Site>) {
    let person = Person::signed_up(&site).await;
    let Some(offer) = offer(&person).await else { return };
    let (provider, session) = (&site.provider, &person.session);
    let elsewhere = NewDevice {
        reached: Reached::Endpoint("https://elsewhere.invalid/device".to_owned()),
        ..sample("Phone", true)
    };
    let refused = provider.register_device(session, &elsewhere).await;
    assert_reason(refused, "endpoint", "endpoint_not_allowed");
    if !offer.samples {
        let refused = provider.register_device(session, &sample("Phone", true)).await;
        assert_reason(refused, "sample", "unknown_field");
    }
    assert_eq!(provider.devices(session).await.unwrap(), []);
}
