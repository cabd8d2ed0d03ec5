//! Closing an account with the connection cut at every request, before it arrives and after: whatever is lost, the app says that the
//! account is gone only when it is, keeps it in its list otherwise, and finds out when asked.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod wire;

use std::sync::Arc;
use std::time::Duration;

use account::{ClosureRequest, Credentials, Refusal};
use app::accounts::Accounts;
use app::accounts::closure::Closed;
use app::accounts::signing_in::Progress;
use app::vault_session::VaultSession;
use app::{AppError, Home};
use keychain::Keychain;
use providers::over_service;
use service::{Options, PasswordCost, Preset, Service};
use uuid::Uuid;
use wire::{Cut, Wire};

const ADDRESS: &str = "practice://carecall";

struct World {
    _folder: tempfile::TempDir,
    service: Service,
    credentials: Credentials,
    accounts: Accounts,
    id: Uuid,
}

impl World {
    /// The sample account, signed in over the wire.
    async fn new(wire: &Arc<Wire>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options = Options {
            rate_limits: false,
            password_cost: PasswordCost::TestOnly,
            ..Options::new(folder.path().join("service"), Preset::CareCall)
        };
        let service = Service::open(options).await.unwrap();
        let sample = service.seed_sample().await.unwrap().unwrap();
        let credentials = Credentials {
            email: sample.email,
            password: sample.password.into(),
        };
        let keychain = Keychain::system().with_time_limit(Duration::from_secs(1));
        let home = Home::at(folder.path().join("home")).unwrap();
        let vault = Arc::new(VaultSession::new(home.vault(), keychain));
        let exchange = wire.over(over_service(service.router()));
        let accounts = Accounts::open(&home, keychain, vault, Arc::new(move |_| Some(exchange.clone())));
        let signed_in = accounts.sign_in(ADDRESS, credentials.clone(), false).await.unwrap();
        let Progress::SignedIn(account) = signed_in else {
            panic!("signed in")
        };
        Self {
            _folder: folder,
            service,
            credentials,
            accounts,
            id: account.record.id,
        }
    }

    /// What the screen does: the request, a step-up answered once, and the request again.
    async fn close(&self) -> Result<Closed, AppError> {
        let wish = ClosureRequest {
            reason: None,
            consent: true,
            phrase: None,
        };
        match self.accounts.close_account(self.id, &wish).await {
            Err(AppError::Service(Refusal::StepUp(_))) => {
                let password = &self.credentials.password;
                self.accounts.step_up_password(self.id, password).await?;
                self.accounts.close_account(self.id, &wish).await
            }
            answer => answer,
        }
    }

    /// Whether the service has closed it.
    async fn is_gone(&self) -> bool {
        self.service.seed_sample().await.unwrap().is_none()
    }

    fn is_listed(&self) -> bool {
        !self.accounts.list().is_empty()
    }

    async fn farewells(&self) -> usize {
        let messages = self.service.outbox_messages().await.unwrap();
        messages.iter().filter(|one| one.asked_for_by == "closure").count()
    }
}

#[tokio::test]
async fn a_connection_cut_anywhere_is_told_for_what_it_is() {
    let (mut unknown, mut found_out) = (0, 0);
    for cut in [Cut::Before, Cut::After] {
        for cut_at in 0.. {
            let wire = Wire::sound(cut);
            let world = World::new(&wire).await;
            wire.cut_at(cut_at);
            let ended = world.close().await;
            let whole = wire.sent() <= cut_at;
            wire.mend();
            match ended {
                Ok(closed) => {
                    assert_eq!((closed.service.as_str(), closed.entry), ("CLOVA CareCall", None));
                    assert!(world.is_gone().await && !world.is_listed(), "{cut:?} {cut_at}");
                    assert!(world.accounts.closure(world.id).await.is_err());
                }
                Err(AppError::Service(Refusal::Unknown)) => {
                    unknown += 1;
                    assert!(world.is_listed(), "{cut:?} {cut_at}: it is not known yet");
                    let gone = world.accounts.check_closure(world.id).await.unwrap().is_some();
                    assert_eq!(
                        (gone, gone),
                        (world.is_gone().await, !world.is_listed()),
                        "{cut:?} {cut_at}"
                    );
                    found_out += usize::from(gone);
                }
                Err(_) => assert!(!world.is_gone().await && world.is_listed(), "{cut:?} {cut_at}"),
            }
            let gone = usize::from(world.is_gone().await);
            assert_eq!(world.farewells().await, gone, "it is closed once at most");
            if whole {
                assert_eq!(gone, 1, "nothing was cut");
                break;
            }
        }
    }
    assert!(unknown >= 2 && found_out >= 1, "{unknown} unknown, {found_out} gone");
}

/// The end of the session is understood by whichever call meets it; a session that ends for another reason leaves the account.
#[tokio::test]
async fn an_account_that_was_asked_to_be_closed_leaves_the_list_when_its_session_is_gone() {
    for asked in [true, false] {
        let wire = Wire::sound(Cut::After);
        let world = World::new(&wire).await;
        let password = &world.credentials.password;
        world.accounts.step_up_password(world.id, password).await.unwrap();
        if asked {
            // The request is carried out, and nothing comes back.
            wire.cut_at(0);
            let ended = world.close().await;
            assert!(matches!(ended, Err(AppError::Service(Refusal::Unknown))));
            wire.mend();
        } else {
            world.service.reset().await.unwrap();
        }
        let met = world.accounts.sessions(world.id).await;
        assert!(matches!(met, Err(AppError::Service(Refusal::Gone))));
        assert_eq!(world.is_listed(), !asked, "asked: {asked}");
    }
}

/// Once the person has heard that the account is still there, a later end of the session has another reason.
#[tokio::test]
async fn an_account_that_turned_out_to_be_there_stays_in_the_list() {
    let wire = Wire::sound(Cut::Before);
    let world = World::new(&wire).await;
    let password = &world.credentials.password;
    world.accounts.step_up_password(world.id, password).await.unwrap();
    wire.cut_at(0);
    assert!(world.close().await.is_err());
    wire.mend();
    assert!(world.accounts.check_closure(world.id).await.unwrap().is_none());
    world.service.reset().await.unwrap();
    assert!(world.accounts.sessions(world.id).await.is_err());
    assert!(world.is_listed());
}
