//! Closing an account: what is told before, what stands in the way, what is refused, and that nothing is left after.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};
use service::{Clearing, Clock, Options, Outbox, PasswordCost, Preset, Service};
use sqlx::Connection as _;
use support::{EMAIL, Lab, PASSWORD, Reply};

const CLOSURE: &str = "/account/v1/closure";
const PHRASE: &str = "membership withdrawal";

async fn look(lab: &Lab, token: &str) -> Value {
    let reply = lab.request("GET", CLOSURE, Some(token), &[], Value::Null).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    reply.json
}

async fn post(lab: &Lab, token: &str, body: Value) -> Reply {
    lab.request("POST", CLOSURE, Some(token), &[], body).await
}

fn withdrawal() -> Value {
    json!({"reason": "no_longer_used", "consent": true, "phrase": PHRASE})
}

/// A practice service's sample account, signed in.
async fn sample(lab: &Lab) -> (service::SampleAccount, String) {
    let sample = lab.service.seed_sample().await.unwrap().unwrap();
    let token = lab.sign_in(&sample.email, &sample.password).await.token().unwrap();
    (sample, token)
}

async fn prove(lab: &Lab, token: &str, password: &str) {
    let body = json!({ "password": password });
    let reply = lab.core("POST", "/auth/reauthenticate", Some(token), body).await;
    assert_eq!(reply.status, 200, "{reply:?}");
}

/// The files of a data folder that hold the text.
fn files_with(folder: &Path, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let file = file.unwrap().path();
        let bytes = std::fs::read(&file).unwrap();
        if bytes.windows(text.len()).any(|part| part == text.as_bytes()) {
            found.push(file.file_name().unwrap().to_string_lossy().into_owned());
        }
    }
    found
}

#[tokio::test]
async fn what_is_lost_and_what_is_asked_is_told_in_numbers() {
    let lab = Lab::open(Preset::WhaTap).await;
    let (_, token) = sample(&lab).await;
    let told = look(&lab, &token).await;
    assert_eq!(
        told["consequences"],
        json!([
            {"what": "projects", "count": 4}, {"what": "coupons", "count": 2},
            {"what": "data_months", "count": 11}, {"what": "devices", "count": 0}
        ])
    );
    assert_eq!(
        told["checks"],
        json!(["unpaid_balance", "billing_role", "member_management"])
    );
    assert_eq!(
        told["blockers"],
        json!([
            {"code": "unpaid_balance", "project": "shop-staging", "owed": {"amount": "132000", "currency": "KRW"}},
            {"code": "billing_role", "project": "shop-prod"},
            {"code": "member_management", "project": "mobile-app"}
        ])
    );
    assert_eq!(
        (&told["phrase"], &told["consent"]),
        (&json!(PHRASE), &json!("personal_information"))
    );
    assert_eq!(told["reasons"].as_array().unwrap().len(), 5);

    let lab = Lab::open(Preset::CareCall).await;
    let token = lab.member(EMAIL).await;
    lab.step_up(&token).await;
    let made = lab.request(
        "POST",
        "/account/v1/api-keys",
        Some(&token),
        &[],
        json!({"name": "Robot"}),
    );
    assert_eq!(made.await.status, 200);
    let told = look(&lab, &token).await;
    assert_eq!(
        told,
        json!({
            "consequences": [{"what": "keys", "count": 1}, {"what": "sessions", "count": 1}],
            "checks": [], "blockers": [], "reasons": [], "consent": "user_information"
        })
    );
}

#[tokio::test]
async fn each_blocker_is_cleared_one_after_another() {
    let lab = Lab::open(Preset::WhaTap).await;
    let (sample, token) = sample(&lab).await;
    prove(&lab, &token, &sample.password).await;
    let projects = lab.service.sample_projects().await.unwrap();
    let number = |name: &str| projects.iter().find(|one| one.name == name).unwrap().id;
    let clearings = [
        ("shop-staging", Clearing::Pay),
        ("shop-prod", Clearing::HandOverBilling),
        ("mobile-app", Clearing::AddManager),
    ];
    let mut left = vec!["unpaid_balance", "billing_role", "member_management"];
    for (project, clearing) in clearings {
        let refused = post(&lab, &token, withdrawal()).await;
        assert_eq!(
            (refused.status, &refused.json["code"]),
            (409, &json!("closure_blocked"))
        );
        assert_eq!(refused.codes(), left);
        assert_eq!(refused.json["errors"][0]["detail"], project);
        assert_eq!(refused.json["errors"][0]["pointer"], "");
        lab.service.clear_sample(number(project), clearing).await.unwrap();
        left.remove(0);
    }
    assert_eq!(look(&lab, &token).await["blockers"], json!([]));
    let done = post(&lab, &token, withdrawal()).await;
    assert_eq!(
        (done.status, &done.json),
        (200, &json!({"closed_at": "2026-11-20T12:15:39Z"}))
    );
    assert!(lab.service.sample_projects().await.unwrap().is_empty());
}

#[tokio::test]
async fn clearing_leaves_what_is_not_in_the_way() {
    let lab = Lab::open(Preset::WhaTap).await;
    sample(&lab).await;
    let before = lab.service.sample_projects().await.unwrap();
    for clearing in [Clearing::Pay, Clearing::HandOverBilling, Clearing::AddManager] {
        lab.service.clear_sample(99, clearing).await.unwrap();
    }
    assert_eq!(lab.service.sample_projects().await.unwrap(), before);
    lab.service.reset().await.unwrap();
    assert!(lab.service.sample_projects().await.unwrap().is_empty());
    sample(&lab).await;
    let names = |projects: Vec<service::SampleProject>| {
        projects.into_iter().map(|one| (one.name, one.owed)).collect::<Vec<_>>()
    };
    assert_eq!(
        names(lab.service.sample_projects().await.unwrap()),
        names(before),
        "a reset brings the world back"
    );
}

#[tokio::test]
async fn what_is_missing_or_wrong_is_named_field_by_field() {
    let lab = Lab::open(Preset::WhaTap).await;
    let token = lab.member(EMAIL).await;
    let refused = post(&lab, &token, withdrawal()).await;
    assert_eq!(
        (refused.status, &refused.json["code"]),
        (401, &json!("step_up_required"))
    );
    lab.step_up(&token).await;
    for (change, pointer, code) in [
        (json!({"reason": null}), "/reason", "required"),
        (json!({"reason": "  "}), "/reason", "required"),
        (json!({"reason": "bored"}), "/reason", "not_a_choice"),
        (json!({"reason": 3}), "/reason", "not_text"),
        (json!({"consent": null}), "/consent", "required"),
        (json!({"consent": false}), "/consent", "required"),
        (json!({"consent": "yes"}), "/consent", "not_boolean"),
        (json!({"phrase": null}), "/phrase", "required"),
        (json!({"phrase": ""}), "/phrase", "required"),
        (json!({"phrase": "Membership Withdrawal"}), "/phrase", "wrong_phrase"),
        (json!({"phrase": "membership withdrawal "}), "/phrase", "wrong_phrase"),
        (json!({"phrase": "membership  withdrawal"}), "/phrase", "wrong_phrase"),
        (json!({"phrase": ["membership withdrawal"]}), "/phrase", "not_text"),
    ] {
        let mut body = withdrawal();
        let (name, value) = change.as_object().unwrap().iter().next().unwrap();
        body[name] = value.clone();
        let reply = post(&lab, &token, body).await;
        assert_eq!((reply.status, reply.codes()), (422, vec![code]), "{change}");
        assert_eq!(reply.json["errors"][0]["pointer"], pointer);
    }
    assert_eq!(post(&lab, &token, json!({})).await.codes(), ["required"; 3]);
    assert_eq!(post(&lab, &token, json!("go")).await.status, 400);
    assert_eq!(
        look(&lab, &token).await["blockers"],
        json!([]),
        "the account is still there"
    );

    let lab = Lab::open(Preset::CareCall).await;
    let token = lab.member(EMAIL).await;
    lab.step_up(&token).await;
    assert_eq!(
        post(&lab, &token, json!({"consent": false})).await.codes(),
        ["required"]
    );
    assert_eq!(post(&lab, &token, json!({"consent": true})).await.status, 200);
}

#[tokio::test]
async fn it_is_its_persons_alone_only_where_it_is_served_and_not_too_often() {
    let lab = Lab::open(Preset::WhaTap).await;
    for method in ["GET", "POST"] {
        let nobody = lab.request(method, CLOSURE, None, &[], withdrawal()).await;
        assert_eq!((nobody.status, &nobody.json["code"]), (401, &json!("not_signed_in")));
    }
    let lab = Lab::open(Preset::Plain).await;
    let token = lab.member(EMAIL).await;
    let reply = lab.request("GET", CLOSURE, Some(&token), &[], Value::Null).await;
    assert_eq!((reply.status, &reply.json["code"]), (404, &json!("not_offered")));

    let lab = Lab::limited(Preset::WhaTap).await;
    let token = lab.member(EMAIL).await;
    lab.step_up(&token).await;
    for _ in 0..5 {
        assert_eq!(post(&lab, &token, json!({})).await.status, 422);
    }
    let reply = post(&lab, &token, withdrawal()).await;
    assert_eq!(
        (reply.status, &reply.headers["retry-after"]),
        (429, &"60".parse().unwrap())
    );
}

#[tokio::test]
async fn the_same_again_after_a_lost_answer_does_no_harm() {
    let lab = Lab::open(Preset::WhaTap).await;
    let (kim, mina) = (lab.member(EMAIL).await, lab.member("mina@lab.invalid").await);
    lab.step_up(&kim).await;
    assert_eq!(post(&lab, &kim, withdrawal()).await.status, 200);
    for _ in 0..2 {
        let again = post(&lab, &kim, withdrawal()).await;
        assert_eq!((again.status, &again.json["code"]), (410, &json!("session_gone")));
        let look = lab.core("GET", "/auth/session", Some(&kim), Value::Null).await;
        assert_eq!(look.status, 410);
    }
    let session = lab.core("GET", "/auth/session", Some(&mina), Value::Null).await;
    assert_eq!(session.status, 200, "the others' accounts stay");
    let farewells = lab.subjects().await;
    let farewells = farewells
        .iter()
        .filter(|subject| subject.contains("Your account is closed"));
    assert_eq!(farewells.count(), 1);
}

#[tokio::test]
async fn the_address_is_used_up_and_nobody_can_tell() {
    let lab = Lab::open(Preset::CareCall).await;
    let (kim, mina) = (lab.member(EMAIL).await, lab.member("mina@lab.invalid").await);
    lab.step_up(&kim).await;
    assert_eq!(post(&lab, &kim, json!({"consent": true})).await.status, 200);
    assert_eq!(lab.sign_in(EMAIL, PASSWORD).await.codes(), ["email_password_mismatch"]);

    // Signing up looks the same with an address in use and with a used-up one, and neither gets a code.
    let mut seen = Vec::new();
    for address in ["mina@lab.invalid", EMAIL, &EMAIL.to_uppercase()] {
        lab.service.clear_outbox().await.unwrap();
        lab.wait(60);
        let body = json!({"email": address, "password": "Quiet-Moss-77"});
        let mut reply = lab.core("POST", "/auth/signup", None, body).await;
        let token = reply.token().unwrap();
        reply.json["meta"]["session_token"] = Value::Null;
        let wrong = lab
            .core("POST", "/auth/email/verify", Some(&token), json!({"key": "000000"}))
            .await;
        let messages = lab.service.outbox_messages().await.unwrap();
        assert!(messages.len() == 1 && messages[0].code.is_none(), "{messages:?}");
        seen.push((reply.status, reply.json, wrong.status, wrong.json));
    }
    assert!(seen[0] == seen[1] && seen[1] == seen[2], "{seen:?}");
    assert_eq!(lab.subjects().await, ["[CLOVA CareCall] This address can't be used"]);

    // So does a change to it.
    lab.member("third@lab.invalid").await;
    lab.step_up(&mina).await;
    let mut seen = Vec::new();
    for address in ["third@lab.invalid", EMAIL] {
        let body = json!({ "email": address });
        let begun = lab.core("POST", "/account/email", Some(&mina), body).await;
        let key = json!({"key": lab.newest_code().await});
        let refused = lab.core("POST", "/auth/email/verify", Some(&mina), key).await;
        assert_eq!(refused.codes(), ["email_taken"]);
        let gone = lab
            .core("DELETE", "/account/email", Some(&mina), json!({ "email": address }))
            .await;
        seen.push((begun.status, refused.status, refused.json, gone.status));
    }
    assert_eq!(seen[0], seen[1]);
}

#[tokio::test]
async fn another_spelling_of_a_used_up_address_is_used_up_too() {
    let (unicode, ascii) = ("m@한빛.example", "m@xn--xx3br43b.example");
    for (first, then) in [(unicode, ascii), (ascii, unicode)] {
        let lab = Lab::open(Preset::CareCall).await;
        let token = lab.member(first).await;
        assert_eq!(lab.sign_in(then, PASSWORD).await.status, 200, "it is one mailbox");
        lab.step_up(&token).await;
        assert_eq!(post(&lab, &token, json!({"consent": true})).await.status, 200);
        let body = json!({"email": then, "password": PASSWORD});
        lab.core("POST", "/auth/signup", None, body).await;
        let newest = lab.service.outbox_messages().await.unwrap().remove(0);
        assert_eq!((newest.to.as_str(), newest.code), (ascii, None), "{first}");
    }
}

#[tokio::test]
async fn a_reason_nobody_asked_for_is_not_kept() {
    let lab = Lab::open(Preset::CareCall).await;
    let token = lab.member(EMAIL).await;
    lab.step_up(&token).await;
    let body = json!({"consent": true, "reason": "I am Mina Park, call me"});
    assert_eq!(post(&lab, &token, body).await.status, 200);
    assert_eq!(files_with(&lab.folder.path().join("data"), "Mina Park"), [""; 0]);
}

#[tokio::test]
async fn the_farewell_is_in_the_accounts_own_language() {
    let lab = Lab::open(Preset::WhaTap).await;
    let token = lab.member(EMAIL).await;
    let profile = lab
        .request("GET", "/account/v1/profile", Some(&token), &[], Value::Null)
        .await;
    let version = profile.headers["etag"].to_str().unwrap().to_owned();
    let body = json!({"notification_language": "ja"});
    let saved = lab
        .request(
            "PATCH",
            "/account/v1/profile",
            Some(&token),
            &[("if-match", &version)],
            body,
        )
        .await;
    assert_eq!(saved.status, 200, "{saved:?}");
    lab.step_up(&token).await;
    post(&lab, &token, withdrawal()).await;
    let messages = lab.service.outbox_messages().await.unwrap();
    let [farewell] = messages.as_slice() else {
        panic!("only the farewell is left: {messages:?}")
    };
    assert_eq!(
        (farewell.to.as_str(), farewell.asked_for_by.as_str()),
        (EMAIL, "closure")
    );
    assert_eq!(farewell.subject, "[WhaTap] アカウントを削除しました");
}

#[tokio::test]
async fn the_sample_account_stays_closed_until_the_reset() {
    let lab = Lab::open(Preset::CareCall).await;
    let (sample, token) = sample(&lab).await;
    prove(&lab, &token, &sample.password).await;
    assert_eq!(post(&lab, &token, json!({"consent": true})).await.status, 200);
    assert_eq!(lab.service.seed_sample().await.unwrap(), None);
    lab.service.reset().await.unwrap();
    assert_eq!(lab.service.seed_sample().await.unwrap(), Some(sample));
}

#[tokio::test]
async fn a_service_without_its_key_does_not_forget_who_is_closed() {
    let lab = Lab::open(Preset::CareCall).await;
    let token = lab.member(EMAIL).await;
    lab.step_up(&token).await;
    post(&lab, &token, json!({"consent": true})).await;
    lab.service.close().await;
    let folder = lab.folder.path().join("data");
    std::fs::remove_file(folder.join("closed-addresses.key")).unwrap();
    let opened = Service::open(Options::new(&folder, Preset::CareCall)).await;
    assert!(opened.is_err(), "another key would let the address be used again");
}

#[tokio::test]
async fn a_damaged_key_that_nothing_was_made_with_is_made_anew() {
    let mut lab = Lab::open(Preset::CareCall).await;
    lab.member(EMAIL).await;
    // As a power cut may leave it.
    std::fs::write(lab.folder.path().join("data/closed-addresses.key"), "").unwrap();
    lab.restart().await;
    assert_eq!(lab.sign_in(EMAIL, PASSWORD).await.status, 200);
}

/// Every table goes with its account, or is named here. A table that is added and forgotten fails.
#[tokio::test]
async fn every_table_goes_with_its_account() {
    let lab = Lab::open(Preset::WhaTap).await;
    let file = lab.folder.path().join("data/service.sqlite3");
    let mut db = sqlx::SqliteConnection::connect(file.to_str().unwrap()).await.unwrap();
    let of_nobody = ["accounts", "captchas", "closure_reasons", "projects", "tombstones"];
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_%' ESCAPE '\\'",
    )
    .fetch_all(&mut db)
    .await
    .unwrap();
    assert!(tables.len() > of_nobody.len());
    let mut going = vec!["accounts".to_owned()];
    let mut left: Vec<String> = tables
        .into_iter()
        .filter(|table| !of_nobody.contains(&table.as_str()))
        .collect();
    loop {
        let mut found = None;
        for (at, table) in left.iter().enumerate() {
            let parents: Vec<String> =
                sqlx::query_scalar("SELECT \"table\" FROM pragma_foreign_key_list(?) WHERE on_delete = 'CASCADE'")
                    .bind(table)
                    .fetch_all(&mut db)
                    .await
                    .unwrap();
            if parents.iter().any(|parent| going.contains(parent)) {
                found = Some(at);
                break;
            }
        }
        let Some(at) = found else { break };
        going.push(left.remove(at));
    }
    assert!(left.is_empty(), "these stay when their account is closed: {left:?}");
}

/// The code that was mailed to somebody, once the mail is there.
async fn mailed_code(folder: &Path, email: &str) -> String {
    let to = format!("To: {email}");
    let code = |line: &&str| line.len() == 6 && line.bytes().all(|byte| byte.is_ascii_digit());
    for _ in 0..200 {
        let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
        let mails = files.filter(|file| file.extension().is_some_and(|end| end == "eml"));
        let mut mails = mails.map(|file| std::fs::read_to_string(file).unwrap());
        if let Some(mail) = mails.find(|mail| mail.lines().any(|line| line == to)) {
            return mail.lines().find(code).unwrap().to_owned();
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("no mail came to {email}");
}

/// Waits until no file holds the text any more, as while a farewell is on its way; whether that came about.
async fn is_gone(data: &Path, trace: &str) -> bool {
    for _ in 0..300 {
        if files_with(data, trace).is_empty() {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    false
}

/// Fills what there is to fill in somebody's account; the OTP key and the API token.
async fn settle(lab: &Lab, token: &str, now: i64) -> (String, String) {
    lab.step_up(token).await;
    let set_up = lab
        .core("GET", "/account/authenticators/totp", Some(token), Value::Null)
        .await;
    let secret = set_up.json["meta"]["secret"].as_str().unwrap().to_owned();
    let code = json!({"code": support::totp_at(&secret, now)});
    assert_eq!(
        lab.core("POST", "/account/authenticators/totp", Some(token), code)
            .await
            .status,
        200
    );
    let profile = lab
        .request("GET", "/account/v1/profile", Some(token), &[], Value::Null)
        .await;
    let version = profile.headers["etag"].to_str().unwrap().to_owned();
    let body = json!({"name": "Lea Verlassen", "company": "Quitting soon"});
    let saved = lab
        .request(
            "PATCH",
            "/account/v1/profile",
            Some(token),
            &[("if-match", &version)],
            body,
        )
        .await;
    assert_eq!(saved.status, 200, "{saved:?}");
    let made = lab
        .request("POST", "/account/v1/api-token/reissue", Some(token), &[], Value::Null)
        .await;
    let key = made.json["secret"].as_str().unwrap().to_owned();
    (secret, key)
}

#[tokio::test]
async fn no_byte_of_the_person_is_left_in_the_database() {
    let folder = tempfile::tempdir().unwrap();
    let (data, mails) = (folder.path().join("data"), folder.path().join("mails"));
    let mut options = Options::new(&data, Preset::WhaTap);
    options.outbox = Outbox::Folder(mails.clone());
    options.rate_limits = false;
    options.password_cost = PasswordCost::TestOnly;
    options.clock = Clock::stopped_at(jiff::Timestamp::from_second(1_795_176_939).unwrap());
    let clock = options.clock.clone();
    let lab = Lab::around(Service::open(options).await.unwrap(), Preset::WhaTap);
    // Neighbours, so that the pages are shared and rebuilt.
    let join = async |email: &str, agent: &str| {
        clock.advance(60_000);
        let headers = [("user-agent", agent)];
        let body = json!({"email": email, "password": PASSWORD});
        let path = |rest: &str| format!("/_allauth/app/v1{rest}");
        let begun = lab.request("POST", &path("/auth/signup"), None, &headers, body).await;
        let key = json!({"key": mailed_code(&mails, email).await});
        let token = begun.token().unwrap();
        let done = lab
            .request("POST", &path("/auth/email/verify"), Some(&token), &headers, key)
            .await;
        done.token().unwrap()
    };
    for number in 0..12 {
        join(&format!("before-{number}@lab.invalid"), "another-agent/1").await;
    }
    let token = join("leaver@lab.invalid", "leavers-agent/7").await;
    for number in 0..12 {
        join(&format!("after-{number}@lab.invalid"), "another-agent/1").await;
    }
    let (secret, key) = settle(&lab, &token, clock.now() / 1000).await;
    // Strangers' sessions mention the address, too.
    for (path, body) in [
        ("/auth/password/request", json!({"email": "leaver@lab.invalid"})),
        (
            "/auth/login",
            json!({"email": "leaver@lab.invalid", "password": PASSWORD}),
        ),
        (
            "/auth/signup",
            json!({"email": "leaver@lab.invalid", "password": PASSWORD}),
        ),
    ] {
        clock.advance(60_000);
        lab.core("POST", path, None, body).await;
    }

    let traces = [
        "leaver@lab.invalid",
        "Lea Verlassen",
        "Quitting soon",
        "leavers-agent",
        &key,
        &secret,
    ];
    for trace in traces {
        assert!(!files_with(&data, trace).is_empty(), "{trace} was never there");
    }
    lab.step_up(&token).await;
    assert_eq!(
        post(
            &lab,
            &token,
            json!({"reason": "other", "consent": true, "phrase": "membership withdrawal"})
        )
        .await
        .status,
        200
    );
    for trace in traces {
        assert!(is_gone(&data, trace).await, "{trace} is left while the service runs");
    }
    lab.service.close().await;
    for trace in traces {
        assert_eq!(files_with(&data, trace), [""; 0], "{trace} is left");
    }
    assert!(
        !files_with(&data, "before-3@lab.invalid").is_empty(),
        "the others are still there"
    );
}
