//! One-time codes: how long they live, how often they may be tried, that they are bound to their request.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use serde_json::{Value, json};
use service::{Outbox, Preset};
use support::{EMAIL, Lab, PASSWORD, totp_at};

#[tokio::test]
async fn an_email_code_lives_ten_minutes() {
    for (seconds, status) in [(600, 200), (601, 409)] {
        let lab = Lab::open(Preset::WhaTap).await;
        let body = json!({"email": EMAIL, "password": PASSWORD});
        let token = lab.core("POST", "/auth/signup", None, body).await.token().unwrap();
        let code = lab.newest_code().await;
        assert!(code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit()));
        lab.wait(seconds);
        let reply = lab
            .core("POST", "/auth/email/verify", Some(&token), json!({"key": code}))
            .await;
        assert_eq!(reply.status, status, "after {seconds} s: {reply:?}");
    }
}

#[tokio::test]
async fn the_right_code_comes_too_late_after_five_wrong_ones() {
    let lab = Lab::open(Preset::CareCall).await;
    lab.member(EMAIL).await;
    let token = lab
        .core("POST", "/auth/password/request", None, json!({"email": EMAIL}))
        .await
        .token()
        .unwrap();
    let code = lab.newest_code().await;
    let wrong = if code == "000000" { "111111" } else { "000000" };
    for _ in 0..5 {
        let body = json!({"key": wrong, "password": "Copper-Vane-19"});
        let reply = lab.core("POST", "/auth/password/reset", Some(&token), body).await;
        assert_eq!((reply.status, reply.codes()), (400, vec!["incorrect_code"]));
    }
    let body = json!({"key": code, "password": "Copper-Vane-19"});
    assert_eq!(
        lab.core("POST", "/auth/password/reset", Some(&token), body)
            .await
            .status,
        409
    );
    assert_eq!(lab.sign_in(EMAIL, PASSWORD).await.status, 200);
}

#[tokio::test]
async fn a_code_serves_only_the_request_it_was_sent_for() {
    let lab = Lab::open(Preset::Plain).await;
    lab.member(EMAIL).await;
    let first = lab
        .core("POST", "/auth/code/request", None, json!({"email": EMAIL}))
        .await
        .token()
        .unwrap();
    let code = lab.newest_code().await;
    let second = lab
        .core("POST", "/auth/code/request", None, json!({"email": EMAIL}))
        .await
        .token()
        .unwrap();
    let reply = lab
        .core("POST", "/auth/code/confirm", Some(&second), json!({"code": code}))
        .await;
    assert_eq!((reply.status, reply.codes()), (400, vec!["incorrect_code"]));
    let reset = lab
        .core("POST", "/auth/password/request", None, json!({"email": EMAIL}))
        .await
        .token()
        .unwrap();
    let reply = lab
        .core(
            "POST",
            "/auth/password/reset",
            Some(&reset),
            json!({"key": code, "password": "Copper-Vane-19"}),
        )
        .await;
    assert_eq!(reply.status, 400);
    let reply = lab
        .core("POST", "/auth/code/confirm", Some(&first), json!({"code": code}))
        .await;
    assert_eq!(reply.status, 200);
    let reply = lab
        .core("POST", "/auth/code/confirm", Some(&first), json!({"code": code}))
        .await;
    assert_eq!(reply.status, 410, "the pending session is gone once it is signed in");
}

#[tokio::test]
async fn a_resent_code_replaces_the_old_one() {
    let lab = Lab::open(Preset::WhaTap).await;
    let body = json!({"email": EMAIL, "password": PASSWORD});
    let token = lab.core("POST", "/auth/signup", None, body).await.token().unwrap();
    let old = lab.newest_code().await;
    for _ in 0..2 {
        assert_eq!(
            lab.core("POST", "/auth/email/verify/resend", Some(&token), json!({}))
                .await
                .status,
            200
        );
    }
    assert_eq!(
        lab.core("POST", "/auth/email/verify/resend", Some(&token), json!({}))
            .await
            .status,
        409
    );
    let new = lab.newest_code().await;
    if old != new {
        assert_eq!(
            lab.core("POST", "/auth/email/verify", Some(&token), json!({"key": old}))
                .await
                .status,
            400
        );
    }
    assert_eq!(
        lab.core("POST", "/auth/email/verify", Some(&token), json!({"key": new}))
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn totp_is_accepted_once_and_one_step_either_way() {
    let lab = Lab::open(Preset::WhaTap).await;
    let token = lab.member(EMAIL).await;
    let key = lab.turn_on_totp(&token).await;
    let answer = async |code: String| {
        let pending = lab.sign_in(EMAIL, PASSWORD).await;
        assert_eq!(pending.pending(), Some("mfa_authenticate"));
        lab.core(
            "POST",
            "/auth/2fa/authenticate",
            pending.token().as_deref(),
            json!({"code": code}),
        )
        .await
        .status
    };
    assert_eq!(
        answer(totp_at(&key, lab.now())).await,
        400,
        "the code that activated is used up"
    );
    lab.wait(120);
    assert_eq!(answer(totp_at(&key, lab.now() - 60)).await, 400, "two steps old");
    assert_eq!(answer(totp_at(&key, lab.now() + 60)).await, 400, "two steps early");
    assert_eq!(answer(totp_at(&key, lab.now() - 30)).await, 200, "one step old");
    assert_eq!(answer(totp_at(&key, lab.now() - 30)).await, 400, "again");
    assert_eq!(answer(totp_at(&key, lab.now() + 30)).await, 200, "one step early");
    assert_eq!(
        answer(totp_at(&key, lab.now())).await,
        400,
        "older than the newest used"
    );
}

#[tokio::test]
async fn a_begun_sign_in_waits_a_quarter_of_an_hour() {
    let lab = Lab::open(Preset::WhaTap).await;
    let token = lab.member(EMAIL).await;
    let key = lab.turn_on_totp(&token).await;
    let pending = lab.sign_in(EMAIL, PASSWORD).await.token().unwrap();
    lab.wait(901);
    let body = json!({"code": totp_at(&key, lab.now())});
    let reply = lab.core("POST", "/auth/2fa/authenticate", Some(&pending), body).await;
    assert_eq!(
        (reply.status, &reply.json["meta"]["is_authenticated"]),
        (401, &Value::Null)
    );
}

#[tokio::test]
async fn recovery_codes_are_long_single_and_soon_unreadable() {
    let lab = Lab::open(Preset::WhaTap).await;
    let token = lab.member(EMAIL).await;
    lab.turn_on_totp(&token).await;
    let path = "/account/authenticators/recovery-codes";
    let codes = lab.core("GET", path, Some(&token), Value::Null).await.json["data"]["unused_codes"].clone();
    let codes: Vec<String> = serde_json::from_value(codes).unwrap();
    assert_eq!(codes.len(), 10);
    assert!(
        codes
            .iter()
            .all(|code| code.len() == 19 && code.matches('-').count() == 3),
        "16 of 30 symbols: 78 bits"
    );
    let pending = lab.sign_in(EMAIL, PASSWORD).await.token().unwrap();
    let typed = codes[3].to_lowercase().replace('-', " ");
    let reply = lab
        .core("POST", "/auth/2fa/authenticate", Some(&pending), json!({"code": typed}))
        .await;
    let second = reply.token().expect("a recovery code signs in, however it is typed");
    let pending = lab.sign_in(EMAIL, PASSWORD).await.token().unwrap();
    let reply = lab
        .core(
            "POST",
            "/auth/2fa/authenticate",
            Some(&pending),
            json!({"code": codes[3]}),
        )
        .await;
    assert_eq!((reply.status, reply.codes()), (400, vec!["incorrect_code"]));
    lab.step_up(&second).await;
    let view = lab.core("GET", path, Some(&second), Value::Null).await.json["data"].clone();
    assert_eq!(
        (
            view["unused_code_count"].as_i64(),
            view["unused_codes"].as_array().unwrap().len()
        ),
        (Some(9), 9)
    );
    lab.wait(16 * 60);
    lab.step_up(&second).await;
    let view = lab.core("GET", path, Some(&second), Value::Null).await.json["data"].clone();
    assert_eq!(
        (view["unused_code_count"].as_i64(), view.get("unused_codes")),
        (Some(9), None)
    );
}

#[tokio::test]
async fn codes_stand_alone_in_every_language() {
    for (language, subject) in [
        ("en", "[WhaTap] Your verification code"),
        ("ko", "[WhaTap] 인증 코드"),
        ("ja-JP", "[WhaTap] 確認コード"),
    ] {
        let lab = Lab::open(Preset::WhaTap).await;
        let headers = [("accept-language", language)];
        let body = json!({"email": EMAIL, "password": PASSWORD});
        lab.request("POST", "/_allauth/app/v1/auth/signup", None, &headers, body)
            .await;
        let message = lab.service.outbox_messages().await.unwrap().remove(0);
        assert_eq!(
            (message.subject.as_str(), message.asked_for_by.as_str()),
            (subject, "sign_up")
        );
        assert_eq!(message.expires_at.unwrap().as_second() - message.at.as_second(), 600);
        assert!(message.text.lines().any(|line| Some(line) == message.code.as_deref()));
    }
}

#[tokio::test]
async fn the_outbox_folder_gets_mails_and_texts() {
    let folder = tempfile::tempdir().unwrap();
    let mut options = service::Options::new(folder.path().join("data"), Preset::Plain);
    options.outbox = Outbox::Folder(folder.path().join("outbox"));
    options.password_cost = service::PasswordCost::TestOnly;
    let lab = service::Service::open(options).await.unwrap();
    let mut request = http::Request::post("/_allauth/app/v1/auth/signup");
    request = request.header("content-type", "application/json");
    let body = json!({"email": EMAIL, "password": PASSWORD}).to_string();
    let response = tower::ServiceExt::oneshot(lab.router(), request.body(axum::body::Body::from(body)).unwrap())
        .await
        .unwrap();
    assert_eq!(response.status(), 401);
    // Mails leave after the answer.
    let mut files: Vec<std::path::PathBuf> = Vec::new();
    while files.is_empty() {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        let folder = std::fs::read_dir(folder.path().join("outbox")).unwrap();
        let mails = folder.map(|file| file.unwrap().path());
        files.extend(mails.filter(|path| path.extension().is_some_and(|ending| ending == "eml")));
    }
    assert_eq!(files.len(), 1);
    let mail = std::fs::read_to_string(&files[0]).unwrap();
    assert!(files[0].extension().is_some_and(|ext| ext == "eml") && mail.contains("\r\nTo: kim@lab.invalid\r\n"));
    let alone = |line: &str| line.len() == 9 && line.as_bytes()[4] == b'-';
    assert_eq!(mail.lines().filter(|line| alone(line.trim_end())).count(), 1);
    assert!(lab.outbox_messages().await.unwrap().is_empty());
}
