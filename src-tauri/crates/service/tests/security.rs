//! What must hold whoever asks: nothing tells who has an account, sessions end when they must, nothing secret lies in
//! the database, too much is refused.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use serde_json::{Value, json};
use service::Preset;
use support::{EMAIL, Lab, PASSWORD, Reply};

/// An answer without what differs between any two answers.
fn faceless(mut reply: Reply) -> (u16, Value) {
    if let Some(meta) = reply.json["meta"].as_object_mut() {
        meta.entry("session_token").and_modify(|token| *token = "T".into());
    }
    (reply.status, reply.json)
}

#[tokio::test]
async fn no_answer_tells_whether_an_address_has_an_account() {
    let lab = Lab::open(Preset::Plain).await;
    lab.member(EMAIL).await;
    let both = async |path: &str, extra: Value| {
        let mut answers = Vec::new();
        for email in [EMAIL, "nobody@lab.invalid"] {
            let mut body = extra.clone();
            body["email"] = email.into();
            answers.push(faceless(lab.core("POST", path, None, body).await));
        }
        assert_eq!(answers[0], answers[1], "{path}");
    };
    both("/auth/login", json!({"password": "Wrong-Guess-1"})).await;
    both("/auth/signup", json!({"password": "Quiet-Moss-77"})).await;
    both("/auth/password/request", json!({})).await;
    both("/auth/code/request", json!({})).await;
    let sent = lab.service.outbox_messages().await.unwrap();
    let to = |email: &str| sent.iter().filter(|m| m.to == email).count();
    assert_eq!(
        to(EMAIL) - 1,
        to("nobody@lab.invalid"),
        "as many mails either way; one more verified the member"
    );
}

#[tokio::test]
async fn guessing_at_a_code_tells_nothing_either() {
    let lab = Lab::open(Preset::Plain).await;
    lab.member(EMAIL).await;
    let mut seen = Vec::new();
    for email in [EMAIL, "nobody@lab.invalid"] {
        let token = lab
            .core("POST", "/auth/password/request", None, json!({"email": email}))
            .await
            .token();
        let mut answers = Vec::new();
        for password in ["short", "Quiet-Moss-77", "Quiet-Moss-77", "Quiet-Moss-77"] {
            let body = json!({"key": "AAAA-AAAA", "password": password});
            answers.push(faceless(
                lab.core("POST", "/auth/password/reset", token.as_deref(), body).await,
            ));
        }
        seen.push(answers);
    }
    assert_eq!(seen[0], seen[1]);
}

#[tokio::test]
async fn sign_up_with_a_taken_address_changes_nothing() {
    let lab = Lab::open(Preset::WhaTap).await;
    lab.member(EMAIL).await;
    let body = json!({"email": EMAIL.to_uppercase(), "password": "Quiet-Moss-77"});
    assert_eq!(
        lab.core("POST", "/auth/signup", None, body).await.pending(),
        Some("verify_email")
    );
    assert_eq!(lab.subjects().await[0], "[WhaTap] You already have an account");
    assert_eq!(lab.sign_in(EMAIL, "Quiet-Moss-77").await.status, 400);
    assert_eq!(lab.sign_in(EMAIL, PASSWORD).await.status, 200);
}

#[tokio::test]
async fn who_has_an_account_is_written_to_in_their_language() {
    let lab = Lab::open(Preset::WhaTap).await;
    let korean = [("accept-language", "ko")];
    let path = "/_allauth/app/v1/auth/signup";
    let body = json!({"email": EMAIL, "password": PASSWORD});
    let joined = lab.request("POST", path, None, &korean, body.clone()).await;
    let key = json!({"key": lab.newest_code().await});
    lab.core("POST", "/auth/email/verify", joined.token().as_deref(), key)
        .await;
    lab.request("POST", path, None, &[("accept-language", "en")], body)
        .await;
    assert_eq!(lab.subjects().await[0], "[WhaTap] 이미 계정이 있습니다");
}

#[tokio::test]
async fn an_address_that_was_confirmed_without_the_password_loses_it() {
    let lab = Lab::open(Preset::Plain).await;
    let stranger = json!({"email": EMAIL, "password": "Borrowed-Key-13"});
    lab.core("POST", "/auth/signup", None, stranger).await;
    // Whose address it is signs in with a mailed code.
    let asked = lab
        .core("POST", "/auth/code/request", None, json!({"email": EMAIL}))
        .await;
    let code = json!({"code": lab.newest_code().await});
    let entered = lab
        .core("POST", "/auth/code/confirm", asked.token().as_deref(), code)
        .await;
    assert_eq!(entered.status, 200, "{entered:?}");
    assert_eq!(
        lab.subjects().await[0],
        "[Gatehouse practice] Your password was removed"
    );
    assert_eq!(lab.sign_in(EMAIL, "Borrowed-Key-13").await.status, 400);
    let body = json!({"new_password": PASSWORD});
    let token = entered.token();
    let set = lab
        .core("POST", "/account/password/change", token.as_deref(), body)
        .await;
    assert_eq!(set.status, 200, "there is none to name: {set:?}");
    assert_eq!(lab.sign_in(EMAIL, PASSWORD).await.status, 200);
}

#[tokio::test]
async fn so_it_does_while_the_one_that_takes_its_place_is_awaited() {
    let (stranger, mine) = ("Borrowed-Key-13", "Quiet-Moss-77");
    let lab = Lab::open(Preset::WhaTap).await;
    let body = json!({"email": EMAIL, "password": stranger});
    let begun = lab.core("POST", "/auth/signup", None, body).await.token();
    lab.wait(60);
    let entered = lab.sign_in(EMAIL, &lab.temporary_password(EMAIL).await).await;
    assert_eq!(entered.pending(), Some("replace_password"));
    assert_eq!(lab.sign_in(EMAIL, stranger).await.status, 400, "a temporary password");
    let over = lab.core("GET", "/auth/session", begun.as_deref(), Value::Null).await;
    assert_eq!(over.pending(), None, "what the stranger began goes on");
    let body = json!({ "password": mine });
    let token = entered.token();
    let replaced = lab.core("POST", "/auth/password/replace", token.as_deref(), body).await;
    assert_eq!(replaced.status, 200, "{replaced:?}");
    assert_eq!(lab.sign_in(EMAIL, mine).await.status, 200);

    let lab = Lab::open(Preset::CareCall).await;
    let body = json!({"email": EMAIL, "password": stranger});
    lab.core("POST", "/auth/signup", None, body).await;
    let body = json!({ "email": EMAIL });
    let token = lab.core("POST", "/auth/password/request", None, body).await.token();
    let key = lab.newest_code().await;
    let path = "/_allauth/app/v1/auth/password/reset";
    let headers = [("x-password-reset-key", key.as_str())];
    let looked = lab.request("GET", path, token.as_deref(), &headers, Value::Null).await;
    assert_eq!(looked.status, 200, "{looked:?}");
    assert_eq!(lab.sign_in(EMAIL, stranger).await.status, 400, "a reset");
    let body = json!({"key": key, "password": mine});
    let set = lab.core("POST", "/auth/password/reset", token.as_deref(), body).await;
    assert_eq!(set.status, 401, "{set:?}");
    assert_eq!(lab.sign_in(EMAIL, mine).await.status, 200);
}

#[tokio::test]
async fn which_characters_a_password_has_is_one_services_rule_and_not_the_default() {
    for (preset, refused) in [
        (Preset::WhaTap, true),
        (Preset::CareCall, false),
        (Preset::Plain, false),
    ] {
        let lab = Lab::open(preset).await;
        let sign_up = async |password: &str| {
            let body = json!({"email": EMAIL, "password": password});
            lab.core("POST", "/auth/signup", None, body).await.status
        };
        assert_eq!(sign_up("harbor lamp violin").await == 400, refused, "{preset}");
        for weak in ["harbor", "password1"] {
            assert_eq!(sign_up(weak).await, 400, "{preset}: {weak}");
        }
    }
}

#[tokio::test]
async fn an_address_nobody_confirmed_is_free_again_after_a_day() {
    let lab = Lab::open(Preset::WhaTap).await;
    let body = |password: &str| json!({"email": EMAIL, "password": password});
    lab.core("POST", "/auth/signup", None, body("Borrowed-Key-13")).await;
    lab.wait(24 * 3600 + 1);
    lab.member("other@lab.invalid").await;
    assert_eq!(lab.sign_in(EMAIL, "Borrowed-Key-13").await.status, 400);
    lab.member(EMAIL).await;
    assert_eq!(lab.sign_in(EMAIL, PASSWORD).await.status, 200);
}

#[tokio::test]
async fn other_sessions_end_with_the_password() {
    let lab = Lab::open(Preset::WhaTap).await;
    let mine = lab.member(EMAIL).await;
    let other = lab.sign_in(EMAIL, PASSWORD).await.token().unwrap();
    let body = json!({"current_password": PASSWORD, "new_password": "Quiet-Moss-77"});
    let renewed = lab
        .core("POST", "/account/password/change", Some(&mine), body)
        .await
        .token()
        .unwrap();
    let status = async |token: &str| lab.core("GET", "/auth/session", Some(token), Value::Null).await.status;
    assert_eq!([status(&renewed).await, status(&mine).await], [200, 410]);
    assert_eq!([status(&other).await, status(&other).await], [401, 410]);
    assert_eq!(lab.sign_in(EMAIL, PASSWORD).await.status, 400);
}

#[tokio::test]
async fn every_session_ends_with_a_reset_and_the_others_with_a_factor() {
    let lab = Lab::open(Preset::Plain).await;
    let mine = lab.member(EMAIL).await;
    let status = async |token: &str| lab.core("GET", "/auth/session", Some(token), Value::Null).await.status;
    let other = lab.sign_in(EMAIL, PASSWORD).await.token().unwrap();
    lab.turn_on_totp(&mine).await;
    assert_eq!([status(&mine).await, status(&other).await], [200, 401]);
    let reset = lab
        .core("POST", "/auth/password/request", None, json!({"email": EMAIL}))
        .await
        .token()
        .unwrap();
    let body = json!({"key": lab.newest_code().await, "password": "Copper-Vane-19"});
    let reply = lab.core("POST", "/auth/password/reset", Some(&reset), body).await;
    assert_eq!(
        (reply.status, &reply.json["meta"]["is_authenticated"]),
        (401, &Value::Bool(false))
    );
    assert_eq!(status(&mine).await, 401);
    assert_eq!(
        lab.sign_in(EMAIL, "Copper-Vane-19").await.pending(),
        Some("mfa_authenticate"),
        "a reset keeps the factor"
    );
}

#[tokio::test]
async fn a_step_up_runs_out() {
    let lab = Lab::open(Preset::WhaTap).await;
    let token = lab.member(EMAIL).await;
    lab.turn_on_totp(&token).await;
    let path = "/account/authenticators/recovery-codes";
    lab.wait(299);
    assert_eq!(lab.core("GET", path, Some(&token), Value::Null).await.status, 200);
    lab.wait(1);
    let reply = lab.core("GET", path, Some(&token), Value::Null).await;
    assert_eq!(
        (reply.status, &reply.json["meta"]["is_authenticated"]),
        (401, &Value::Bool(true))
    );
    assert_eq!(reply.json["data"]["flows"][0]["id"], "reauthenticate");
}

#[tokio::test]
async fn too_many_tries_are_told_when_to_come_back() {
    let lab = Lab::limited(Preset::WhaTap).await;
    lab.member(EMAIL).await;
    for _ in 0..5 {
        assert_eq!(lab.sign_in(EMAIL, "Wrong-Guess-1").await.status, 400);
    }
    let reply = lab.sign_in(EMAIL, PASSWORD).await;
    assert_eq!((reply.status, reply.json.clone()), (429, json!({"status": 429})));
    assert_eq!(reply.headers["retry-after"], "300");
    lab.wait(300);
    assert_eq!(lab.sign_in(EMAIL, PASSWORD).await.status, 200);
}

#[tokio::test]
async fn sessions_outlive_a_restart_and_nothing_secret_is_written() {
    let mut lab = Lab::open(Preset::Plain).await;
    let token = lab.member(EMAIL).await;
    lab.turn_on_totp(&token).await;
    let path = "/account/authenticators/recovery-codes";
    let view = lab.core("GET", path, Some(&token), Value::Null).await;
    let mut canaries: Vec<String> = serde_json::from_value(view.json["data"]["unused_codes"].clone()).unwrap();
    canaries.extend(canaries.clone().iter().map(|code| code.replace('-', "")));
    canaries.extend([
        token.clone(),
        PASSWORD.to_owned(),
        lab.sign_in(EMAIL, PASSWORD).await.token().unwrap(),
    ]);
    for _ in 0..2 {
        let mut bytes = Vec::new();
        for file in std::fs::read_dir(lab.folder.path().join("data")).unwrap() {
            bytes.extend(std::fs::read(file.unwrap().path()).unwrap());
        }
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        assert!(text.contains(EMAIL), "the scan reads the right files");
        for canary in &canaries {
            assert!(!text.contains(&canary.to_lowercase()), "{canary} is in the database");
        }
        lab.restart().await;
        assert_eq!(
            lab.core("GET", "/auth/session", Some(&token), Value::Null).await.status,
            200
        );
    }
}

#[cfg(unix)]
#[tokio::test]
async fn files_are_their_owners() {
    use std::os::unix::fs::PermissionsExt as _;
    let lab = Lab::open(Preset::Plain).await;
    lab.member(EMAIL).await;
    let data = lab.folder.path().join("data");
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&data), 0o700);
    for file in std::fs::read_dir(&data).unwrap() {
        let path = file.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
}

#[tokio::test]
async fn fifty_sign_ins_at_once() {
    let lab = Lab::open(Preset::WhaTap).await;
    lab.member(EMAIL).await;
    let mut running = Vec::new();
    for _ in 0..50 {
        let router = lab.service.router();
        running.push(tokio::spawn(async move {
            let body = json!({"email": EMAIL, "password": PASSWORD}).to_string();
            let request = http::Request::post("/_allauth/app/v1/auth/login")
                .body(axum::body::Body::from(body))
                .unwrap();
            tower::ServiceExt::oneshot(router, request)
                .await
                .unwrap()
                .status()
                .as_u16()
        }));
    }
    for one in running {
        assert_eq!(one.await.unwrap(), 200);
    }
    let token = lab.sign_in(EMAIL, PASSWORD).await.token().unwrap();
    let sessions = lab.core("GET", "/auth/sessions", Some(&token), Value::Null).await;
    assert_eq!(sessions.json["data"].as_array().unwrap().len(), 52);
}

#[tokio::test]
async fn a_recovery_code_used_twice_at_once_serves_once() {
    let lab = Lab::open(Preset::WhaTap).await;
    let token = lab.member(EMAIL).await;
    lab.turn_on_totp(&token).await;
    let view = lab
        .core(
            "GET",
            "/account/authenticators/recovery-codes",
            Some(&token),
            Value::Null,
        )
        .await;
    let code = view.json["data"]["unused_codes"][0].clone();
    let mut running = Vec::new();
    for _ in 0..8 {
        let pending = lab.sign_in(EMAIL, PASSWORD).await.token().unwrap();
        let (router, body) = (lab.service.router(), json!({"code": code}).to_string());
        running.push(tokio::spawn(async move {
            let request =
                http::Request::post("/_allauth/app/v1/auth/2fa/authenticate").header("x-session-token", pending);
            let request = request.body(axum::body::Body::from(body)).unwrap();
            tower::ServiceExt::oneshot(router, request)
                .await
                .unwrap()
                .status()
                .as_u16()
        }));
    }
    let mut statuses = Vec::new();
    for one in running {
        statuses.push(one.await.unwrap());
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 400, 400, 400, 400, 400, 400, 400]);
}
