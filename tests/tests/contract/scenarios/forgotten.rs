//! A forgotten password, where the service mails a temporary one.

use std::sync::Arc;
use std::time::Duration;

use account::{Captcha, CaptchaAnswer, PasswordResetOffer, PendingStep, Refusal};
use gatehouse_tests::captcha::answer_to;
use secrecy::SecretString;

use crate::person::{NEW_PASSWORD, PASSWORD, Person, assert_reason, secret};
use crate::site::Site;

/// Whether the service mails temporary passwords; if not, it says so of each call.
async fn offered(site: &Site) -> bool {
    let session = site.session();
    let found = site.provider.capabilities(&session).await.unwrap();
    if found.sign_in.password_reset == PasswordResetOffer::TemporaryPassword {
        assert!(found.sign_in.captcha);
        return true;
    }
    assert_eq!(
        site.provider.captcha(&session, "en").await.err(),
        Some(Refusal::NotOffered)
    );
    let asked = site
        .provider
        .request_temporary_password(&session, "a@lab.invalid", None)
        .await;
    assert_eq!(asked, Err(Refusal::NotOffered));
    false
}

async fn challenge(site: &Site) -> Captcha {
    let made = site.provider.captcha(&site.session(), "en").await.unwrap();
    assert!(made.picture.as_ref().is_some_and(|png| png.starts_with(b"\x89PNG")));
    made
}

fn answered(challenge: &Captcha) -> CaptchaAnswer {
    CaptchaAnswer {
        id: challenge.id.clone(),
        answer: answer_to(challenge.question.as_deref().unwrap()),
    }
}

async fn ask(site: &Site, email: &str, answer: Option<&CaptchaAnswer>) -> Result<Duration, Refusal> {
    site.provider
        .request_temporary_password(&site.session(), email, answer)
        .await
}

async fn temporary(person: &Person) -> SecretString {
    let older = person.code(None).await;
    let answer = answered(&challenge(&person.site).await);
    let counts = ask(&person.site, &person.email, Some(&answer)).await.unwrap();
    assert!(counts >= Duration::from_secs(60), "{counts:?}");
    person.code(Some(&older)).await
}

pub async fn a_temporary_password_leads_to_a_forced_change(site: Arc<Site>) {
    if !offered(&site).await {
        return;
    }
    let person = Person::signed_up(&site).await;
    let password = temporary(&person).await;
    let password = secrecy::ExposeSecret::expose_secret(&password);
    let (session, pending) = person.sign_in_elsewhere(password).await;
    assert_eq!(pending, Err(Refusal::Step(PendingStep::ReplacePassword)));
    let current = site.provider.current(&session).await;
    assert_eq!(
        current,
        Err(Refusal::Step(PendingStep::ReplacePassword)),
        "nobody is signed in yet"
    );
    assert_eq!(site.provider.profile(&session).await.err(), Some(Refusal::Gone));
    let weak = site.provider.replace_password(&session, &secret("short")).await;
    assert_reason(weak, "password", "password_too_short");
    let same = site.provider.replace_password(&session, &secret(password)).await;
    assert_reason(same, "password", "password_temporary");
    let signed_in = site
        .provider
        .replace_password(&session, &secret(NEW_PASSWORD))
        .await
        .unwrap();
    assert_eq!(signed_in.user.email.as_deref(), Some(person.email.as_str()));
    assert!(site.provider.current(&session).await.is_ok());
    assert_eq!(
        site.provider.current(&person.session).await,
        Err(Refusal::Gone),
        "other sessions end"
    );
    for old in [PASSWORD, password] {
        let refused = person.sign_in_elsewhere(old).await.1;
        assert_reason(refused, "password", "email_password_mismatch");
    }
    assert!(person.sign_in_elsewhere(NEW_PASSWORD).await.1.is_ok());
    let again = site
        .provider
        .replace_password(&session, &secret("Copper-Vane-19"))
        .await;
    assert_eq!(again.err(), Some(Refusal::NoSuchStep));
}

pub async fn a_challenge_counts_once_and_tells_nothing(site: Arc<Site>) {
    if !offered(&site).await {
        return;
    }
    let person = Person::signed_up(&site).await;
    let answer = answered(&challenge(&site).await);
    let known = ask(&site, &person.email, Some(&answer)).await;
    assert_reason(
        ask(&site, &person.email, Some(&answer)).await,
        "captcha",
        "captcha_expired",
    );
    let mut answer = answered(&challenge(&site).await);
    let nobody = Person::new(&site);
    assert_eq!(
        ask(&site, &nobody.email, Some(&answer)).await,
        known,
        "the same for an unknown address"
    );
    answer.id = challenge(&site).await.id;
    answer.answer = "999".to_owned();
    assert_reason(
        ask(&site, &person.email, Some(&answer)).await,
        "captcha",
        "captcha_incorrect",
    );
    assert_reason(ask(&site, &person.email, None).await, "captcha", "required");
    assert!(
        person.sign_in_elsewhere(PASSWORD).await.1.is_ok(),
        "the forgotten one goes on counting"
    );
}

pub async fn the_question_is_in_the_language_asked_for(site: Arc<Site>) {
    if !offered(&site).await {
        return;
    }
    for (language, ending) in [
        ("ko", "의 답을 숫자로 쓰세요."),
        ("ja", "の答えを数字で入力してください。"),
        ("en", "Answer in digits."),
    ] {
        let made = site.provider.captcha(&site.session(), language).await.unwrap();
        let question = made.question.unwrap();
        assert!(question.ends_with(ending), "{language}: {question}");
    }
}
