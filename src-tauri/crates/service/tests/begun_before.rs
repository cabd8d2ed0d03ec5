//! A sign-in or a reset that somebody began does not outlive a change of password, factors or address: whoever changes them is getting
//! rid of whoever began it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use serde_json::{Value, json};
use service::Preset;
use support::{EMAIL, Lab, PASSWORD, Reply, answer_to, totp_at};

const NEW: &str = "Quiet-Moss-77";
const THEIRS: &str = "Borrowed-Key-13";

async fn change_password(lab: &Lab, token: &str) -> String {
    let body = json!({"current_password": PASSWORD, "new_password": NEW});
    let reply = lab.core("POST", "/account/password/change", Some(token), body).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    reply.token().unwrap()
}

async fn ask_for_a_reset(lab: &Lab) -> (String, String) {
    let asked = lab
        .core("POST", "/auth/password/request", None, json!({"email": EMAIL}))
        .await;
    (asked.token().unwrap(), lab.newest_code().await)
}

async fn reset(lab: &Lab, token: &str, code: &str, password: &str) -> Reply {
    let body = json!({"key": code, "password": password});
    lab.core("POST", "/auth/password/reset", Some(token), body).await
}

/// The owner's password holds, and nobody else's does.
async fn the_owner_stays(lab: &Lab, owner: &str, password: &str) {
    assert_eq!(lab.sign_in(EMAIL, THEIRS).await.status, 400);
    let session = lab.core("GET", "/auth/session", Some(owner), Value::Null).await;
    assert_eq!(session.status, 200, "the owner's session goes on");
    assert_ne!(lab.sign_in(EMAIL, password).await.status, 400);
}

#[tokio::test]
async fn a_temporary_password_that_was_used_is_over() {
    let lab = Lab::open(Preset::WhaTap).await;
    let owner = lab.member(EMAIL).await;
    let challenge = lab
        .request("POST", "/account/v1/captcha", None, &[], json!({}))
        .await
        .json;
    let captcha = json!({"id": challenge["id"], "answer": answer_to(challenge["question"].as_str().unwrap())});
    let body = json!({"email": EMAIL, "captcha": captcha});
    lab.request("POST", "/account/v1/temporary-password", None, &[], body)
        .await;
    let begun = lab.sign_in(EMAIL, &lab.newest_code().await).await;
    assert_eq!(begun.pending(), Some("replace_password"));
    lab.wait(1);
    let owner = change_password(&lab, &owner).await;
    let body = json!({"password": THEIRS});
    let replaced = lab
        .core("POST", "/auth/password/replace", begun.token().as_deref(), body)
        .await;
    assert_eq!(replaced.status, 409, "{replaced:?}");
    the_owner_stays(&lab, &owner, NEW).await;
}

#[tokio::test]
async fn a_reset_is_over_even_if_its_code_was_confirmed() {
    let lab = Lab::open(Preset::CareCall).await;
    let owner = lab.member(EMAIL).await;
    let (token, code) = ask_for_a_reset(&lab).await;
    let key = [("x-password-reset-key", code.as_str())];
    let path = "/_allauth/app/v1/auth/password/reset";
    let looked = lab.request("GET", path, Some(&token), &key, Value::Null).await;
    assert_eq!(looked.status, 200, "{looked:?}");
    lab.wait(1);
    let owner = change_password(&lab, &owner).await;
    assert_eq!(reset(&lab, &token, &code, THEIRS).await.status, 409);
    the_owner_stays(&lab, &owner, NEW).await;
    // One that is begun after the change is the owner's to finish.
    lab.wait(1);
    let (token, code) = ask_for_a_reset(&lab).await;
    assert_eq!(reset(&lab, &token, &code, "Third-Lantern-9").await.status, 401);
    assert_ne!(lab.sign_in(EMAIL, "Third-Lantern-9").await.status, 400);
}

#[tokio::test]
async fn what_was_mailed_to_an_address_counts_no_longer_when_it_was_left() {
    let lab = Lab::open(Preset::Plain).await;
    let owner = lab.member(EMAIL).await;
    let (resetting, reset_code) = ask_for_a_reset(&lab).await;
    let asked = lab
        .core("POST", "/auth/code/request", None, json!({"email": EMAIL}))
        .await;
    let signing_in = asked.token().unwrap();
    let sign_in_code = lab.newest_code().await;
    lab.wait(1);
    lab.step_up(&owner).await;
    let body = json!({"email": "elsewhere@lab.invalid"});
    lab.core("POST", "/account/email", Some(&owner), body).await;
    let key = json!({"key": lab.newest_code().await});
    let changed = lab.core("POST", "/auth/email/verify", Some(&owner), key).await;
    assert_eq!(changed.status, 200, "{changed:?}");

    assert_eq!(reset(&lab, &resetting, &reset_code, THEIRS).await.status, 409);
    let code = json!({"code": sign_in_code});
    let entered = lab.core("POST", "/auth/code/confirm", Some(&signing_in), code).await;
    assert_eq!(entered.status, 409, "{entered:?}");
    assert_eq!(lab.sign_in("elsewhere@lab.invalid", PASSWORD).await.status, 200);
}

#[tokio::test]
async fn a_second_step_is_over_when_the_first_was_the_old_password() {
    let lab = Lab::open(Preset::WhaTap).await;
    let owner = lab.member(EMAIL).await;
    let key = lab.turn_on_totp(&owner).await;
    lab.wait(60);
    let begun = lab.sign_in(EMAIL, PASSWORD).await;
    assert_eq!(begun.pending(), Some("mfa_authenticate"));
    lab.wait(1);
    let owner = change_password(&lab, &owner).await;
    let code = json!({"code": totp_at(&key, lab.now())});
    let entered = lab
        .core("POST", "/auth/2fa/authenticate", begun.token().as_deref(), code)
        .await;
    assert_eq!((entered.status, entered.pending()), (401, None), "{entered:?}");
    the_owner_stays(&lab, &owner, NEW).await;
}
