//! What holds for every way to a closed account: nothing of it goes on, its address is never usable again, others stay; and
//! it closes exactly when nothing stands in the way.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use proptest::prelude::*;
use serde_json::{Value, json};
use service::{Clearing, Preset};
use support::{EMAIL, Lab, PASSWORD};

const OTHER: &str = "mina@lab.invalid";
const KEYS: &str = "/account/v1/api-keys";

/// What the person, or a stranger, may have done before.
#[derive(Clone, Copy, Debug)]
enum Act {
    SignInElsewhere,
    AddKey,
    TurnOnMailedCodes,
    BeginReset,
    BeginSignIn,
    BeginSignUp,
    BeginEmailChange,
    OtherWantsTheAddress,
    SetPhone,
    Wait,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        Just(Act::SignInElsewhere),
        Just(Act::AddKey),
        Just(Act::TurnOnMailedCodes),
        Just(Act::BeginReset),
        Just(Act::BeginSignIn),
        Just(Act::BeginSignUp),
        Just(Act::BeginEmailChange),
        Just(Act::OtherWantsTheAddress),
        Just(Act::SetPhone),
        Just(Act::Wait),
    ]
}

/// What must be dead afterwards.
#[derive(Default)]
struct Made {
    /// Signed in to the account.
    sessions: Vec<String>,
    /// Begun by whoever, with a step pending.
    begun: Vec<String>,
    keys: Vec<String>,
    phone: bool,
    mailed_codes: bool,
    other_wants: bool,
}

async fn play(lab: &Lab, act: Act, mine: &str, other: &str, made: &mut Made) {
    lab.step_up(mine).await;
    let login = json!({"email": EMAIL, "password": PASSWORD});
    match act {
        Act::SignInElsewhere => {
            let token = lab.sign_in(EMAIL, PASSWORD).await.token().unwrap();
            if made.mailed_codes {
                made.begun.push(token)
            } else {
                made.sessions.push(token)
            }
        }
        Act::AddKey => {
            let name = json!({"name": format!("Robot {}", made.keys.len())});
            let reply = lab.request("POST", KEYS, Some(mine), &[], name).await;
            made.keys.extend(reply.json["secret"].as_str().map(str::to_owned));
        }
        Act::TurnOnMailedCodes if !made.mailed_codes => {
            turn_on_mailed_codes(lab, mine).await;
            made.mailed_codes = true;
            // It ends the other sessions.
            made.sessions.clear();
        }
        Act::BeginReset => {
            let body = json!({"email": EMAIL});
            made.begun
                .extend(lab.core("POST", "/auth/password/request", None, body).await.token());
        }
        Act::BeginSignIn => made
            .begun
            .extend(lab.core("POST", "/auth/login", None, login).await.token()),
        Act::BeginSignUp => made
            .begun
            .extend(lab.core("POST", "/auth/signup", None, login).await.token()),
        Act::BeginEmailChange => {
            let body = json!({"email": "new@lab.invalid"});
            lab.core("POST", "/account/email", Some(mine), body).await;
        }
        Act::OtherWantsTheAddress => {
            lab.step_up(other).await;
            let begun = lab
                .core("POST", "/account/email", Some(other), json!({"email": EMAIL}))
                .await;
            assert_eq!(begun.status, 200, "{begun:?}");
            made.other_wants = true;
        }
        Act::SetPhone if !made.phone => {
            let body = json!({"phone": "+821028410037"});
            let begun = lab.core("POST", "/account/phone", Some(mine), body).await;
            assert_eq!(begun.status, 202, "{begun:?}");
            let code = json!({"code": lab.newest_code().await});
            let done = lab.core("POST", "/auth/phone/verify", Some(mine), code).await;
            assert_eq!(done.status, 200, "{done:?}");
            made.phone = true;
        }
        Act::Wait | Act::TurnOnMailedCodes | Act::SetPhone => lab.wait(700),
    }
    lab.wait(61);
}

async fn turn_on_mailed_codes(lab: &Lab, token: &str) {
    let factor = "/account/v1/second-factor";
    let body = json!({"method": "email"});
    let begun = lab.request("PUT", factor, Some(token), &[], body).await;
    assert_eq!(begun.status, 200, "{begun:?}");
    let code = json!({"code": lab.newest_code().await});
    let done = lab
        .request("POST", &format!("{factor}/verify"), Some(token), &[], code)
        .await;
    assert_eq!(done.status, 200, "{done:?}");
}

async fn nothing_survives(acts: Vec<Act>) {
    let lab = Lab::open(Preset::CareCall).await;
    let mine = lab.member(EMAIL).await;
    let other = lab.member(OTHER).await;
    let mut made = Made::default();
    for act in acts {
        play(&lab, act, &mine, &other, &mut made).await;
    }
    // The newest code may still be on its way when the account is closed.
    let codes: Vec<String> = lab
        .service
        .outbox_messages()
        .await
        .unwrap()
        .into_iter()
        .filter_map(|one| one.code)
        .collect();
    lab.step_up(&mine).await;
    let closed = lab
        .request(
            "POST",
            "/account/v1/closure",
            Some(&mine),
            &[],
            json!({"consent": true}),
        )
        .await;
    assert_eq!(closed.status, 200, "{closed:?}");

    no_session_or_key_goes_on(&lab, &mine, &made).await;
    no_code_goes_on(&lab, &made, &codes).await;
    assert_eq!(lab.sign_in(EMAIL, PASSWORD).await.status, 400);
    address_is_used_up(&lab, &other, &codes, made.other_wants).await;
    if made.phone {
        phone_is_free(&lab, &other).await;
    }
}

async fn no_session_or_key_goes_on(lab: &Lab, mine: &str, made: &Made) {
    for token in made.sessions.iter().chain([&mine.to_owned()]) {
        let reply = lab.core("GET", "/auth/session", Some(token), Value::Null).await;
        assert_eq!(reply.status, 410, "a session goes on");
    }
    for key in &made.keys {
        let bearer = format!("Bearer {key}");
        let headers = [("authorization", bearer.as_str())];
        let reply = lab
            .request("GET", "/account/v1/key-check", None, &headers, Value::Null)
            .await;
        assert_eq!(reply.status, 401, "a key goes on");
    }
}

/// Not even where the sign-in, sign-up or reset had begun before.
async fn no_code_goes_on(lab: &Lab, made: &Made, codes: &[String]) {
    for token in &made.begun {
        for code in codes {
            let reset = json!({"key": code, "password": "Copper-Vane-19"});
            let replies = [
                lab.core("POST", "/auth/password/reset", Some(token), reset).await,
                lab.core("POST", "/auth/email/verify", Some(token), json!({"key": code}))
                    .await,
                lab.core("POST", "/auth/2fa/authenticate", Some(token), json!({"code": code}))
                    .await,
            ];
            for reply in replies {
                assert_ne!(reply.status, 200, "a code goes on: {reply:?}");
            }
        }
        let reply = lab.core("GET", "/auth/session", Some(token), Value::Null).await;
        assert!(matches!(reply.status, 401 | 410), "{reply:?}");
    }
}

async fn address_is_used_up(lab: &Lab, other: &str, codes: &[String], wanted_before: bool) {
    lab.wait(61);
    let body = json!({"email": EMAIL, "password": PASSWORD});
    let reply = lab.core("POST", "/auth/signup", None, body).await;
    assert_eq!(reply.pending(), Some("verify_email"), "it looks as with any address");
    let newest = lab.service.outbox_messages().await.unwrap().remove(0);
    assert!(newest.to == EMAIL && newest.code.is_none(), "a code was mailed");
    for code in codes.iter().filter(|_| wanted_before) {
        lab.core("POST", "/auth/email/verify", Some(other), json!({"key": code}))
            .await;
    }
    let theirs = lab.core("GET", "/auth/session", Some(other), Value::Null).await;
    assert_eq!(
        theirs.json["data"]["user"]["email"], OTHER,
        "the address went to somebody else"
    );
}

/// A number is not used up: numbers are handed on.
async fn phone_is_free(lab: &Lab, other: &str) {
    lab.step_up(other).await;
    let begun = lab
        .core("POST", "/account/phone", Some(other), json!({"phone": "+821028410037"}))
        .await;
    assert_eq!(begun.status, 202, "{begun:?}");
    let code = json!({"code": lab.newest_code().await});
    assert_eq!(
        lab.core("POST", "/auth/phone/verify", Some(other), code).await.status,
        200
    );
}

const CLEARINGS: [Clearing; 3] = [Clearing::Pay, Clearing::HandOverBilling, Clearing::AddManager];

/// What stands in the way of the sample account, and what takes it away.
const IN_THE_WAY: [(&str, &str, Clearing); 3] = [
    ("unpaid_balance", "shop-staging", Clearing::Pay),
    ("billing_role", "shop-prod", Clearing::HandOverBilling),
    ("member_management", "mobile-app", Clearing::AddManager),
];

/// Clears in any order, things that are in the way and things that are not, and tries to close after each.
async fn closes_exactly_when_clear(steps: Vec<(usize, usize)>) {
    let lab = Lab::open(Preset::WhaTap).await;
    let sample = lab.service.seed_sample().await.unwrap().unwrap();
    let token = lab.sign_in(&sample.email, &sample.password).await.token().unwrap();
    let body = json!({"password": sample.password});
    lab.core("POST", "/auth/reauthenticate", Some(&token), body).await;
    let projects = lab.service.sample_projects().await.unwrap();
    let mut left = IN_THE_WAY.to_vec();
    for (project, clearing) in steps {
        let (project, clearing) = (&projects[project], CLEARINGS[clearing]);
        lab.service.clear_sample(project.id, clearing).await.unwrap();
        left.retain(|(_, name, cleared_by)| *name != project.name || *cleared_by != clearing);
        let body = json!({"reason": "other", "consent": true, "phrase": "membership withdrawal"});
        let reply = lab
            .request("POST", "/account/v1/closure", Some(&token), &[], body)
            .await;
        if left.is_empty() {
            assert_eq!(reply.status, 200, "{reply:?}");
            return;
        }
        let codes: Vec<&str> = left.iter().map(|(code, ..)| *code).collect();
        assert_eq!((reply.status, reply.codes()), (409, codes));
    }
    let session = lab.core("GET", "/auth/session", Some(&token), Value::Null).await;
    assert_eq!(session.status, 200, "a refused closure closes nothing");
}

fn run(work: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(work);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn nothing_goes_on_after_a_closure(acts in prop::collection::vec(act(), 0..10)) {
        run(nothing_survives(acts));
    }

    #[test]
    fn an_account_closes_exactly_when_nothing_stands_in_the_way(
        steps in prop::collection::vec((0..4_usize, 0..3_usize), 1..30)
    ) {
        run(closes_exactly_when_clear(steps));
    }
}
