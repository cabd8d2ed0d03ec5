//! A clock that ran ahead and is corrected, as after another system on the same computer: nobody waits for hours, and nothing holds for hours.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod sinks;
mod support;

use jiff::Timestamp;
use serde_json::{Value, json};
use service::{Clock, MailServer, Options, PasswordCost, Preset, Service};
use sinks::{Speech, free_port};
use support::{EMAIL, Lab, PASSWORD, Reply};

/// Nine hours, in seconds.
const AHEAD: i64 = 9 * 3600;

fn retry_after(reply: &Reply) -> u64 {
    assert_eq!(reply.status, 429, "{reply:?}");
    reply.headers["retry-after"].to_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn no_limit_waits_until_the_clock_has_caught_up() {
    let lab = Lab::limited(Preset::WhaTap).await;
    let body = json!({"email": EMAIL, "password": PASSWORD});
    let token = lab.core("POST", "/auth/signup", None, body).await.token();
    lab.wait(-AHEAD);
    let again = lab.sign_in(EMAIL, PASSWORD).await;
    assert!(retry_after(&again) <= 10, "{again:?}");
    lab.wait(10);
    assert_eq!(lab.sign_in(EMAIL, PASSWORD).await.pending(), Some("verify_email"));
    let key = json!({"key": lab.newest_code().await});
    let stale = lab.core("POST", "/auth/email/verify", token.as_deref(), key).await;
    assert_eq!(stale.status, 409, "that session's sign-up is over");
}

#[tokio::test]
async fn another_code_can_be_had_at_once() {
    let lab = Lab::limited(Preset::WhaTap).await;
    let owner = lab.member(EMAIL).await;
    lab.step_up(&owner).await;
    let factor = "/account/v1/second-factor";
    let sms = "/account/v1/phones/sms";
    let number = json!({"number": "+821028410037"});
    lab.request("PUT", factor, Some(&owner), &[], json!({"method": "email"}))
        .await;
    let put = lab.request("PUT", sms, Some(&owner), &[], number).await;
    assert_eq!(put.status, 200, "{put:?}");
    let texted = lab.newest_code().await;
    lab.wait(-AHEAD);

    let told = lab.request("GET", factor, Some(&owner), &[], Value::Null).await.json;
    assert_eq!(
        (&told["pending"]["expires_in"], &told["pending"]["resend_in"]),
        (&json!(0), &json!(0))
    );
    let told = lab.request("GET", sms, Some(&owner), &[], Value::Null).await.json;
    assert_eq!(
        (&told["pending"]["expires_in"], &told["pending"]["resend_in"]),
        (&json!(0), &json!(0))
    );
    let old = lab
        .request(
            "POST",
            &format!("{sms}/verify"),
            Some(&owner),
            &[],
            json!({ "code": texted }),
        )
        .await;
    assert_eq!(old.codes(), ["code_expired"]);
    let sent = lab
        .request("POST", &format!("{factor}/resend"), Some(&owner), &[], json!({}))
        .await;
    assert_eq!(sent.status, 200, "{sent:?}");
    let code = json!({"code": lab.newest_code().await});
    let on = lab
        .request("POST", &format!("{factor}/verify"), Some(&owner), &[], code)
        .await;
    assert_eq!(on.status, 200, "{on:?}");
}

#[tokio::test]
async fn neither_a_step_up_nor_a_code_nor_a_temporary_password_holds_any_longer() {
    let lab = Lab::open(Preset::WhaTap).await;
    let owner = lab.member(EMAIL).await;
    lab.step_up(&owner).await;
    let temporary = lab.temporary_password(EMAIL).await;
    lab.wait(-AHEAD);
    let changed = lab
        .request(
            "PUT",
            "/account/v1/second-factor",
            Some(&owner),
            &[],
            json!({"method": "email"}),
        )
        .await;
    assert_eq!(
        (changed.status, &changed.json["code"]),
        (401, &json!("step_up_required"))
    );
    let door = lab
        .request("GET", "/account/v1/step-up", Some(&owner), &[], Value::Null)
        .await;
    assert_eq!((door.status, &door.json["code"]), (401, &json!("step_up_required")));
    assert_eq!(lab.sign_in(EMAIL, &temporary).await.status, 400);
    // All of it can be had again.
    lab.step_up(&owner).await;
    let door = lab
        .request("GET", "/account/v1/step-up", Some(&owner), &[], Value::Null)
        .await;
    assert_eq!(door.json["expires_in"], 300);
    let temporary = lab.temporary_password(EMAIL).await;
    assert_eq!(lab.sign_in(EMAIL, &temporary).await.pending(), Some("replace_password"));

    let lab = Lab::open(Preset::CareCall).await;
    lab.member(EMAIL).await;
    let body = json!({ "email": EMAIL });
    let token = lab.core("POST", "/auth/password/request", None, body).await.token();
    let body = json!({"key": lab.newest_code().await, "password": "Quiet-Moss-77"});
    lab.wait(-AHEAD);
    let reset = lab.core("POST", "/auth/password/reset", token.as_deref(), body).await;
    assert_eq!(reset.status, 409, "{reset:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_to_be_sent_does_not_wait_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let port = free_port();
    let clock = Clock::stopped_at(Timestamp::now());
    let mut options = Options::new(folder.path().join("data"), Preset::WhaTap);
    options.password_cost = PasswordCost::TestOnly;
    options.clock = clock.clone();
    let address = format!("smtp+plain://127.0.0.1:{port}");
    options.mail_server = Some(MailServer::new(&address, "no-reply@lab.invalid", None).unwrap());
    let lab = Lab::around(Service::open(options).await.unwrap(), Preset::WhaTap);
    let body = json!({"email": EMAIL, "password": PASSWORD});
    lab.core("POST", "/auth/signup", None, body).await;
    let server = sinks::MailServer::at(port, Speech::Plain);
    clock.advance(-AHEAD * 1000);
    assert_eq!(server.await_mails(1)[0].to, EMAIL);
}
