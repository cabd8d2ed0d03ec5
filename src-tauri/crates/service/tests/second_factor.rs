//! Codes by mail and text as the second factor: one method at a time, codes that count once, for their own request and not for long.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use serde_json::{Value, json};
use service::{Channel, Options, PasswordCost, Preset, Service};
use support::{EMAIL, Lab, PASSWORD, Reply, totp_at};

const FACTOR: &str = "/account/v1/second-factor";
const NUMBER: &str = "+821012340037";

async fn put(lab: &Lab, token: &str, method: &str) -> Reply {
    let body = json!({ "method": method });
    lab.request("PUT", FACTOR, Some(token), &[], body).await
}

async fn get(lab: &Lab, token: &str) -> Value {
    let reply = lab.request("GET", FACTOR, Some(token), &[], Value::Null).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    reply.json
}

async fn post(lab: &Lab, token: &str, below: &str, body: Value) -> Reply {
    lab.request("POST", &format!("{FACTOR}/{below}"), Some(token), &[], body)
        .await
}

async fn verify(lab: &Lab, token: &str, code: &str) -> Reply {
    post(lab, token, "verify", json!({ "code": code })).await
}

/// Someone with codes by mail; the token of their session.
async fn mailed_person(lab: &Lab) -> String {
    let token = lab.member(EMAIL).await;
    lab.step_up(&token).await;
    choose(lab, &token, "email").await;
    token
}

/// Chooses a method and validates it.
async fn choose(lab: &Lab, token: &str, method: &str) {
    let begun = put(lab, token, method).await;
    assert_eq!(begun.status, 200, "{begun:?}");
    let done = verify(lab, token, &lab.newest_code().await).await;
    assert_eq!((done.status, &done.json["method"]), (200, &json!(method)), "{done:?}");
}

/// Gives the account a verified number, as the core does.
async fn with_number(lab: &Lab, token: &str) {
    let body = json!({ "phone": NUMBER });
    assert_eq!(lab.core("POST", "/account/phone", Some(token), body).await.status, 202);
    let code = json!({ "code": lab.newest_code().await });
    let verified = lab.core("POST", "/auth/phone/verify", Some(token), code).await;
    assert_eq!(verified.status, 200);
}

async fn answer(lab: &Lab, token: &str, code: &str) -> Reply {
    let body = json!({ "code": code });
    lab.core("POST", "/auth/2fa/authenticate", Some(token), body).await
}

fn another(code: &str) -> &'static str {
    if code == "000000" { "111111" } else { "000000" }
}

#[tokio::test]
async fn a_preset_offers_its_methods_and_the_core_knows_no_others() {
    for (preset, methods, keys) in [
        (Preset::WhaTap, vec!["totp", "email"], 401),
        (Preset::CareCall, vec!["email", "sms"], 404),
    ] {
        let lab = Lab::open(preset).await;
        let token = lab.member(EMAIL).await;
        let told = get(&lab, &token).await;
        let offered: Vec<_> = told["methods"]
            .as_array()
            .unwrap()
            .iter()
            .map(|each| &each["method"])
            .collect();
        assert_eq!(offered, methods);
        assert_eq!((&told["method"], told.get("since")), (&json!("none"), None));
        let totp = lab.core("GET", "/account/authenticators/totp", None, Value::Null).await;
        assert_eq!(totp.status, keys, "{preset}");
        let strange = put(&lab, &token, "webauthn").await;
        assert_eq!((strange.status, strange.codes()), (422, vec!["not_a_choice"]));
    }
    let plain = Lab::open(Preset::Plain).await;
    let absent = plain.request("GET", FACTOR, None, &[], Value::Null).await;
    assert_eq!((absent.status, &absent.json["code"]), (404, &json!("not_offered")));
}

#[tokio::test]
async fn a_mailed_code_validates_the_method_and_then_signs_in_once() {
    let lab = Lab::open(Preset::WhaTap).await;
    let token = lab.member(EMAIL).await;
    assert_eq!(put(&lab, &token, "email").await.json["code"], "step_up_required");
    lab.step_up(&token).await;
    let begun = put(&lab, &token, "email").await;
    let wanted = json!({"method": "email", "to": "k•••@lab.invalid", "digits": 6, "expires_in": 600, "resend_in": 0});
    assert_eq!((begun.status, &begun.json["pending"]), (200, &wanted));
    assert_eq!(begun.json["method"], "none", "nothing holds before the code came back");
    assert_eq!(lab.sign_in(EMAIL, PASSWORD).await.status, 200);
    let code = lab.newest_code().await;
    let wrong = verify(&lab, &token, another(&code)).await;
    assert_eq!((wrong.status, wrong.codes()), (422, vec!["incorrect_code"]));
    assert_eq!(verify(&lab, &token, &code).await.json["method"], "email");
    assert_eq!(lab.subjects().await[0], "[WhaTap] Codes by e-mail are on");
    assert_eq!(
        verify(&lab, &token, &code).await.json["code"],
        "no_such_step",
        "a code counts once"
    );

    let pending = lab.sign_in(EMAIL, PASSWORD).await;
    assert_eq!(pending.pending(), Some("mfa_authenticate"));
    let flows = pending.json["data"]["flows"].as_array().unwrap();
    let flow = flows.iter().find(|flow| flow["id"] == "mfa_authenticate").unwrap();
    assert_eq!(flow["types"], json!(["email"]));
    let waiting = pending.token().unwrap();
    let sent = lab.newest_code().await;
    let challenge = lab
        .request("GET", &format!("{FACTOR}/challenge"), Some(&waiting), &[], Value::Null)
        .await;
    assert_eq!(
        (&challenge.json["to"], &challenge.json["method"]),
        (&json!("k•••@lab.invalid"), &json!("email"))
    );
    let refused = answer(&lab, &waiting, another(&sent)).await;
    assert_eq!((refused.status, refused.codes()), (400, vec!["incorrect_code"]));
    let signed_in = answer(&lab, &waiting, &sent).await;
    assert_eq!(signed_in.status, 200);
    let acts = signed_in.json["data"]["methods"].as_array().unwrap();
    assert_eq!((&acts[1]["method"], &acts[1]["type"]), (&json!("mfa"), &json!("email")));
    let again = lab.sign_in(EMAIL, PASSWORD).await.token().unwrap();
    let used = answer(&lab, &again, &sent).await;
    assert_eq!(
        (used.status, used.codes()),
        (400, vec!["incorrect_code"]),
        "a used code never works again"
    );
}

#[tokio::test]
async fn a_code_serves_only_the_sign_in_it_was_sent_for() {
    let lab = Lab::open(Preset::WhaTap).await;
    let token = mailed_person(&lab).await;
    let first = lab.sign_in(EMAIL, PASSWORD).await.token().unwrap();
    let to_first = lab.newest_code().await;
    let second = lab.sign_in(EMAIL, PASSWORD).await.token().unwrap();
    let to_second = lab.newest_code().await;
    if to_first != to_second {
        assert_eq!(answer(&lab, &second, &to_first).await.status, 400);
    }
    let body = json!({ "code": to_first });
    let step_up = lab.core("POST", "/auth/2fa/reauthenticate", Some(&token), body).await;
    assert_eq!(step_up.status, 400, "nor a step-up");
    assert_eq!(answer(&lab, &first, &to_first).await.status, 200);
    assert_eq!(answer(&lab, &second, &to_second).await.status, 200);
}

#[tokio::test]
async fn a_code_lives_ten_minutes_and_says_when_it_is_over() {
    for (seconds, status) in [(600, 200), (601, 400)] {
        let lab = Lab::open(Preset::WhaTap).await;
        mailed_person(&lab).await;
        let waiting = lab.sign_in(EMAIL, PASSWORD).await.token().unwrap();
        let code = lab.newest_code().await;
        lab.wait(seconds);
        let reply = answer(&lab, &waiting, &code).await;
        assert_eq!(reply.status, status, "after {seconds} s: {reply:?}");
        if status == 400 {
            assert_eq!(reply.codes(), ["code_expired"]);
            let sent = post(&lab, &waiting, "challenge", json!({})).await;
            assert_eq!((sent.status, &sent.json["expires_in"]), (200, &json!(600)), "{sent:?}");
            assert_eq!(answer(&lab, &waiting, &lab.newest_code().await).await.status, 200);
        }
    }
    let lab = Lab::open(Preset::WhaTap).await;
    let token = lab.member(EMAIL).await;
    lab.step_up(&token).await;
    put(&lab, &token, "email").await;
    lab.wait(601);
    let late = verify(&lab, &token, &lab.newest_code().await).await;
    assert_eq!((late.status, late.codes()), (422, vec!["code_expired"]));
    assert_eq!(get(&lab, &token).await["pending"]["expires_in"], 0);
    assert_eq!(post(&lab, &token, "resend", json!({})).await.status, 200);
    assert_eq!(verify(&lab, &token, &lab.newest_code().await).await.status, 200);
}

#[tokio::test]
async fn five_wrong_codes_end_the_sign_in_however_often_one_is_sent() {
    let lab = Lab::open(Preset::WhaTap).await;
    mailed_person(&lab).await;
    let waiting = lab.sign_in(EMAIL, PASSWORD).await.token().unwrap();
    for _ in 0..4 {
        let code = lab.newest_code().await;
        assert_eq!(answer(&lab, &waiting, another(&code)).await.codes(), ["incorrect_code"]);
        assert_eq!(post(&lab, &waiting, "challenge", json!({})).await.status, 200);
    }
    let code = lab.newest_code().await;
    assert_eq!(answer(&lab, &waiting, another(&code)).await.codes(), ["incorrect_code"]);
    let late = answer(&lab, &waiting, &code).await;
    assert_eq!(
        (late.status, &late.json["meta"]["is_authenticated"]),
        (401, &Value::Null)
    );
    assert_eq!(
        post(&lab, &waiting, "challenge", json!({})).await.json["code"],
        "not_signed_in"
    );
    assert_eq!(lab.sign_in(EMAIL, PASSWORD).await.pending(), Some("mfa_authenticate"));

    let token = mailed_person_elsewhere(&lab, "mina@lab.invalid").await;
    for _ in 0..5 {
        let code = lab.newest_code().await;
        assert_eq!(verify(&lab, &token, another(&code)).await.codes(), ["incorrect_code"]);
    }
    let code = lab.newest_code().await;
    assert_eq!(
        verify(&lab, &token, &code).await.json["code"],
        "no_such_step",
        "a set-up ends as well"
    );
}

/// Someone else who has begun to choose codes by mail.
async fn mailed_person_elsewhere(lab: &Lab, email: &str) -> String {
    let token = lab.member(email).await;
    lab.step_up(&token).await;
    assert_eq!(put(lab, &token, "email").await.status, 200);
    token
}

#[tokio::test]
async fn the_old_method_holds_until_the_new_one_is_validated() {
    let lab = Lab::open(Preset::WhaTap).await;
    let token = lab.member(EMAIL).await;
    let key = lab.turn_on_totp(&token).await;
    assert_eq!(put(&lab, &token, "email").await.json["method"], "totp");
    let pending = lab.sign_in(EMAIL, PASSWORD).await;
    let waiting = pending.token().unwrap();
    lab.wait(60);
    let elsewhere = answer(&lab, &waiting, &totp_at(&key, lab.now())).await.token().unwrap();
    assert_eq!(
        verify(&lab, &token, &lab.newest_code().await).await.json["method"],
        "email"
    );
    assert_eq!(get(&lab, &token).await.get("pending"), None);
    let ended = lab.request("GET", FACTOR, Some(&elsewhere), &[], Value::Null).await;
    assert_eq!(ended.status, 401, "no other session survives the change");
    let list = lab
        .core("GET", "/account/authenticators", Some(&token), Value::Null)
        .await;
    let kinds: Vec<_> = list.json["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|each| each["type"].clone())
        .collect();
    assert_eq!(kinds, ["email"], "recovery codes go with one-time codes");

    // And back, by a key: the mailed codes hold until it is validated.
    let asked = put(&lab, &token, "totp").await;
    assert_eq!((asked.status, asked.codes()), (409, vec!["key_needed"]));
    let waiting = lab.sign_in(EMAIL, PASSWORD).await.token().unwrap();
    let mailed = lab.newest_code().await;
    lab.turn_on_totp(&token).await;
    assert_eq!(get(&lab, &token).await["method"], "totp");
    assert_eq!(
        answer(&lab, &waiting, &mailed).await.status,
        400,
        "a code of a method that is gone"
    );
}

#[tokio::test]
async fn turning_it_off_needs_a_step_up_ends_other_sessions_and_is_mailed() {
    let lab = Lab::open(Preset::WhaTap).await;
    let token = mailed_person(&lab).await;
    let waiting = lab.sign_in(EMAIL, PASSWORD).await.token().unwrap();
    let other = answer(&lab, &waiting, &lab.newest_code().await).await.token().unwrap();
    lab.wait(301);
    assert_eq!(put(&lab, &token, "none").await.json["code"], "step_up_required");
    lab.step_up(&token).await;
    let off = put(&lab, &token, "none").await;
    assert_eq!((off.status, &off.json["method"]), (200, &json!("none")));
    assert_eq!(lab.subjects().await[0], "[WhaTap] Multi-factor authentication is off");
    let ended = lab.request("GET", FACTOR, Some(&other), &[], Value::Null).await;
    assert_eq!(ended.status, 401);
    assert_eq!(lab.sign_in(EMAIL, PASSWORD).await.status, 200);
}

#[tokio::test]
async fn a_text_needs_a_verified_number_and_goes_to_it() {
    let lab = Lab::open(Preset::CareCall).await;
    let token = lab.member(EMAIL).await;
    lab.step_up(&token).await;
    let refused = put(&lab, &token, "sms").await;
    assert_eq!((refused.status, refused.codes()), (422, vec!["number_needed"]));
    assert_eq!(refused.json["errors"][0]["pointer"], "/method");
    with_number(&lab, &token).await;
    let sms = json!({"method": "sms", "to": "+82 10-••••-0037"});
    assert_eq!(get(&lab, &token).await["methods"][1], sms);
    choose(&lab, &token, "sms").await;
    let waiting = lab.sign_in(EMAIL, PASSWORD).await.token().unwrap();
    let sent = lab.service.outbox_messages().await.unwrap().remove(0);
    assert_eq!((sent.channel, sent.to.as_str()), (Channel::Sms, NUMBER));
    let challenge = lab
        .request("GET", &format!("{FACTOR}/challenge"), Some(&waiting), &[], Value::Null)
        .await;
    assert_eq!(challenge.json["to"], "+82 10-••••-0037");
    assert_eq!(answer(&lab, &waiting, &sent.code.unwrap()).await.status, 200);
}

#[tokio::test]
async fn a_sent_code_is_proof_enough_for_a_step_up() {
    let lab = Lab::open(Preset::CareCall).await;
    let token = mailed_person(&lab).await;
    lab.wait(301);
    let refused = put(&lab, &token, "none").await;
    let kinds: Vec<_> = refused.json["flows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|flow| flow["types"].clone())
        .collect();
    assert!(kinds.contains(&json!(["email"])), "{refused:?}");
    let nothing = lab
        .request("GET", &format!("{FACTOR}/challenge"), Some(&token), &[], Value::Null)
        .await;
    assert_eq!(nothing.json["code"], "no_such_step", "none is sent unasked");
    assert_eq!(post(&lab, &token, "challenge", json!({})).await.status, 200);
    let code = lab.newest_code().await;
    let prove = async |code: &str| {
        let body = json!({ "code": code });
        lab.core("POST", "/auth/2fa/reauthenticate", Some(&token), body)
            .await
            .status
    };
    assert_eq!(
        (prove(another(&code)).await, prove(&code).await, prove(&code).await),
        (400, 200, 400)
    );
    assert_eq!(put(&lab, &token, "none").await.status, 200);
}

#[tokio::test]
async fn another_code_has_to_wait_and_says_how_long() {
    let lab = Lab::limited(Preset::WhaTap).await;
    let token = mailed_person(&lab).await;
    let waiting = lab.sign_in(EMAIL, PASSWORD).await.token().unwrap();
    lab.wait(10);
    let soon = post(&lab, &waiting, "challenge", json!({})).await;
    assert_eq!((soon.status, &soon.json["code"]), (429, &json!("rate_limited")));
    assert_eq!(soon.headers["retry-after"], "20");
    lab.wait(20);
    assert_eq!(post(&lab, &waiting, "challenge", json!({})).await.status, 200);
    // Two of the five in five minutes are left, whatever they are asked for.
    lab.wait(30);
    assert_eq!(post(&lab, &token, "challenge", json!({})).await.status, 200);
    assert_eq!(lab.sign_in(EMAIL, PASSWORD).await.status, 401);
    let sixth = lab.sign_in(EMAIL, PASSWORD).await;
    assert_eq!(sixth.status, 429);
    assert!(sixth.headers.contains_key("retry-after"));
}

#[tokio::test]
async fn the_door_opens_with_what_began_the_session_and_with_a_step_up() {
    let lab = Lab::open(Preset::CareCall).await;
    let token = lab.member(EMAIL).await;
    let enter = async || {
        lab.request("GET", "/account/v1/step-up", Some(&token), &[], Value::Null)
            .await
    };
    assert_eq!(enter().await.json, json!({ "expires_in": 300 }));
    lab.wait(299);
    assert_eq!(enter().await.json, json!({ "expires_in": 1 }));
    lab.wait(1);
    let closed = enter().await;
    assert_eq!((closed.status, &closed.json["code"]), (401, &json!("step_up_required")));
    assert_eq!(closed.json["flows"][0]["id"], "reauthenticate");
    lab.step_up(&token).await;
    assert_eq!(enter().await.json, json!({ "expires_in": 300 }));
}

#[tokio::test]
async fn a_sent_code_is_told_to_count_as_long_as_it_does() {
    let folder = tempfile::tempdir().unwrap();
    let mut options = Options::new(folder.path(), Preset::WhaTap);
    options.code_life = std::time::Duration::from_secs(60);
    options.password_cost = PasswordCost::TestOnly;
    options.rate_limits = false;
    let lab = Lab::around(Service::open(options).await.unwrap(), Preset::WhaTap);
    let token = lab.member(EMAIL).await;
    lab.step_up(&token).await;
    let begun = put(&lab, &token, "email").await;
    let counts = begun.json["pending"]["expires_in"].as_u64().unwrap();
    assert!((1..=60).contains(&counts), "{begun:?}");
}
