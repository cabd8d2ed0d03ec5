//! Proving again who is there.

use std::process::Command;
use std::sync::Arc;

use account::{FactorKind, FactorWay, Refusal, StepUpWay};
use secrecy::ExposeSecret;

use crate::person::{PASSWORD, Person, Totp, assert_reason, secret};
use crate::site::Site;

pub async fn setting_up_totp_repeats_only_the_last_call(site: Arc<Site>) {
    if !site.serves.step_up_by_code {
        // Where the password goes with the first call, see `better_auth`.
        return;
    }
    let person = Person::signed_up(&site).await;
    let (provider, session) = (&site.provider, &person.session);
    assert!(provider.factors(session).await.unwrap().is_empty());
    let setup = provider.begin_totp(session).await.unwrap();
    assert!(setup.uri.expose_secret().contains(setup.secret.expose_secret()));
    let mut totp = Totp::of(&setup);
    assert_reason(
        provider.activate_totp(session, &totp.wrong_code()).await,
        "code",
        "incorrect_code",
    );

    let code = totp.fresh_code().await;
    let refused = provider.activate_totp(session, &code).await;
    assert_eq!(
        refused,
        Err(Refusal::StepUp(vec![StepUpWay::Password])),
        "signing up does not count as a step-up"
    );
    assert_reason(
        provider.step_up_password(session, &secret("wrong-Pass-1")).await,
        "password",
        "incorrect_password",
    );
    provider.step_up_password(session, &secret(PASSWORD)).await.unwrap();
    let code = totp.fresh_code_if_stale(code).await;
    same_as_oathtool(setup.secret.expose_secret(), code.expose_secret(), &totp);
    provider.activate_totp(session, &code).await.unwrap();

    let kinds: Vec<_> = provider
        .factors(session)
        .await
        .unwrap()
        .into_iter()
        .map(|factor| factor.kind)
        .collect();
    assert!(
        kinds.contains(&FactorKind::Totp) && kinds.contains(&FactorKind::RecoveryCodes),
        "{kinds:?}"
    );
    assert!(
        matches!(provider.begin_totp(session).await, Err(Refusal::NoSuchStep)),
        "it is already set up"
    );
}

/// The oracle from outside: Debian's `oathtool` gives the code, or did within the last two periods.
fn same_as_oathtool(key: &str, code: &str, _: &Totp) {
    let output = Command::new("oathtool")
        .args(["--totp", "--base32", "--window", "2", "--now", "60 seconds ago"])
        .arg(key)
        .output()
        .expect("this test needs oathtool: apt-get install oathtool");
    let codes = String::from_utf8(output.stdout).unwrap();
    assert!(
        codes.lines().any(|line| line == code),
        "oathtool gives other codes: {}",
        codes.lines().count()
    );
}

pub async fn by_password(site: Arc<Site>) {
    if !site.serves.step_up_by_code {
        return;
    }
    let (person, mut totp) = Person::with_totp(&site).await;
    let (session, outcome) = person.sign_in_elsewhere(PASSWORD).await;
    assert!(matches!(outcome, Err(Refusal::Step(_))));
    site.provider
        .answer_factor(&session, &totp.fresh_code().await)
        .await
        .unwrap();
    let Err(Refusal::StepUp(ways)) = site.provider.recovery_codes(&session).await else {
        panic!("a fresh sign-in must not show recovery codes")
    };
    assert!(ways.contains(&StepUpWay::Password));
    assert!(
        ways.contains(&StepUpWay::Factor {
            ways: vec![FactorWay::Totp, FactorWay::RecoveryCode]
        }),
        "{ways:?}"
    );
    site.provider
        .step_up_password(&session, &secret(PASSWORD))
        .await
        .unwrap();
    assert_eq!(site.provider.recovery_codes(&session).await.unwrap().unused, 10);
}

pub async fn by_one_time_code(site: Arc<Site>) {
    if !site.serves.step_up_by_code {
        return;
    }
    let (person, mut totp) = Person::with_totp(&site).await;
    let (session, _) = person.sign_in_elsewhere(PASSWORD).await;
    site.provider
        .answer_factor(&session, &totp.fresh_code().await)
        .await
        .unwrap();
    assert!(matches!(
        site.provider.recovery_codes(&session).await,
        Err(Refusal::StepUp(_))
    ));
    assert_reason(
        site.provider.step_up_factor(&session, &totp.wrong_code()).await,
        "code",
        "incorrect_code",
    );
    site.provider
        .step_up_factor(&session, &totp.fresh_code().await)
        .await
        .unwrap();
    assert_eq!(site.provider.recovery_codes(&session).await.unwrap().unused, 10);
}
