//! A forgotten password at a service that mails a temporary one: the challenge, the mail, the forced change.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use serde_json::{Value, json};
use service::Preset;
use support::{EMAIL, Lab, PASSWORD, Reply, answer_to, totp_at};

const CAPTCHA: &str = "/account/v1/captcha";
const TEMPORARY: &str = "/account/v1/temporary-password";
const NEW: &str = "Quiet-Moss-77";

async fn challenge(lab: &Lab) -> Value {
    let reply = lab.request("POST", CAPTCHA, None, &[], json!({})).await;
    assert_eq!(reply.status, 201, "{reply:?}");
    reply.json
}

/// A request with a challenge that is answered rightly.
async fn request(lab: &Lab, email: &str) -> Reply {
    let challenge = challenge(lab).await;
    let answer = answer_to(challenge["question"].as_str().unwrap());
    ask(lab, email, json!({"id": challenge["id"], "answer": answer})).await
}

async fn ask(lab: &Lab, email: &str, captcha: Value) -> Reply {
    let body = json!({"email": email, "captcha": captcha});
    lab.request("POST", TEMPORARY, None, &[], body).await
}

/// The temporary password that is mailed to somebody.
async fn temporary(lab: &Lab) -> String {
    assert_eq!(request(lab, EMAIL).await.status, 202);
    let message = lab.service.outbox_messages().await.unwrap().remove(0);
    assert_eq!(
        (message.to.as_str(), message.asked_for_by.as_str()),
        (EMAIL, "temporary_password")
    );
    let password = message.code.unwrap();
    assert!(message.text.lines().any(|line| line == password), "{}", message.text);
    password
}

async fn replace(lab: &Lab, token: Option<&str>, password: &str) -> Reply {
    lab.core("POST", "/auth/password/replace", token, json!({"password": password}))
        .await
}

fn refused(reply: &Reply, code: &str) {
    assert_eq!((reply.status, reply.codes()), (400, vec![code]), "{reply:?}");
}

fn at_captcha(reply: &Reply, code: &str) {
    assert_eq!((reply.status, reply.codes()), (422, vec![code]), "{reply:?}");
    assert_eq!(reply.json["errors"][0]["pointer"], "/captcha");
}

#[tokio::test]
async fn it_is_mailed_works_once_and_leads_to_a_forced_change() {
    let lab = Lab::open(Preset::WhaTap).await;
    let before = lab.member(EMAIL).await;
    let password = temporary(&lab).await;
    assert_eq!((password.len(), password.matches('-').count()), (14, 2), "59 bits");
    let pending = lab.sign_in(EMAIL, &password).await;
    assert_eq!((pending.status, pending.pending()), (401, Some("replace_password")));
    let token = pending.token().unwrap();

    // Nobody is signed in before the change, and nothing else can be done.
    for (method, path) in [
        ("GET", "/_allauth/app/v1/auth/session"),
        ("GET", "/_allauth/app/v1/account/authenticators"),
        ("POST", "/_allauth/app/v1/account/password/change"),
        ("GET", "/account/v1/profile"),
    ] {
        let body = json!({"current_password": password, "new_password": NEW});
        let reply = lab.request(method, path, Some(&token), &[], body).await;
        assert_eq!(reply.status, 401, "{method} {path}: {reply:?}");
    }
    refused(&replace(&lab, Some(&token), "").await, "required");
    // Typed without capitals and dashes it has two kinds of characters at most, and is still refused for what it is.
    let bare = password.replace('-', "").to_lowercase();
    for again in [&password, &bare] {
        refused(&replace(&lab, Some(&token), again).await, "password_temporary");
    }
    refused(&replace(&lab, Some(&token), "Aa1-5678").await, "password_too_short");
    refused(&lab.sign_in(EMAIL, &password).await, "email_password_mismatch");

    let done = replace(&lab, Some(&token), NEW).await;
    assert_eq!(
        (done.status, &done.json["meta"]["is_authenticated"]),
        (200, &json!(true))
    );
    let token = done.token().expect("a session of its own");
    let session = async |token: &str| lab.core("GET", "/auth/session", Some(token), Value::Null).await.status;
    assert_eq!(
        [session(&token).await, session(&before).await],
        [200, 401],
        "other sessions end"
    );
    assert_eq!(lab.subjects().await[0], "[WhaTap] Your password was changed");
    refused(&lab.sign_in(EMAIL, PASSWORD).await, "email_password_mismatch");
    refused(&lab.sign_in(EMAIL, &password).await, "email_password_mismatch");
    assert_eq!(lab.sign_in(EMAIL, NEW).await.status, 200);
    assert_eq!(
        replace(&lab, Some(&token), "Copper-Vane-19").await.status,
        409,
        "the step is over"
    );
}

#[tokio::test]
async fn who_did_not_ask_for_it_loses_nothing() {
    let lab = Lab::open(Preset::WhaTap).await;
    let mine = lab.member(EMAIL).await;
    let first = temporary(&lab).await;
    assert_eq!(
        lab.sign_in(EMAIL, PASSWORD).await.status,
        200,
        "the forgotten one goes on counting"
    );
    let second = temporary(&lab).await;
    refused(&lab.sign_in(EMAIL, &first).await, "email_password_mismatch");
    // A change of the password ends what still lies in a mailbox.
    let body = json!({"current_password": PASSWORD, "new_password": NEW});
    assert_eq!(
        lab.core("POST", "/account/password/change", Some(&mine), body)
            .await
            .status,
        200
    );
    refused(&lab.sign_in(EMAIL, &second).await, "email_password_mismatch");
}

#[tokio::test]
async fn it_expires() {
    for (seconds, status) in [(3599, 401), (3600, 400)] {
        let lab = Lab::open(Preset::WhaTap).await;
        lab.member(EMAIL).await;
        let password = temporary(&lab).await;
        lab.wait(seconds);
        assert_eq!(lab.sign_in(EMAIL, &password).await.status, status, "after {seconds} s");
    }
    // Used in time, it still has to be replaced within a sign-in's time.
    let lab = Lab::open(Preset::WhaTap).await;
    lab.member(EMAIL).await;
    let token = lab.sign_in(EMAIL, &temporary(&lab).await).await.token();
    lab.wait(901);
    assert_eq!(replace(&lab, token.as_deref(), NEW).await.status, 409);
    assert_eq!(lab.sign_in(EMAIL, PASSWORD).await.status, 200);
}

#[tokio::test]
async fn a_second_factor_is_asked_all_the_same() {
    let lab = Lab::open(Preset::WhaTap).await;
    let member = lab.member(EMAIL).await;
    let key = lab.turn_on_totp(&member).await;
    lab.wait(60);
    let pending = lab.sign_in(EMAIL, &temporary(&lab).await).await;
    assert_eq!(pending.pending(), Some("mfa_authenticate"));
    let token = pending.token().unwrap();
    assert_eq!(
        replace(&lab, Some(&token), NEW).await.status,
        409,
        "not before the second factor"
    );
    let code = json!({"code": totp_at(&key, lab.now())});
    let next = lab.core("POST", "/auth/2fa/authenticate", Some(&token), code).await;
    assert_eq!(
        (next.status, next.pending()),
        (401, Some("replace_password")),
        "{next:?}"
    );
    assert_eq!(replace(&lab, Some(&token), NEW).await.status, 200);
}

#[tokio::test]
async fn no_answer_tells_whether_the_address_has_an_account() {
    let lab = Lab::open(Preset::WhaTap).await;
    lab.member(EMAIL).await;
    let sent = lab.service.outbox_messages().await.unwrap().len();
    let (known, unknown) = (request(&lab, EMAIL).await, request(&lab, "nobody@lab.invalid").await);
    assert_eq!((known.status, &known.json), (202, &json!({"valid_for": 3600})));
    assert_eq!((known.status, &known.json), (unknown.status, &unknown.json));
    let messages = lab.service.outbox_messages().await.unwrap();
    assert_eq!(messages.len() - sent, 2, "as many mails either way");
    assert_eq!(
        (messages[0].to.as_str(), &messages[0].code),
        ("nobody@lab.invalid", &None)
    );
    refused(
        &lab.sign_in("nobody@lab.invalid", "ABCD-EFGH-JKMN").await,
        "email_password_mismatch",
    );
}

#[tokio::test]
async fn a_challenge_counts_once_and_not_for_long() {
    let lab = Lab::open(Preset::WhaTap).await;
    lab.member(EMAIL).await;
    let answered = |challenge: &Value| {
        let answer = answer_to(challenge["question"].as_str().unwrap());
        json!({"id": challenge["id"], "answer": answer})
    };
    let good = challenge(&lab).await;
    // A fault of the address leaves the challenge as it was.
    let bad = ask(&lab, "nobody", answered(&good)).await;
    assert_eq!((bad.status, bad.codes()), (422, vec!["invalid_email"]));
    assert_eq!(ask(&lab, EMAIL, answered(&good)).await.status, 202);
    at_captcha(&ask(&lab, EMAIL, answered(&good)).await, "captcha_expired");

    let wrong = challenge(&lab).await;
    let guess = json!({"id": wrong["id"], "answer": "999"});
    at_captcha(&ask(&lab, EMAIL, guess).await, "captcha_incorrect");
    at_captcha(&ask(&lab, EMAIL, answered(&wrong)).await, "captcha_expired");

    let late = challenge(&lab).await;
    lab.wait(600);
    at_captcha(&ask(&lab, EMAIL, answered(&late)).await, "captcha_expired");
    // Two questions can have one sum: asked until it is another.
    let sum = |challenge: &Value| answer_to(challenge["question"].as_str().unwrap());
    let one = challenge(&lab).await;
    let mut other = challenge(&lab).await;
    while sum(&other) == sum(&one) {
        other = challenge(&lab).await;
    }
    let crossed = json!({"id": one["id"], "answer": sum(&other)});
    at_captcha(&ask(&lab, EMAIL, crossed).await, "captcha_incorrect");
    for none in [Value::Null, json!("x"), json!({"id": "x"})] {
        at_captcha(&ask(&lab, EMAIL, none).await, "required");
    }
    assert_eq!(
        lab.subjects()
            .await
            .iter()
            .filter(|subject| subject.contains("temporary"))
            .count(),
        1
    );
}

#[tokio::test]
async fn a_challenge_is_a_picture_and_a_question_in_the_language_asked_for() {
    let lab = Lab::open(Preset::WhaTap).await;
    for (body, header, ending) in [
        (json!({"language": "ko"}), "en", "의 답을 숫자로 쓰세요."),
        (json!({"language": "ja-JP"}), "en", "の答えを数字で入力してください。"),
        (json!({}), "ko", "의 답을 숫자로 쓰세요."),
        (json!({"language": "fr"}), "de", "Answer in digits."),
    ] {
        let headers = [("accept-language", header)];
        let reply = lab.request("POST", CAPTCHA, None, &headers, body).await;
        assert!(reply.json["question"].as_str().unwrap().ends_with(ending), "{reply:?}");
        assert_eq!(reply.json["image"]["media_type"], "image/png");
        assert_eq!(reply.json["expires_at"], "2026-11-20T12:25:39Z");
        let png = data_encoding::BASE64.decode(reply.json["image"]["data"].as_str().unwrap().as_bytes());
        assert!(png.unwrap().starts_with(b"\x89PNG\r\n\x1a\n"));
    }
    let reply = lab.request("POST", CAPTCHA, None, &[], json!({"language": 5})).await;
    assert_eq!((reply.status, reply.codes()), (422, vec!["not_text"]));
}

#[tokio::test]
async fn each_service_has_one_way_only() {
    let lab = Lab::open(Preset::WhaTap).await;
    let config = lab.core("GET", "/config", None, Value::Null).await;
    assert_eq!(config.json["data"]["account"]["password_reset_by_code_enabled"], false);
    let session = lab.core("GET", "/auth/session", None, Value::Null).await;
    let flows = session.json["data"]["flows"].as_array().unwrap();
    assert!(flows.iter().all(|flow| flow["id"] != "password_reset_by_code"));
    for path in ["/auth/password/request", "/auth/password/reset"] {
        let reply = lab.core("POST", path, None, json!({"email": EMAIL})).await;
        assert_eq!(reply.status, 404, "the mailed code would pass the challenge by");
    }
    for preset in [Preset::CareCall, Preset::Plain] {
        let lab = Lab::open(preset).await;
        for path in [CAPTCHA, TEMPORARY] {
            let reply = lab.request("POST", path, None, &[], json!({})).await;
            assert_eq!((reply.status, &reply.json["code"]), (404, &json!("not_offered")));
        }
        assert_eq!(replace(&lab, None, NEW).await.status, 404);
    }
}

#[tokio::test]
async fn too_many_requests_wait() {
    let lab = Lab::limited(Preset::WhaTap).await;
    let mut last = 0;
    for _ in 0..6 {
        let reply = request(&lab, EMAIL).await;
        last = reply.status;
        if last == 429 {
            assert!(reply.headers.contains_key("retry-after"));
        }
    }
    assert_eq!(last, 429, "five for one address a minute");
    assert_eq!(request(&lab, "lee@lab.invalid").await.status, 202);
    for _ in 0..30 {
        lab.request("POST", CAPTCHA, None, &[], json!({})).await;
    }
    let reply = lab.request("POST", CAPTCHA, None, &[], json!({})).await;
    assert_eq!((reply.status, &reply.json["code"]), (429, &json!("rate_limited")));
}

#[tokio::test]
async fn an_account_that_is_closed_meanwhile_has_nothing_to_replace() {
    let lab = Lab::open(Preset::WhaTap).await;
    let mine = lab.member(EMAIL).await;
    let password = temporary(&lab).await;
    let pending = lab.sign_in(EMAIL, &password).await.token().unwrap();
    lab.step_up(&mine).await;
    let body = json!({"reason": "other", "consent": true, "phrase": "membership withdrawal"});
    let closed = lab.request("POST", "/account/v1/closure", Some(&mine), &[], body).await;
    assert_eq!(closed.status, 200, "{closed:?}");
    assert_eq!(replace(&lab, Some(&pending), NEW).await.status, 409);
    let session = lab.core("GET", "/auth/session", Some(&pending), Value::Null).await;
    assert_eq!((session.status, session.pending()), (401, None), "{session:?}");
    refused(&lab.sign_in(EMAIL, &password).await, "email_password_mismatch");
}
