//! Phone numbers. Where only the core's one number is served, the same holds of it, but for deleting.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use account::{Access, Phone, PhoneChannel, PhonesOffer, Refusal, Section};
use secrecy::{ExposeSecret as _, SecretString};

use crate::person::{Person, assert_reason, secret};
use crate::site::Site;

/// A Korean mobile number nobody has.
fn fresh() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(20_000_000);
    format!("+8210{}", NUMBER.fetch_add(1, Ordering::Relaxed))
}

/// What the service does with numbers; none where it has none to do with.
async fn offer(person: &Person) -> Option<PhonesOffer> {
    let found = person.site.provider.capabilities(&person.session).await.unwrap();
    assert!(*found.access(Section::Phones) == Access::Off || found.phones.is_some());
    if found.phones.is_none() {
        let refused = person.site.provider.phone(&person.session, PhoneChannel::Sms).await;
        assert!(refused.is_err(), "{refused:?}");
    }
    found.phones
}

fn name(channel: PhoneChannel) -> &'static str {
    match channel {
        PhoneChannel::Sms => "sms",
        PhoneChannel::WhatsApp => "whatsapp",
    }
}

fn number(phone: &Phone) -> Option<&str> {
    phone.number.as_ref().map(|number| number.number.as_str())
}

/// Has a code sent to the number, which awaits it then.
async fn begin(person: &Person, channel: PhoneChannel, to: &str) -> SecretString {
    begin_after(person, channel, to, None).await
}

/// The same, with the code that went to this number before: texts may be under way for a moment.
async fn begin_after(person: &Person, channel: PhoneChannel, to: &str, older: Option<&SecretString>) -> SecretString {
    let provider = &person.site.provider;
    let begun = person
        .stepping_up(|| provider.begin_phone(&person.session, channel, to))
        .await
        .unwrap();
    assert_eq!(begun.pending.unwrap().number, to);
    let older = older.map(|code| code.expose_secret());
    secret(&person.site.text_code_for(name(channel), to, older).await)
}

pub async fn a_number_is_verified_changed_and_deleted(site: Arc<Site>) {
    let person = Person::signed_up(&site).await;
    let Some(offer) = offer(&person).await else { return };
    let provider = &site.provider;
    for channel in offer.channels.iter().map(|offer| offer.channel) {
        let (first, second) = (fresh(), fresh());
        assert_eq!(
            provider.phone(&person.session, channel).await.unwrap(),
            Phone::default()
        );
        let code = begin(&person, channel, &first).await;
        let wrong = provider
            .verify_phone(&person.session, channel, &secret("NOT-CODE"))
            .await;
        assert_reason(wrong, "code", "incorrect_code");
        let verified = provider.verify_phone(&person.session, channel, &code).await.unwrap();
        assert_eq!((number(&verified), &verified.pending), (Some(first.as_str()), &None));
        let again = provider.verify_phone(&person.session, channel, &code).await;
        assert_eq!(again.err(), Some(Refusal::NoSuchStep), "a code works once");

        let code = begin(&person, channel, &second).await;
        let meanwhile = provider.phone(&person.session, channel).await.unwrap();
        assert_eq!(number(&meanwhile), Some(first.as_str()), "the old number holds");
        let changed = provider.verify_phone(&person.session, channel, &code).await.unwrap();
        assert_eq!(number(&changed), Some(second.as_str()));
        assert_eq!(provider.phone(&person.session, channel).await.unwrap(), changed);

        let gone = person
            .stepping_up(|| provider.delete_phone(&person.session, channel))
            .await;
        if offer.delete {
            assert_eq!(gone.unwrap(), Phone::default());
            let twice = provider.delete_phone(&person.session, channel).await;
            assert_eq!(twice.err(), Some(Refusal::Changed));
        } else {
            assert_eq!(gone.err(), Some(Refusal::NotOffered));
        }
    }
}

pub async fn another_code_takes_the_place_of_the_old(site: Arc<Site>) {
    let person = Person::signed_up(&site).await;
    if offer(&person).await.is_none() {
        return;
    }
    let (provider, channel, to) = (&site.provider, PhoneChannel::Sms, fresh());
    let nothing = provider
        .verify_phone(&person.session, channel, &secret("NOT-CODE"))
        .await;
    assert_eq!(nothing.err(), Some(Refusal::NoSuchStep));
    let old = begin(&person, channel, &to).await.expose_secret().to_owned();
    let sent = person
        .stepping_up(|| provider.resend_phone_code(&person.session, channel, &to))
        .await
        .unwrap();
    assert_eq!(sent.pending.unwrap().number, to);
    let new = site.text_code_for(name(channel), &to, Some(&old)).await;
    let outdated = provider.verify_phone(&person.session, channel, &secret(&old)).await;
    assert_reason(outdated, "code", "incorrect_code");
    let verified = provider
        .verify_phone(&person.session, channel, &secret(&new))
        .await
        .unwrap();
    assert_eq!(number(&verified), Some(to.as_str()));
}

pub async fn a_number_has_one_owner(site: Arc<Site>) {
    let (owner, other) = (Person::signed_up(&site).await, Person::signed_up(&site).await);
    // The core may tell by its own ways that a number is taken.
    let Some(PhonesOffer {
        delete: true, channels, ..
    }) = offer(&owner).await
    else {
        return;
    };
    let (provider, channel, to) = (&site.provider, PhoneChannel::Sms, fresh());
    let code = begin(&owner, channel, &to).await;
    provider.verify_phone(&owner.session, channel, &code).await.unwrap();
    let code = begin_after(&other, channel, &to, Some(&code)).await;
    let refused = provider.verify_phone(&other.session, channel, &code).await;
    assert_reason(refused, "number", "phone_taken");
    assert_eq!(number(&provider.phone(&other.session, channel).await.unwrap()), None);
    assert_eq!(
        number(&provider.phone(&owner.session, channel).await.unwrap()),
        Some(to.as_str())
    );
    if channels
        .iter()
        .any(|offer| offer.channel == channel && !offer.regions.is_empty())
    {
        let abroad = provider.begin_phone(&other.session, channel, "+442079460958").await;
        assert_reason(abroad, "number", "phone_not_taken_here");
    }
}
