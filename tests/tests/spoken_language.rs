//! Whoever signs up is written to in the language their app speaks, and the account starts with it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use account::NewAccount;
use app::Home;
use app::accounts::Accounts;
use app::vault_session::VaultSession;
use keychain::Keychain;
use providers::over_service;
use service::{Options, PasswordCost, Preset, Service};

const SPOKEN: [&str; 3] = ["ko", "ja", "en"];

#[tokio::test]
async fn a_code_at_sign_up_comes_in_the_language_of_the_app() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options {
        rate_limits: false,
        password_cost: PasswordCost::TestOnly,
        ..Options::new(folder.path().join("service"), Preset::WhaTap)
    };
    let service = Service::open(options).await.unwrap();
    let exchange = over_service(service.router());
    let keychain = Keychain::system().with_time_limit(Duration::from_secs(1));
    let home = Home::at(folder.path().join("home")).unwrap();
    let vault = Arc::new(VaultSession::new(home.vault(), keychain));
    let now = Arc::new(AtomicUsize::new(0));
    let spoken = Arc::clone(&now);
    let accounts = Accounts::open(&home, keychain, vault, Arc::new(move |_| Some(exchange.clone())))
        .speaking(move || SPOKEN[spoken.load(Ordering::SeqCst)]);
    for (at, subject) in [
        (0, "[WhaTap] 인증 코드"),
        (1, "[WhaTap] 確認コード"),
        (2, "[WhaTap] Your verification code"),
    ] {
        // The person changes it in the settings.
        now.store(at, Ordering::SeqCst);
        let new = NewAccount {
            email: format!("{}@lab.invalid", SPOKEN[at]),
            password: "Harbor-Lamp-42".into(),
        };
        accounts.sign_up("practice://whatap", new, false).await.unwrap();
        let newest = service.outbox_messages().await.unwrap().remove(0);
        assert_eq!(newest.subject, subject);
    }
}
