//! A service's password rules are asked for once, not with every letter that is typed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use account::{Rule, Ruling};
use app::Home;
use app::accounts::Accounts;
use app::vault_session::VaultSession;
use bytes::Bytes;
use keychain::Keychain;
use providers::{Exchange, over_service};
use secrecy::SecretString;
use service::{Options, PasswordCost, Preset, Service};
use tower::ServiceExt;

#[tokio::test]
async fn typing_a_password_asks_for_the_rules_once() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options {
        password_cost: PasswordCost::TestOnly,
        ..Options::new(folder.path().join("service"), Preset::WhaTap)
    };
    let service = over_service(Service::open(options).await.unwrap().router());
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    let exchange = Exchange::new(tower::service_fn(move |request: http::Request<Bytes>| {
        if request.uri().path().ends_with("/password-policy") {
            counted.fetch_add(1, Ordering::SeqCst);
        }
        service.clone().oneshot(request)
    }));
    let vault = VaultSession::new(folder.path().join("home/vault"), Keychain::system());
    let home = Home::at(folder.path().join("home")).unwrap();
    let accounts = Accounts::open(
        &home,
        Keychain::system(),
        Arc::new(vault),
        Arc::new(move |_| Some(exchange.clone())),
    );
    let mut long_enough = Vec::new();
    for length in 0.."Harbour-Lamp-27".len() {
        let typed = SecretString::from(&"Harbour-Lamp-27"[..length]);
        let verdicts = accounts
            .check_password_at("practice://whatap", "jin@example.com", &typed)
            .await
            .unwrap();
        let rule = verdicts.iter().find(|verdict| verdict.rule == Rule::MinLength(9));
        long_enough.push(rule.expect("the service states a length").ruling == Ruling::Met);
    }
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    assert_eq!(long_enough.iter().filter(|met| **met).count(), 6);
}
