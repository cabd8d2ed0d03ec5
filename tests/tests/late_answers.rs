//! Answers that come late, never, or of no use: one about an earlier session tells nothing of the one that took its place, what
//! was there before a change is no sign that the change was made, and a change is told as refused only where that is known. What is
//! left half done stands in the way of nothing else.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::time::Duration;

use account::{Credentials, FactorMethod, FactorWay, PendingStep, Refusal, Severity, TestAlert, UnreachableReason};
use app::accounts::signing_in::Progress;
use app::accounts::{Accounts, SessionState};
use app::vault_session::VaultSession;
use app::{AppError, Home};
use bytes::Bytes;
use keychain::Keychain;
use providers::{Exchange, ExchangeError, over_service};
use secrecy::SecretString;
use service::{Options, PasswordCost, Preset, Service};
use tokio::sync::Notify;
use tower::ServiceExt as _;
use uuid::Uuid;

const ADDRESS: &str = "practice://plain";
const WITH_KEYS: &str = "practice://carecall";
const WITH_ALERTS: &str = "practice://whatap";
const NEW: &str = "Quiet-Moss-77";

/// A connection that can keep the next list of sessions to itself for a while.
#[derive(Default)]
struct Slow {
    keeps: AtomicBool,
    kept: Notify,
    go_on: Notify,
}

impl Slow {
    fn over(self: &Arc<Self>, whole: Exchange) -> Exchange {
        let slow = Arc::clone(self);
        Exchange::new(tower::service_fn(move |request: http::Request<Bytes>| {
            let (slow, whole) = (Arc::clone(&slow), whole.clone());
            async move {
                let keeps = request.uri().path().ends_with("/sessions") && slow.keeps.swap(false, Ordering::SeqCst);
                let answer = whole.oneshot(request).await;
                if keeps {
                    slow.kept.notify_one();
                    slow.go_on.notified().await;
                }
                answer
            }
        }))
    }
}

/// What arrives in an answer's place. The service did what it was asked to.
#[derive(Clone, Copy, Debug)]
enum Spoilt {
    /// More than anybody reads.
    TooLong,
    /// A fault on the way back.
    Fault,
    /// A web page.
    Page,
}

impl Spoilt {
    fn answer(self) -> Result<http::Response<Bytes>, ExchangeError> {
        let answer = |status: u16| {
            http::Response::builder()
                .status(status)
                .header("content-type", "text/html")
        };
        let body = Bytes::from_static(b"<html>We are sorry</html>");
        match self {
            Self::TooLong => Err(ExchangeError::TooLarge),
            Self::Fault => Ok(answer(500).body(body).unwrap()),
            Self::Page => Ok(answer(200).body(body).unwrap()),
        }
    }
}

const NOTHING: u8 = 0;
const CHANGES: u8 = 1;
const EVERYTHING: u8 = 2;

/// A connection that spoils answers: none, those to changes, or all.
fn spoiling(whole: Exchange, spoilt: Spoilt, which: &Arc<AtomicU8>) -> Exchange {
    let which = Arc::clone(which);
    Exchange::new(tower::service_fn(move |request: http::Request<Bytes>| {
        let (which, whole) = (Arc::clone(&which), whole.clone());
        async move {
            let is_change = request.method() != http::Method::GET;
            let answer = whole.oneshot(request).await;
            match which.load(Ordering::SeqCst) {
                CHANGES if is_change => spoilt.answer(),
                EVERYTHING => spoilt.answer(),
                _ => answer,
            }
        }
    }))
}

fn is_unknown<T>(answer: &Result<T, AppError>) -> bool {
    matches!(answer, Err(AppError::Service(Refusal::Unknown)))
}

async fn accounts(folder: &Path, exchange: Exchange) -> Accounts {
    let keychain = Keychain::system().with_time_limit(Duration::from_secs(1));
    let home = Home::at(folder.to_owned()).unwrap();
    let vault = Arc::new(VaultSession::new(home.vault(), keychain));
    Accounts::open(&home, keychain, vault, Arc::new(move |_| Some(exchange.clone())))
}

async fn signed_in(accounts: &Accounts, address: &str, credentials: &Credentials) -> Uuid {
    match accounts.sign_in(address, credentials.clone(), false).await.unwrap() {
        Progress::SignedIn(row) => row.record.id,
        Progress::Step { .. } => panic!("signed in"),
    }
}

/// A service with its sample account.
async fn practice(folder: &Path, preset: Preset) -> (Service, Credentials) {
    let options = Options {
        rate_limits: false,
        password_cost: PasswordCost::TestOnly,
        ..Options::new(folder.join("service"), preset)
    };
    let service = Service::open(options).await.unwrap();
    let sample = service.seed_sample().await.unwrap().unwrap();
    let credentials = Credentials {
        email: sample.email,
        password: sample.password.into(),
    };
    (service, credentials)
}

#[tokio::test]
async fn a_late_end_of_an_old_session_does_not_end_the_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let (service, credentials) = practice(folder.path(), Preset::Plain).await;
    let slow = Arc::new(Slow::default());
    let here = accounts(&folder.path().join("here"), slow.over(over_service(service.router()))).await;
    let elsewhere = accounts(&folder.path().join("elsewhere"), over_service(service.router())).await;
    let id = signed_in(&here, ADDRESS, &credentials).await;
    let other = signed_in(&elsewhere, ADDRESS, &credentials).await;
    // "Log out everywhere else", on another computer.
    elsewhere.end_other_sessions(other).await.unwrap();

    slow.keeps.store(true, Ordering::SeqCst);
    let late = here.sessions(id);
    let meanwhile = async {
        slow.kept.notified().await;
        assert_eq!(signed_in(&here, ADDRESS, &credentials).await, id, "the same account");
        slow.go_on.notify_one();
    };
    let (late, ()) = tokio::join!(late, meanwhile);
    assert!(
        matches!(late, Err(AppError::Service(Refusal::Gone))),
        "{:?}",
        late.err()
    );
    assert_eq!(here.list()[0].state, SessionState::ForNow);
    assert_eq!(here.sessions(id).await.unwrap().len(), 2, "the new session works");
}

#[tokio::test]
async fn an_older_key_of_the_same_name_is_not_the_one_that_was_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let (service, credentials) = practice(folder.path(), Preset::CareCall).await;
    let loses = Arc::new(AtomicBool::new(false));
    let whole = over_service(service.router());
    let lossy = {
        let loses = Arc::clone(&loses);
        Exchange::new(tower::service_fn(move |request: http::Request<Bytes>| {
            let (loses, whole) = (Arc::clone(&loses), whole.clone());
            async move {
                if request.method() == http::Method::POST && loses.load(Ordering::SeqCst) {
                    return Err(ExchangeError::Lost(UnreachableReason::Interrupted));
                }
                whole.oneshot(request).await
            }
        }))
    };
    let accounts = accounts(&folder.path().join("home"), lossy).await;
    let id = signed_in(&accounts, WITH_KEYS, &credentials).await;
    accounts.step_up_password(id, &credentials.password).await.unwrap();
    let made = accounts.add_key(id, "build server").await.unwrap();
    loses.store(true, Ordering::SeqCst);
    let again = accounts.add_key(id, "build server").await;
    assert!(
        matches!(again, Err(AppError::Service(Refusal::Unknown))),
        "nothing was added"
    );
    let keys = accounts.api_keys(id).await.unwrap().keys;
    let named = keys.iter().filter(|key| key.key.name == "build server");
    assert_eq!(named.map(|key| key.key.id).collect::<Vec<_>>(), [made.key.id]);
}

#[tokio::test]
async fn a_change_whose_answer_is_of_no_use_is_read_or_unknown() {
    for spoilt in [Spoilt::TooLong, Spoilt::Fault, Spoilt::Page] {
        let folder = tempfile::tempdir().unwrap();
        let (service, credentials) = practice(folder.path(), Preset::WhaTap).await;
        let which = Arc::new(AtomicU8::new(NOTHING));
        let exchange = spoiling(over_service(service.router()), spoilt, &which);
        let here = accounts(&folder.path().join("here"), exchange).await;
        let elsewhere = accounts(&folder.path().join("elsewhere"), over_service(service.router())).await;
        let id = signed_in(&here, WITH_ALERTS, &credentials).await;
        signed_in(&elsewhere, WITH_ALERTS, &credentials).await;
        here.step_up_password(id, &credentials.password).await.unwrap();

        which.store(CHANGES, Ordering::SeqCst);
        let agreed = !here.marketing_consent(id).await.unwrap().agreed;
        let consent = here.decide_on_marketing(id, agreed).await;
        assert_eq!(consent.unwrap().agreed, agreed, "{spoilt:?}: reading shows it");
        let left = here.end_other_sessions(id).await;
        assert_eq!(left.unwrap().len(), 1, "{spoilt:?}: reading shows it");
        let alert = TestAlert {
            severity: Severity::Warning,
            at: None,
        };
        let sent = here.send_test_alert(id, &alert).await;
        assert!(is_unknown(&sent), "{spoilt:?}: {:?}", sent.err());

        which.store(EVERYTHING, Ordering::SeqCst);
        let unread = here.decide_on_marketing(id, !agreed).await;
        assert!(is_unknown(&unread), "{spoilt:?}: {:?}", unread.err());
        let unread = here.end_other_sessions(id).await;
        assert!(is_unknown(&unread), "{spoilt:?}: {:?}", unread.err());

        which.store(NOTHING, Ordering::SeqCst);
        assert_eq!(here.marketing_consent(id).await.unwrap().agreed, !agreed);
        which.store(CHANGES, Ordering::SeqCst);
        let changed = here.change_password(id, &credentials.password, &NEW.into()).await;
        assert!(is_unknown(&changed), "{spoilt:?}: {changed:?}");
        let anew = Credentials {
            password: NEW.into(),
            ..credentials
        };
        signed_in(&elsewhere, WITH_ALERTS, &anew).await;
    }
}

/// The newest code that was mailed.
async fn newest_code(service: &Service) -> SecretString {
    let messages = service.outbox_messages().await.unwrap();
    let newest = messages.into_iter().filter(|message| message.code.is_some());
    let newest = newest.max_by_key(|message| message.id).expect("a code was mailed");
    newest.code.unwrap().into()
}

/// The sample account, signed in, its second factor the codes that are mailed.
async fn with_mailed_codes(folder: &Path) -> (Service, Credentials, Accounts, Uuid) {
    let (service, credentials) = practice(folder, Preset::CareCall).await;
    let accounts = accounts(&folder.join("home"), over_service(service.router())).await;
    let id = signed_in(&accounts, WITH_KEYS, &credentials).await;
    accounts.step_up_password(id, &credentials.password).await.unwrap();
    accounts.choose_factor(id, FactorMethod::Email).await.unwrap();
    let code = newest_code(&service).await;
    accounts
        .validate_factor(id, FactorMethod::Email, &code, false)
        .await
        .unwrap();
    (service, credentials, accounts, id)
}

#[tokio::test]
async fn a_sign_in_left_half_done_keeps_no_step_up_from_its_code() {
    let folder = tempfile::tempdir().unwrap();
    let (service, credentials, accounts, id) = with_mailed_codes(folder.path()).await;
    let again = accounts.sign_in(WITH_KEYS, credentials, false).await.unwrap();
    let ways = vec![FactorWay::Email];
    assert!(
        matches!(&again, Progress::Step { id: same, step, .. } if *same == id && *step == PendingStep::SecondFactor { ways }),
        "it waits for a mailed code"
    );
    accounts.send_step_up_code(id).await.unwrap();
    accounts.step_up_code(id, &newest_code(&service).await).await.unwrap();
    // And the sign-in can still be gone on with.
    accounts.send_factor_code(id).await.unwrap();
    let code = newest_code(&service).await;
    assert!(matches!(
        accounts.answer_factor(id, &code).await.unwrap(),
        Progress::SignedIn(_)
    ));
}

#[tokio::test]
async fn a_sign_in_that_gets_as_far_takes_the_place_of_the_one_that_waits() {
    let folder = tempfile::tempdir().unwrap();
    let (_service, credentials, accounts, id) = with_mailed_codes(folder.path()).await;
    accounts.sign_in(WITH_KEYS, credentials, false).await.unwrap();
    let reset = accounts.request_password_reset(ADDRESS, "nobody@example.com").await;
    let Progress::Step { id: other, .. } = reset.unwrap() else {
        panic!("a reset waits for its code")
    };
    assert_eq!(accounts.waiting().map(|waiting| waiting.id), Some(other));
    let over = accounts.send_factor_code(id).await;
    assert!(
        matches!(over, Err(AppError::Service(Refusal::NoSuchStep))),
        "{:?}",
        over.err()
    );
    accounts.cancel(other);
    assert!(accounts.waiting().is_none());
}
