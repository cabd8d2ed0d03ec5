//! Messages that leave: by a real mail server and a real text gateway, through their refusals and absences.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod sinks;
mod support;

use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};
use service::{Clock, MailServer, Options, PasswordCost, Preset, Service, TextGateway};
use sinks::{Gateway, Speech, free_port, wait_for};
use support::{EMAIL, Lab, PASSWORD};

const SENDER: &str = "no-reply@lab.invalid";
const NUMBER: &str = "+821012345678";

fn options(folder: &Path, preset: Preset) -> Options {
    let mut options = Options::new(folder.join("data"), preset);
    options.password_cost = PasswordCost::TestOnly;
    options.rate_limits = false;
    options
}

/// A service whose mails go to this server.
async fn mailing(folder: &Path, address: &str) -> Lab {
    let mut options = options(folder, Preset::WhaTap);
    options.mail_server = Some(MailServer::new(address, SENDER, None).unwrap());
    Lab::around(Service::open(options).await.unwrap(), Preset::WhaTap)
}

/// A service whose texts go through this gateway.
async fn texting(folder: &Path, address: &str) -> Lab {
    let mut options = options(folder, Preset::Plain);
    let (user, from) = (address.replace("//", "//AC12%33@"), Some("+15005550006".to_owned()));
    options.text_gateway = Some(TextGateway::new(&user, from, None, Some("gate-secret-7".into())).unwrap());
    Lab::around(Service::open(options).await.unwrap(), Preset::Plain)
}

async fn sign_up(lab: &Lab, email: &str) -> String {
    let body = json!({"email": email, "password": PASSWORD});
    let reply = lab.core("POST", "/auth/signup", None, body).await;
    assert_eq!(reply.pending(), Some("verify_email"), "{reply:?}");
    reply.token().unwrap()
}

async fn ask_for_text(lab: &Lab) -> String {
    let token = lab.member(EMAIL).await;
    lab.step_up(&token).await;
    let reply = lab
        .core("POST", "/account/phone", Some(&token), json!({"phone": NUMBER}))
        .await;
    assert_eq!(reply.status, 202, "{reply:?}");
    token
}

/// Whether any file of the folder holds these bytes.
fn holds(folder: &Path, needle: &str) -> bool {
    std::fs::read_dir(folder).unwrap().flatten().any(|file| {
        let bytes = std::fs::read(file.path()).unwrap();
        bytes.windows(needle.len()).any(|window| window == needle.as_bytes())
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_reaches_a_mail_server_and_its_code_leaves_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let server = sinks::MailServer::start();
    let lab = mailing(folder.path(), &server.address()).await;
    server.refuse("RCPT", "450 later");
    let token = sign_up(&lab, EMAIL).await;
    let data = folder.path().join("data");
    let mail = server.await_mails(1).remove(0);
    assert_eq!(mail.to, EMAIL);
    assert_eq!(mail.header("From"), Some("WhaTap <no-reply@lab.invalid>"));
    assert!(
        mail.header("Message-ID")
            .is_some_and(|id| id.ends_with("@lab.invalid>"))
    );
    let code = mail.code().expect("a code on its own line");
    assert!(
        wait_for(|| (!holds(&data, &code)).then_some(())).is_some(),
        "the code is still on the disk"
    );
    let reply = lab
        .core("POST", "/auth/email/verify", Some(&token), json!({"key": code}))
        .await;
    assert_eq!(reply.status, 200, "{reply:?}");
    assert!(lab.service.outbox_messages().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_waits_on_the_disk_only_while_it_waits() {
    // The other half of the test above: a code that could not leave yet is found, so looking for it can fail.
    let folder = tempfile::tempdir().unwrap();
    let port = free_port();
    let lab = mailing(folder.path(), &format!("smtp+plain://127.0.0.1:{port}")).await;
    sign_up(&lab, EMAIL).await;
    assert!(holds(&folder.path().join("data"), "Enter this code in WhaTap"));
    let server = sinks::MailServer::at(port, Speech::Plain);
    server.await_mails(1);
    let data = folder.path().join("data");
    assert!(wait_for(|| (!holds(&data, "Enter this code in WhaTap")).then_some(())).is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_could_not_leave_leaves_when_the_service_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let port = free_port();
    let address = format!("smtp+plain://127.0.0.1:{port}");
    let lab = mailing(folder.path(), &address).await;
    for at in 0..20 {
        sign_up(&lab, &format!("p{at}@lab.invalid")).await;
    }
    lab.service.close().await;
    let server = sinks::MailServer::at(port, Speech::Plain);
    let _again = mailing(folder.path(), &address).await;
    let mut receivers: Vec<_> = server.await_mails(20).into_iter().map(|mail| mail.to).collect();
    receivers.sort();
    receivers.dedup();
    assert_eq!(receivers.len(), 20);
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(server.mails().len(), 20, "none came twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_for_now_are_tried_again_and_doubles_can_be_told() {
    let folder = tempfile::tempdir().unwrap();
    let server = sinks::MailServer::start();
    let lab = mailing(folder.path(), &server.address()).await;
    server.refuse("ACCEPT", "421 too busy");
    server.refuse("RCPT", "451 greylisted");
    // The server had the whole mail, and says that it has not.
    server.refuse(".", "451 disk full");
    sign_up(&lab, EMAIL).await;
    let mails = server.await_mails(2);
    assert_eq!(server.heard("RCPT"), 3);
    assert_eq!(mails[0].header("Message-ID"), mails[1].header("Message-ID"));
    assert!(mails[0].text == mails[1].text && mails[0].header("Message-ID").is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_that_is_not_there_is_not_asked_again() {
    let folder = tempfile::tempdir().unwrap();
    let server = sinks::MailServer::start();
    let lab = mailing(folder.path(), &server.address()).await;
    server.refuse("RCPT", "550 no such mailbox");
    sign_up(&lab, EMAIL).await;
    let data = folder.path().join("data");
    assert!(wait_for(|| (server.heard("RCPT") == 1 && !holds(&data, "Enter this code in")).then_some(())).is_some());
    // The next message is another matter.
    sign_up(&lab, "lee@lab.invalid").await;
    assert_eq!(server.await_mails(1)[0].to, "lee@lab.invalid");
    std::thread::sleep(Duration::from_millis(2500));
    assert_eq!(server.heard("RCPT"), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_ran_out_is_not_sent() {
    let folder = tempfile::tempdir().unwrap();
    let port = free_port();
    let clock = Clock::stopped_at(Timestamp::now());
    let mut options = options(folder.path(), Preset::WhaTap);
    options.clock = clock.clone();
    let address = format!("smtp+plain://127.0.0.1:{port}");
    options.mail_server = Some(MailServer::new(&address, SENDER, None).unwrap());
    let lab = Lab::around(Service::open(options).await.unwrap(), Preset::WhaTap);
    let token = sign_up(&lab, EMAIL).await;
    // A notice without a code outlives the codes.
    sign_up(&lab, EMAIL).await;
    clock.advance(600_000);
    let data = folder.path().join("data");
    assert!(
        wait_for(|| (!holds(&data, "Enter this code in WhaTap")).then_some(())).is_some(),
        "a dead code stays on the disk"
    );
    let server = sinks::MailServer::at(port, Speech::Plain);
    clock.advance(10_000);
    let mails = server.await_mails(1);
    std::thread::sleep(Duration::from_millis(1500));
    assert_eq!((server.mails().len(), mails[0].code()), (1, None), "{mails:?}");
    assert_eq!(mails[0].header("Subject"), Some("[WhaTap] You already have an account"));
    // The person asks for another code, and that one comes.
    let again = lab
        .core("POST", "/auth/email/verify/resend", Some(&token), json!({}))
        .await;
    assert_eq!(again.status, 409, "a code that ran out is no step any more");
    sign_up(&lab, "lee@lab.invalid").await;
    assert!(server.await_mails(2)[1].code().is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_reaches_a_gateway_through_its_refusals() {
    let folder = tempfile::tempdir().unwrap();
    let gateway = Gateway::start();
    for status in [
        "429 Too Many Requests\r\nRetry-After: 2",
        "401 Unauthorized",
        "500 Internal Server Error",
        "302 Found\r\nLocation: https://elsewhere.invalid/",
    ] {
        gateway.answer(status);
    }
    let lab = texting(folder.path(), &gateway.address()).await;
    ask_for_text(&lab).await;
    let begun = std::time::Instant::now();
    gateway.await_calls(2);
    assert!(begun.elapsed() >= Duration::from_millis(1900), "Retry-After counts");
    let calls = gateway.await_calls(5);
    for call in &calls {
        assert_eq!(
            (call.field("To"), call.field("From")),
            (Some(NUMBER), Some("+15005550006"))
        );
        assert!(call.head.starts_with("POST /Messages.json HTTP/1.1"));
        let login = format!("Basic {}", data_encoding::BASE64.encode(b"AC123:gate-secret-7"));
        assert_eq!(call.header("authorization"), Some(login.as_str()));
        assert_eq!(call.header("idempotency-key"), calls[0].header("idempotency-key"));
        assert_eq!(call.field("Body"), calls[0].field("Body"));
    }
    assert!(calls[0].header("idempotency-key").is_some_and(|key| key.len() == 36));
    assert!(calls[0].field("Body").unwrap().contains("Your verification code"));
    std::thread::sleep(Duration::from_millis(1500));
    assert_eq!(gateway.calls().len(), 5, "a text that was taken is not sent again");
    let mails = lab.service.outbox_messages().await.unwrap();
    assert!(!mails.is_empty() && mails.iter().all(|mail| mail.channel == service::Channel::Mail));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_the_gateway_refuses_is_not_tried_again() {
    let folder = tempfile::tempdir().unwrap();
    let port = free_port();
    let lab = texting(folder.path(), &format!("http://127.0.0.1:{port}/")).await;
    ask_for_text(&lab).await;
    std::thread::sleep(Duration::from_millis(500));
    // The gateway was down; now it is there, and does not want this number.
    let gateway = Gateway::at(port);
    gateway.answer("400 Bad Request");
    gateway.await_calls(1);
    std::thread::sleep(Duration::from_millis(3000));
    assert_eq!(gateway.calls().len(), 1);
    assert!(!holds(&folder.path().join("data"), "Your verification code:"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_was_replaced_does_not_come_after_the_one_that_counts() {
    let folder = tempfile::tempdir().unwrap();
    let gateway = Gateway::start();
    for _ in 0..2 {
        gateway.answer("503 Service Unavailable\r\nRetry-After: 3600");
    }
    let lab = texting(folder.path(), &gateway.address()).await;
    let token = ask_for_text(&lab).await;
    gateway.await_calls(1);
    // The person waits in vain, and asks for another.
    let body = json!({ "phone": NUMBER });
    let again = lab.core("POST", "/account/phone", Some(&token), body).await;
    assert_eq!(again.status, 202, "{again:?}");
    gateway.await_calls(2);
    lab.service.close().await;

    // What still waits is tried at once when the service is opened.
    let lab = texting(folder.path(), &gateway.address()).await;
    let text = gateway.await_calls(3).remove(2);
    lab.service.close().await;
    assert_eq!(gateway.calls().len(), 3, "{:?}", gateway.calls());
    let lab = texting(folder.path(), &gateway.address()).await;
    let code = text.field("Body").unwrap().lines().nth(1).unwrap();
    let code = json!({ "code": code });
    let reply = lab.core("POST", "/auth/phone/verify", Some(&token), code).await;
    assert_eq!(reply.status, 200, "the newest is the one that counts: {reply:?}");
}

#[tokio::test]
async fn notices_speak_the_accounts_language_and_tell_its_time() {
    let lab = Lab::open(Preset::WhaTap).await;
    let token = lab.member(EMAIL).await;
    let read = lab
        .request("GET", "/account/v1/profile", Some(&token), &[], Value::Null)
        .await;
    let tag = read.headers["etag"].to_str().unwrap().to_owned();
    let wanted = json!({"name": "Kim", "notification_language": "ko", "time_zone": "America/New_York"});
    let headers = [("if-match", tag.as_str()), ("accept-language", "ja")];
    let kept = lab
        .request("PATCH", "/account/v1/profile", Some(&token), &headers, wanted)
        .await;
    assert_eq!(kept.status, 200, "{kept:?}");
    let body = json!({"current_password": PASSWORD, "new_password": "Quiet-Moss-77"});
    lab.request(
        "POST",
        "/_allauth/app/v1/account/password/change",
        Some(&token),
        &[("accept-language", "ja")],
        body,
    )
    .await;
    let notice = lab.service.outbox_messages().await.unwrap().remove(0);
    assert_eq!(notice.subject, "[WhaTap] 비밀번호가 변경되었습니다");
    assert!(
        notice.text.ends_with("시각: 2026년 11월 20일 07:15 (America/New_York)"),
        "{}",
        notice.text
    );
}
