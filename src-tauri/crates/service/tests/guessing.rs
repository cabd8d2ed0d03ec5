//! How often somebody may guess, and that guessing takes nothing from who has the right answer.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::net::{IpAddr, SocketAddr};

use axum::body::Body;
use axum::extract::ConnectInfo;
use http::Request;
use serde_json::json;
use service::{Options, PasswordCost, Preset, Service};
use support::{EMAIL, Lab, PASSWORD, Reply};

const NEW: &str = "Quiet-Moss-77";

async fn ask_for_a_reset(lab: &Lab, email: &str) -> String {
    let asked = lab
        .core("POST", "/auth/password/request", None, json!({"email": email}))
        .await;
    asked.token().expect("a reset is asked for")
}

async fn reset(lab: &Lab, token: &str, code: &str) -> Reply {
    let body = json!({"key": code, "password": NEW});
    lab.core("POST", "/auth/password/reset", Some(token), body).await
}

/// Another code of six digits.
fn wrong(code: &str) -> &'static str {
    if code == "000000" { "111111" } else { "000000" }
}

#[tokio::test]
async fn a_new_code_gives_no_new_guesses() {
    let lab = Lab::limited(Preset::CareCall).await;
    lab.member(EMAIL).await;
    for email in [EMAIL, "nobody@lab.invalid"] {
        let mut answers = Vec::new();
        for _ in 0..3 {
            lab.wait(60);
            let token = ask_for_a_reset(&lab, email).await;
            for _ in 0..5 {
                let code = lab.newest_code().await;
                answers.push(reset(&lab, &token, wrong(&code)).await.status);
            }
        }
        let (taken, refused) = answers.split_at(10);
        assert!(taken.iter().all(|status| *status == 400), "{email}: {answers:?}");
        assert!(refused.iter().all(|status| *status == 429), "{email}: {answers:?}");
    }
    // Later the owner's own code works.
    lab.wait(600);
    let token = ask_for_a_reset(&lab, EMAIL).await;
    let code = lab.newest_code().await;
    assert_eq!(reset(&lab, &token, &code).await.status, 401);
    assert_eq!(lab.sign_in(EMAIL, NEW).await.status, 200);
}

#[tokio::test]
async fn fifty_wrong_codes_a_day_are_enough() {
    let lab = Lab::limited(Preset::CareCall).await;
    lab.member(EMAIL).await;
    let mut taken = 0;
    for _ in 0..20 {
        lab.wait(3600);
        let token = ask_for_a_reset(&lab, EMAIL).await;
        for _ in 0..5 {
            let code = lab.newest_code().await;
            taken += u32::from(reset(&lab, &token, wrong(&code)).await.status == 400);
        }
    }
    assert_eq!(taken, 50);
}

/// Has codes mailed to the member at each sign-in.
async fn turn_on_mailed_codes(lab: &Lab, token: &str) {
    lab.step_up(token).await;
    let factor = "/account/v1/second-factor";
    let body = json!({"method": "email"});
    lab.request("PUT", factor, Some(token), &[], body).await;
    let code = json!({"code": lab.newest_code().await});
    let verify = format!("{factor}/verify");
    let validated = lab.request("POST", &verify, Some(token), &[], code).await;
    assert_eq!(validated.status, 200, "{validated:?}");
}

#[tokio::test]
async fn fifty_wrong_codes_of_a_second_factor_are_enough() {
    let lab = Lab::limited(Preset::CareCall).await;
    let owner = lab.member(EMAIL).await;
    turn_on_mailed_codes(&lab, &owner).await;
    let mut taken = 0;
    for round in 0..20 {
        lab.wait(3600);
        // By a new sign-in, and by a step-up in a session that somebody left open.
        let (path, token) = match round % 2 {
            0 => ("/auth/2fa/authenticate", lab.sign_in(EMAIL, PASSWORD).await.token()),
            _ => ("/auth/2fa/reauthenticate", Some(owner.clone())),
        };
        let challenge = "/account/v1/second-factor/challenge";
        lab.wait(30);
        lab.request("POST", challenge, token.as_deref(), &[], json!({})).await;
        for _ in 0..5 {
            let code = json!({"code": wrong(&lab.newest_code().await)});
            let reply = lab.core("POST", path, token.as_deref(), code).await;
            taken += u32::from(reply.status == 400);
        }
    }
    assert_eq!(taken, 50);
    // The next day the owner's own code works.
    lab.wait(86_400);
    let token = lab.sign_in(EMAIL, PASSWORD).await.token();
    let code = json!({"code": lab.newest_code().await});
    let entered = lab.core("POST", "/auth/2fa/authenticate", token.as_deref(), code).await;
    assert_eq!(entered.status, 200, "{entered:?}");
}

#[tokio::test]
async fn anothers_address_is_not_guessed_at_either() {
    let lab = Lab::limited(Preset::WhaTap).await;
    let body = json!({"email": EMAIL, "password": PASSWORD});
    let mut token = lab.core("POST", "/auth/signup", None, body.clone()).await.token();
    let mut refused = 0;
    for _ in 0..4 {
        let code = lab.newest_code().await;
        for _ in 0..5 {
            let key = json!({"key": wrong(&code)});
            let reply = lab.core("POST", "/auth/email/verify", token.as_deref(), key).await;
            refused += u32::from(reply.status == 429);
        }
        lab.wait(20);
        token = lab.core("POST", "/auth/login", None, body.clone()).await.token();
    }
    assert_eq!(refused, 10);
}

#[tokio::test]
async fn right_codes_are_not_counted() {
    let lab = Lab::limited(Preset::CareCall).await;
    lab.member(EMAIL).await;
    for _ in 0..15 {
        lab.wait(60);
        let token = ask_for_a_reset(&lab, EMAIL).await;
        let code = lab.newest_code().await;
        assert_eq!(reset(&lab, &token, &code).await.status, 401);
    }
}

#[tokio::test]
async fn without_the_challenge_nobody_uses_up_anothers_temporary_passwords() {
    let lab = Lab::limited(Preset::WhaTap).await;
    lab.member(EMAIL).await;
    let path = "/account/v1/temporary-password";
    for _ in 0..10 {
        let reply = lab.request("POST", path, None, &[], json!({"email": EMAIL})).await;
        assert_eq!(reply.status, 422, "{reply:?}");
    }
    lab.temporary_password(EMAIL).await;
}

#[tokio::test]
async fn people_behind_a_password_of_their_own_do_not_stand_in_each_others_way() {
    let lab = Lab::limited(Preset::Plain).await;
    lab.member(EMAIL).await;
    let at_once = futures_of(12, || lab.sign_in(EMAIL, PASSWORD)).await;
    for reply in at_once {
        let after = reply.headers.get("retry-after").map(|value| value.to_str().unwrap());
        assert!(reply.status == 200 || after == Some("1"), "{reply:?}");
    }
    // None of it stays counted.
    for _ in 0..6 {
        assert_eq!(lab.sign_in(EMAIL, PASSWORD).await.status, 200);
    }
}

/// So many of the same, side by side.
async fn futures_of<F: Future<Output = Reply>>(number: usize, one: impl Fn() -> F) -> Vec<Reply> {
    let mut running: Vec<_> = (0..number).map(|_| Box::pin(one())).collect();
    let mut done: Vec<Option<Reply>> = (0..number).map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (at, each) in running.iter_mut().enumerate() {
            if done[at].is_none()
                && let std::task::Poll::Ready(reply) = each.as_mut().poll(context)
            {
                done[at] = Some(reply);
            }
        }
        if done.iter().all(Option::is_some) {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    done.into_iter().flatten().collect()
}

#[tokio::test]
async fn a_wait_for_the_second_step_costs_no_temporary_password() {
    let lab = Lab::limited(Preset::WhaTap).await;
    let owner = lab.member(EMAIL).await;
    turn_on_mailed_codes(&lab, &owner).await;

    lab.wait(300);
    let temporary = lab.temporary_password(EMAIL).await;
    // Each is mailed a code, and after five of them the next has to wait.
    for _ in 0..5 {
        assert_eq!(lab.sign_in(EMAIL, PASSWORD).await.pending(), Some("mfa_authenticate"));
    }
    assert_eq!(lab.sign_in(EMAIL, &temporary).await.status, 429);
    lab.wait(300);
    let entered = lab.sign_in(EMAIL, &temporary).await;
    assert_eq!(entered.pending(), Some("mfa_authenticate"), "{entered:?}");
    assert_eq!(lab.sign_in(EMAIL, &temporary).await.status, 400, "once");
}

/// How many of twelve wrong sign-ins, each with an address and a name of its own, are refused for being too many.
async fn refused_of_twelve(proxies: &[IpAddr], asker: impl Fn(u32) -> String) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let mut options = Options::new(folder.path().join("data"), Preset::Plain);
    options.password_cost = PasswordCost::TestOnly;
    options.proxies = proxies.to_vec();
    let lab = Lab::around(Service::open(options).await.unwrap(), Preset::Plain);
    let mut refused = 0;
    for person in 1..=12 {
        let body = json!({"email": format!("p{person}@lab.invalid"), "password": "Wrong-Guess-1"});
        let mut request = Request::post("/_allauth/app/v1/auth/login")
            .header("x-forwarded-for", asker(person))
            .body(Body::from(body.to_string()))
            .unwrap();
        let peer: SocketAddr = "127.0.0.1:40000".parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        refused += usize::from(lab.send(request).await.status == 429);
    }
    refused
}

#[tokio::test]
async fn people_behind_a_trusted_proxy_are_told_apart() {
    let proxy = ["127.0.0.1".parse().unwrap()];
    let line = |person| format!("203.0.113.{person}");
    assert_eq!(refused_of_twelve(&proxy, line).await, 0);
    assert_eq!(refused_of_twelve(&[], line).await, 2, "the proxy is one of them");
    // Whoever has IPv6 has a /64, and gets no more guesses by it.
    assert_eq!(refused_of_twelve(&proxy, |at| format!("2001:db8:0:7::{at}")).await, 2);
    assert_eq!(refused_of_twelve(&proxy, |at| format!("2001:db8:0:{at}::1")).await, 0);
}
