//! What is peculiar to the genuine better-auth server: the step-ups it wants, its limits, and other ways it is configured.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use account::{
    Access, ClosureRequest, FactorKind, FactorMethod, FactorWay, FieldKind, PasswordResetOffer, PendingStep,
    PhoneChannel, Refusal, Section, Session, SignInOffers, Source, StepUpWay,
};
use gatehouse_tests::better_auth_server::{BetterAuthOptions, BetterAuthServer};
use secrecy::ExposeSecret;

use super::person::{NEW_PASSWORD, PASSWORD, Person, Totp, assert_reason, secret};
use super::site::Site;
use super::start_better;

async fn site(options: BetterAuthOptions) -> (BetterAuthServer, Arc<Site>) {
    let server = start_better(options).await;
    let site = Site::better_auth(server.address(), server.inbox()).await;
    (server, Arc::new(site))
}

fn by_password() -> Refusal {
    Refusal::StepUp(vec![StepUpWay::Password])
}

/// The password goes with the first call of a set-up and with each change after it; it is typed for each.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proven_password_does_for_one_change() {
    let (_server, site) = site(BetterAuthOptions::default()).await;
    let person = Person::signed_up(&site).await;
    let (provider, session) = (&site.provider, &person.session);
    assert!(provider.factors(session).await.unwrap().is_empty());
    assert_eq!(provider.begin_totp(session).await.err(), Some(by_password()));
    let prove = async |password: &str| provider.step_up_password(session, &secret(password)).await;
    assert_reason(prove("wrong-Pass-1").await, "password", "incorrect_password");
    assert_eq!(provider.begin_totp(session).await.err(), Some(by_password()));
    prove(PASSWORD).await.unwrap();
    let setup = provider.begin_totp(session).await.unwrap();
    assert!(setup.uri.expose_secret().contains(setup.secret.expose_secret()));
    let mut totp = Totp::of(&setup);
    assert_eq!(
        provider.recovery_codes(session).await.err(),
        Some(Refusal::NotOffered),
        "a key that is only proposed has none"
    );
    assert_reason(
        provider.activate_totp(session, &totp.wrong_code()).await,
        "code",
        "incorrect_code",
    );
    let before = session.token_for(&site.origin).unwrap();
    provider.activate_totp(session, &totp.fresh_code().await).await.unwrap();
    let replaced = Session::new(&site.origin, Some(before));
    assert_eq!(
        provider.current(&replaced).await,
        Err(Refusal::Gone),
        "the session is another"
    );
    let kinds: Vec<_> = provider
        .factors(session)
        .await
        .unwrap()
        .into_iter()
        .map(|one| one.kind)
        .collect();
    assert_eq!(kinds, [FactorKind::Totp, FactorKind::RecoveryCodes]);
    assert!(matches!(provider.begin_totp(session).await, Err(Refusal::NoSuchStep)));

    let told = provider.recovery_codes(session).await.unwrap();
    assert_eq!((told.total, told.unused, told.codes.len()), (10, 10, 10));
    let (elsewhere, _) = person.sign_in_elsewhere(PASSWORD).await;
    // As a field without dashes hands it on.
    let typed = told.codes[3].expose_secret().replace('-', "");
    provider.answer_factor(&elsewhere, &secret(&typed)).await.unwrap();
    assert_eq!(
        provider.recovery_codes(&elsewhere).await.err(),
        Some(Refusal::NotOffered),
        "they are told once"
    );
    for ended in [
        provider.regenerate_recovery_codes(session).await.err(),
        provider.deactivate_totp(session).await.err(),
    ] {
        assert_eq!(ended, Some(by_password()));
    }
}

/// A password that was changed elsewhere since it was proven is asked for again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proof_that_is_no_more_is_asked_for_again() {
    let (_server, site) = site(BetterAuthOptions::default()).await;
    let person = Person::signed_up(&site).await;
    let (provider, session) = (&site.provider, &person.session);
    provider.step_up_password(session, &secret(PASSWORD)).await.unwrap();
    let sent = provider.request_password_reset(&site.session(), &person.email).await;
    assert!(sent.is_ok());
    // A change in the same session, as if by another window of the site.
    let other = Session::new(&site.origin, session.token_for(&site.origin));
    provider
        .change_password(&other, &secret(PASSWORD), &secret(NEW_PASSWORD))
        .await
        .unwrap();
    assert_eq!(provider.begin_totp(session).await.err(), Some(Refusal::Gone));
    provider.step_up_password(&other, &secret(NEW_PASSWORD)).await.unwrap();
    assert!(provider.begin_totp(&other).await.is_ok());
}

/// Sessions are told to a young session only: the password signs in anew, and the old session ends.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_old_session_is_renewed_by_a_step_up() {
    let (_server, site) = site(BetterAuthOptions {
        fresh_for: Duration::from_secs(4),
        ..BetterAuthOptions::default()
    })
    .await;
    let provider = &site.provider;
    let person = Person::signed_up(&site).await;
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert_eq!(provider.sessions(&person.session).await.err(), Some(by_password()));
    provider
        .step_up_password(&person.session, &secret(PASSWORD))
        .await
        .unwrap();
    let list = provider.sessions(&person.session).await.unwrap();
    assert!(list.len() == 1 && list[0].current, "{list:?}");

    let (person, mut totp) = Person::with_totp(&site).await;
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert_eq!(
        provider.end_other_sessions(&person.session).await.err(),
        Some(by_password())
    );
    provider
        .step_up_password(&person.session, &secret(PASSWORD))
        .await
        .unwrap();
    let by_code = Refusal::StepUp(vec![StepUpWay::Factor {
        ways: vec![FactorWay::Totp, FactorWay::RecoveryCode],
    }]);
    assert_eq!(
        provider.end_other_sessions(&person.session).await.err(),
        Some(by_code),
        "then the second factor"
    );
    assert_reason(
        provider.step_up_factor(&person.session, &totp.wrong_code()).await,
        "code",
        "incorrect_code",
    );
    provider
        .step_up_factor(&person.session, &totp.fresh_code().await)
        .await
        .unwrap();
    let left = provider.end_other_sessions(&person.session).await.unwrap();
    assert!(left.len() == 1 && left[0].current, "{left:?}");
    assert!(provider.current(&person.session).await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_is_saved_unless_it_was_changed_elsewhere() {
    let (_server, site) = site(BetterAuthOptions::default()).await;
    let person = Person::signed_up(&site).await;
    let provider = &site.provider;
    let named = |name: &str| BTreeMap::from([("name".to_owned(), name.to_owned())]);
    let read = provider.profile(&person.session).await.unwrap();
    assert_eq!(read.fields["name"], "");
    let version = read.version.as_deref();
    let saved = provider
        .save_profile(&person.session, &named("Mina"), version)
        .await
        .unwrap();
    assert_eq!(saved.fields["name"], "Mina");
    let late = provider.save_profile(&person.session, &named("Kim"), version).await;
    assert_eq!(late, Err(Refusal::Changed));
    let foreign = BTreeMap::from([("email".to_owned(), "other@lab.invalid".to_owned())]);
    assert_reason(
        provider.save_profile(&person.session, &foreign, None).await,
        "email",
        "invalid",
    );
    assert_eq!(provider.profile(&person.session).await, Ok(saved));
}

/// A site with passwords alone: what the plugins bring is not there, and that is no outage.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn absent_plugins_are_absent() {
    let (_server, site) = site(BetterAuthOptions {
        bare: true,
        ..BetterAuthOptions::default()
    })
    .await;
    let provider = &site.provider;
    let found = provider.capabilities(&site.session()).await.unwrap();
    assert_eq!(found.source, Source::Probes);
    let offers = SignInOffers {
        sign_up: true,
        by_code: false,
        password_reset: PasswordResetOffer::Off,
        captcha: false,
    };
    assert_eq!(found.sign_in, offers);
    let served: Vec<_> = Section::ALL
        .into_iter()
        .filter(|one| found.access(*one) != &Access::Off)
        .collect();
    assert_eq!(served, [Section::Profile, Section::Password, Section::Sessions]);
    assert!(found.factor_ways.is_empty() && found.keys.is_none() && found.phones.is_none());
    assert!(!email_can_be_changed(&site, &site.session()).await);
    // Nothing has to be verified, so a sign-up is a sign-in.
    let person = Person::new(&site);
    assert!(person.sign_up(PASSWORD).await.is_ok());
    provider
        .step_up_password(&person.session, &secret(PASSWORD))
        .await
        .unwrap();
    assert_eq!(
        provider.begin_totp(&person.session).await.err(),
        Some(Refusal::NotOffered)
    );
    let phone = provider.begin_phone(&person.session, PhoneChannel::Sms, "+821028410037");
    assert_eq!(phone.await.err(), Some(Refusal::NotOffered));
    let email = provider.begin_email_change(&person.session, "new@lab.invalid").await;
    assert_eq!(email.err(), Some(Refusal::NotOffered));
    assert_eq!(provider.closure(&person.session).await, Err(Refusal::NotOffered));
    provider
        .step_up_password(&person.session, &secret(PASSWORD))
        .await
        .unwrap();
    assert_eq!(
        provider.close_account(&person.session, &agreed()).await,
        Err(Refusal::NotOffered),
        "a site that has it off says so, and keeps the account"
    );
    assert!(provider.current(&person.session).await.is_ok());
    let (twice, again) = (Person::new(&site), person.email.clone());
    let taken = Person { email: again, ..twice }.sign_up(PASSWORD).await;
    assert_reason(taken, "email", "email_taken");
}

/// All that deleting an account takes here, beside the password.
fn agreed() -> ClosureRequest {
    ClosureRequest {
        reason: None,
        consent: true,
        phrase: None,
    }
}

/// Whether the profile offers another address.
async fn email_can_be_changed(site: &Site, session: &Session) -> bool {
    let found = site.provider.capabilities(session).await.unwrap();
    let mut fields = found.profile_fields.into_iter();
    fields.any(|field| field.kind == FieldKind::Email && field.edit)
}

/// The old address holds until the code that went to the new one came back; then only the new one signs in.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_is_changed_by_its_code() {
    let (_server, site) = site(BetterAuthOptions::default()).await;
    let (person, other) = (Person::signed_up(&site).await, Person::signed_up(&site).await);
    let (provider, session) = (&site.provider, &person.session);
    assert!(
        !email_can_be_changed(&site, &site.session()).await,
        "only someone signed in can ask"
    );
    assert!(email_can_be_changed(&site, session).await);
    let early = provider.verify_email(session, &secret("123456")).await;
    assert_eq!(early, Err(Refusal::NoSuchStep));
    assert_eq!(provider.resend_email_code(session).await, Err(Refusal::NoSuchStep));
    assert_reason(
        provider.begin_email_change(session, &person.email.to_uppercase()).await,
        "email",
        "same_as_current",
    );
    assert_reason(
        provider.begin_email_change(session, "no address").await,
        "email",
        "invalid_email",
    );

    let new = format!("new-{}", person.email);
    let begun = provider.begin_email_change(session, &new).await.unwrap();
    assert_eq!((&begun.current, begun.pending.as_ref()), (&person.email, Some(&new)));
    assert_eq!(provider.email_addresses(session).await, Ok(begun));
    let first = site.code_for(&new, None).await;
    provider.resend_email_code(session).await.unwrap();
    let second = site.code_for(&new, Some(&first)).await;
    assert_reason(
        provider.verify_email(session, &secret(&first)).await,
        "code",
        "incorrect_code",
    );
    assert_eq!(
        provider.current(session).await.unwrap().user.email,
        Some(person.email.clone())
    );
    let changed = provider.verify_email(session, &secret(&second)).await.unwrap();
    assert_eq!(changed.user.email.as_ref(), Some(&new));
    let again = provider.verify_email(session, &secret(&second)).await;
    assert_eq!(again, Err(Refusal::NoSuchStep), "a code works once");
    assert_eq!(provider.email_addresses(session).await.unwrap().pending, None);
    assert_reason(
        person.sign_in_elsewhere(PASSWORD).await.1,
        "password",
        "email_password_mismatch",
    );
    let renamed = Person { email: new, ..person };
    assert!(renamed.sign_in_elsewhere(PASSWORD).await.1.is_ok());

    // Somebody else's address looks the same, but no code comes; and a code dies of wrong tries.
    let taken = provider
        .begin_email_change(&renamed.session, &other.email)
        .await
        .unwrap();
    assert_eq!(taken.pending, Some(other.email.clone()));
    let guessed = provider.verify_email(&renamed.session, &secret("123456")).await;
    assert_reason(guessed, "code", "incorrect_code");
    let third = format!("third-{}", renamed.email);
    provider.begin_email_change(&renamed.session, &third).await.unwrap();
    let code = site.code_for(&third, None).await;
    for _ in 0..3 {
        let wrong = provider.verify_email(&renamed.session, &secret("NOT-CODE")).await;
        assert_reason(wrong, "code", "incorrect_code");
    }
    for _ in 0..2 {
        let dead = provider.verify_email(&renamed.session, &secret(&code)).await;
        assert_eq!(dead, Err(Refusal::NoSuchStep));
    }
}

/// A site that keeps addresses as they are offers no change, and says so if it is asked for one all the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_of_address_that_is_off_is_not_offered() {
    let (_server, site) = site(BetterAuthOptions {
        email_change: false,
        ..BetterAuthOptions::default()
    })
    .await;
    let person = Person::signed_up(&site).await;
    assert!(!email_can_be_changed(&site, &person.session).await);
    let refused = site
        .provider
        .begin_email_change(&person.session, "new@lab.invalid")
        .await;
    assert_eq!(refused.err(), Some(Refusal::NotOffered));
}

/// Three wrong codes end the waiting, and so does a number that turns out to be somebody else's.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_number_is_awaited_as_long_as_its_code_counts() {
    const NUMBER: &str = "+821028410037";
    let (_server, site) = site(BetterAuthOptions::default()).await;
    let (owner, person) = (Person::signed_up(&site).await, Person::signed_up(&site).await);
    let (provider, sms) = (&site.provider, PhoneChannel::Sms);
    let whatsapp = provider.phone(&person.session, PhoneChannel::WhatsApp).await;
    assert_eq!(whatsapp.err(), Some(Refusal::NotOffered));
    provider.begin_phone(&owner.session, sms, NUMBER).await.unwrap();
    let code = site.text_code_for("sms", NUMBER, None).await;
    provider
        .verify_phone(&owner.session, sms, &secret(&code))
        .await
        .unwrap();
    assert_reason(
        provider.begin_phone(&owner.session, sms, NUMBER).await,
        "number",
        "same_as_current",
    );

    provider.begin_phone(&person.session, sms, NUMBER).await.unwrap();
    for _ in 0..3 {
        let wrong = provider.verify_phone(&person.session, sms, &secret("NOT-CODE")).await;
        assert_reason(wrong, "code", "incorrect_code");
    }
    let dead = provider.verify_phone(&person.session, sms, &secret("NOT-CODE")).await;
    assert_eq!(dead.err(), Some(Refusal::NoSuchStep));
    assert_eq!(provider.phone(&person.session, sms).await.unwrap().pending, None);
    let resent = provider.resend_phone_code(&person.session, sms, NUMBER).await;
    assert_eq!(resent.err(), Some(Refusal::NoSuchStep));

    // Whoever's session ended gets nobody else's, and is told so.
    provider
        .begin_phone(&person.session, sms, "+821028410038")
        .await
        .unwrap();
    let (elsewhere, _) = person.sign_in_elsewhere(PASSWORD).await;
    provider.end_other_sessions(&elsewhere).await.unwrap();
    let code = site.text_code_for("sms", "+821028410038", None).await;
    let ended = provider.verify_phone(&person.session, sms, &secret(&code)).await;
    assert_eq!(ended.err(), Some(Refusal::Gone));
}

/// A password that is wrong deletes nothing, nor does anything else but the password and the agreement.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_is_deleted_by_its_password_alone() {
    let (_server, site) = site(BetterAuthOptions::default()).await;
    let person = Person::signed_up(&site).await;
    let (provider, session) = (&site.provider, &person.session);
    let closure = provider.closure(session).await.unwrap();
    let counted: Vec<_> = closure
        .consequences
        .iter()
        .map(|one| (one.what.as_str(), one.count))
        .collect();
    assert_eq!(counted, [("sessions", 1)]);
    assert_eq!(provider.close_account(session, &agreed()).await, Err(by_password()));
    let wrong = provider.step_up_password(session, &secret("wrong-Pass-1")).await;
    assert_reason(wrong, "password", "incorrect_password");
    assert_eq!(provider.close_account(session, &agreed()).await, Err(by_password()));
    assert!(provider.current(session).await.is_ok());
    provider.step_up_password(session, &secret(PASSWORD)).await.unwrap();
    assert_eq!(provider.close_account(session, &agreed()).await, Ok(()));
    assert_eq!(provider.current(session).await, Err(Refusal::Gone));
}

/// A site that mails a link first: the account is there until it is opened, and that is said.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deletion_by_a_link_is_not_done_yet() {
    let (_server, site) = site(BetterAuthOptions {
        deletion_by_link: true,
        ..BetterAuthOptions::default()
    })
    .await;
    let person = Person::signed_up(&site).await;
    let (provider, session) = (&site.provider, &person.session);
    provider.step_up_password(session, &secret(PASSWORD)).await.unwrap();
    assert_reason(provider.close_account(session, &agreed()).await, "", "closed_by_link");
    assert!(provider.current(session).await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_closed_site_says_so() {
    let (_server, site) = site(BetterAuthOptions {
        closed: true,
        ..BetterAuthOptions::default()
    })
    .await;
    assert_eq!(Person::new(&site).sign_up(PASSWORD).await, Err(Refusal::NotOffered));
}

/// Where verifying an address does not sign in, the password that was typed does.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sign_up_is_finished_by_its_password() {
    let (_server, site) = site(BetterAuthOptions {
        sign_in_after_verifying: true,
        ..BetterAuthOptions::default()
    })
    .await;
    let person = Person::signed_up(&site).await;
    assert!(site.provider.current(&person.session).await.is_ok());
    // And one who comes back before the address was verified.
    let late = Person::new(&site);
    assert_eq!(
        late.sign_up(PASSWORD).await,
        Err(Refusal::Step(PendingStep::VerifyEmail))
    );
    let first = late.code(None).await;
    let (session, outcome) = late.sign_in_elsewhere(PASSWORD).await;
    assert_eq!(outcome, Err(Refusal::Step(PendingStep::VerifyEmail)));
    let code = late.code(Some(&first)).await;
    assert!(site.provider.verify_email(&session, &code).await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wrong_codes_end_a_sign_in() {
    let (_server, site) = site(BetterAuthOptions::default()).await;
    let (person, totp) = Person::with_totp(&site).await;
    let (session, _) = person.sign_in_elsewhere(PASSWORD).await;
    for _ in 0..5 {
        assert_reason(
            site.provider.answer_factor(&session, &totp.wrong_code()).await,
            "code",
            "incorrect_code",
        );
    }
    let over = site.provider.answer_factor(&session, &totp.wrong_code()).await;
    assert_eq!(over, Err(Refusal::NoSuchStep));
    assert!(!session.has_token());
}

/// Limits are told with their time, and looking what a site offers costs nobody a try.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn limits_are_told_with_their_time() {
    let (_server, site) = site(BetterAuthOptions {
        rate_limits: true,
        ..BetterAuthOptions::default()
    })
    .await;
    for _ in 0..10 {
        site.provider.capabilities(&site.session()).await.unwrap();
    }
    // Somebody signed in asks more, and still may change the address at once.
    let person = Person::signed_up(&site).await;
    for _ in 0..10 {
        assert!(email_can_be_changed(&site, &person.session).await);
    }
    let new = format!("new-{}", person.email);
    let begun = site.provider.begin_email_change(&person.session, &new).await;
    assert_eq!(begun.unwrap().pending, Some(new));
    let nobody = Person::new(&site);
    for _ in 0..3 {
        let refused = nobody.sign_in_elsewhere(PASSWORD).await.1;
        assert_reason(refused, "password", "email_password_mismatch");
    }
    match nobody.sign_in_elsewhere(PASSWORD).await.1 {
        Err(Refusal::RateLimited { after: Some(after) }) => assert!(after <= Duration::from_secs(10), "{after:?}"),
        other => panic!("{other:?}"),
    }
}

/// Where the service signs the session into a cookie, that cookie is not kept: an ended session is gone at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_ended_session_is_not_answered_for_by_a_cache() {
    let (_server, site) = site(BetterAuthOptions {
        cookie_cache: true,
        ..BetterAuthOptions::default()
    })
    .await;
    let person = Person::signed_up(&site).await;
    let (other, outcome) = person.sign_in_elsewhere(PASSWORD).await;
    assert!(outcome.is_ok());
    site.provider.end_other_sessions(&other).await.unwrap();
    assert_eq!(site.provider.current(&person.session).await, Err(Refusal::Gone));
}

/// The kinds of second factor an account has.
async fn kinds(site: &Site, session: &Session) -> Vec<FactorKind> {
    let factors = site.provider.factors(session).await.unwrap();
    factors.into_iter().map(|factor| factor.kind).collect()
}

/// Where a code may be mailed beside the authenticator, it is mailed when it is asked for; then either one is taken.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_is_mailed_beside_the_authenticator() {
    let (_server, site) = site(BetterAuthOptions {
        mailed_factor: true,
        ..BetterAuthOptions::default()
    })
    .await;
    let provider = &site.provider;
    let (person, mut totp) = Person::with_totp(&site).await;
    let verified = person.code(None).await;
    let (session, outcome) = person.sign_in_elsewhere(PASSWORD).await;
    let ways = vec![FactorWay::Totp, FactorWay::RecoveryCode, FactorWay::Email];
    assert_eq!(outcome, Err(Refusal::Step(PendingStep::SecondFactor { ways })));
    assert_eq!(provider.factor_code(&session).await, Err(Refusal::NoSuchStep));
    let told = provider.send_factor_code(&session).await.unwrap();
    assert_eq!(
        (told.method, told.to.as_str(), told.expires_in),
        (FactorMethod::Email, "", None)
    );
    assert_eq!(provider.factor_code(&session).await, Ok(told));
    let first = person.code(Some(&verified)).await;
    provider.send_factor_code(&session).await.unwrap();
    let second = person.code(Some(&first)).await;
    assert_reason(provider.answer_factor(&session, &first).await, "code", "incorrect_code");
    let by_mail = provider.answer_factor(&session, &second).await.unwrap();
    assert_eq!(by_mail.methods.last().unwrap().kind.as_deref(), Some("code"));
    assert_eq!(
        kinds(&site, &session).await,
        [FactorKind::Totp, FactorKind::RecoveryCodes, FactorKind::Email]
    );
    let late = provider.send_factor_code(&session).await;
    assert_eq!(late, Err(Refusal::NoSuchStep), "nothing waits for one");

    let (session, _) = person.sign_in_elsewhere(PASSWORD).await;
    provider.send_factor_code(&session).await.unwrap();
    let by_totp = provider
        .answer_factor(&session, &totp.fresh_code().await)
        .await
        .unwrap();
    assert_eq!(by_totp.methods.last().unwrap().kind.as_deref(), Some("totp"));
}

/// Where the mailed code is all there is, a sign-in has it mailed, and so has a step-up of an old session.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mailed_code_alone_signs_in_and_steps_up() {
    let (_server, site) = site(BetterAuthOptions {
        mailed_factor_only: true,
        fresh_for: Duration::from_secs(4),
        ..BetterAuthOptions::default()
    })
    .await;
    let provider = &site.provider;
    let person = Person::signed_up(&site).await;
    let verified = person.code(None).await;
    let (session, outcome) = person.sign_in_elsewhere(PASSWORD).await;
    let ways = vec![FactorWay::Email];
    assert_eq!(
        outcome,
        Err(Refusal::Step(PendingStep::SecondFactor { ways: ways.clone() }))
    );
    assert!(provider.factor_code(&session).await.is_ok(), "it is on its way");
    let code = person.code(Some(&verified)).await;
    for _ in 0..5 {
        let wrong = provider.answer_factor(&session, &secret("000000")).await;
        assert_reason(wrong, "code", "incorrect_code");
    }
    let dead = provider.answer_factor(&session, &code).await;
    assert_reason(dead, "code", "code_spent");
    provider.send_factor_code(&session).await.unwrap();
    let next = person.code(Some(&code)).await;
    provider.answer_factor(&session, &next).await.unwrap();
    assert_eq!(kinds(&site, &session).await, [FactorKind::Email]);

    tokio::time::sleep(Duration::from_secs(5)).await;
    assert_eq!(provider.sessions(&session).await.err(), Some(by_password()));
    provider.step_up_password(&session, &secret(PASSWORD)).await.unwrap();
    let by_code = Refusal::StepUp(vec![StepUpWay::Factor { ways }]);
    assert_eq!(provider.sessions(&session).await.err(), Some(by_code));
    provider.send_factor_code(&session).await.unwrap();
    let proof = person.code(Some(&next)).await;
    provider.step_up_factor(&session, &proof).await.unwrap();
    assert!(provider.sessions(&session).await.is_ok());

    let wanted = provider.choose_factor(&session, Some(FactorMethod::Email)).await;
    assert_eq!(wanted, Err(Refusal::NotOffered));
    provider.step_up_password(&session, &secret(PASSWORD)).await.unwrap();
    assert_eq!(provider.choose_factor(&session, None).await.unwrap().method, None);
    assert!(kinds(&site, &session).await.is_empty());
    assert!(person.sign_in_elsewhere(PASSWORD).await.1.is_ok());
}
