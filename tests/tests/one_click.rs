//! One-click OTP with the connection cut at every request, before it arrives and after: whatever is lost, either OTP is off
//! at the service, or the vault on the disk makes a code the service accepts.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod wire;

use std::sync::Arc;
use std::time::Duration;

use account::{Credentials, PendingStep, Refusal};
use app::accounts::Accounts;
use app::accounts::signing_in::Progress;
use app::clock::CodeClock;
use app::codes::Codes;
use app::vault_session::{SetupChoice, VaultSession};
use app::{AppError, Home};
use keychain::Keychain;
use providers::over_service;
use secrecy::SecretString;
use service::{Options, PasswordCost, Preset, Service};
use uuid::Uuid;
use wire::{Cut, Wire};

const ADDRESS: &str = "practice://whatap";

/// A person's computer and the service it speaks to; both survive the app.
struct World {
    folder: tempfile::TempDir,
    service: Service,
    recovery_key: SecretString,
    credentials: Credentials,
}

/// The app as it is from a start to a crash.
struct Run {
    accounts: Accounts,
    vault: Arc<VaultSession>,
}

impl World {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("service");
        let options = Options {
            rate_limits: false,
            password_cost: PasswordCost::TestOnly,
            ..Options::new(data, Preset::WhaTap)
        };
        let service = Service::open(options).await.unwrap();
        let sample = service.seed_sample().await.unwrap().unwrap();
        let credentials = Credentials {
            email: sample.email,
            password: sample.password.into(),
        };
        let vault = vault_at(&folder);
        let sheet = vault.begin_setup().unwrap();
        let typed_back = sheet.groups[sheet.check_group].clone().into();
        let recovery_key = sheet.groups.concat().into();
        vault
            .finish_setup(SetupChoice {
                keyring: false,
                passphrase: None,
                recovery_check: Some(typed_back),
            })
            .unwrap();
        Self {
            folder,
            service,
            recovery_key,
            credentials,
        }
    }

    fn start(&self, wire: &Arc<Wire>) -> Run {
        let vault = Arc::new(vault_at(&self.folder));
        vault.unlock_with_recovery_key(&self.recovery_key).unwrap();
        let home = Home::at(self.folder.path().join("home")).unwrap();
        let exchange = wire.over(over_service(self.service.router()));
        let accounts = Accounts::open(
            &home,
            keychain(),
            Arc::clone(&vault),
            Arc::new(move |_| Some(exchange.clone())),
        );
        Run { accounts, vault }
    }
}

fn keychain() -> Keychain {
    Keychain::system().with_time_limit(Duration::from_secs(1))
}

fn vault_at(folder: &tempfile::TempDir) -> VaultSession {
    VaultSession::new(folder.path().join("home/vault"), keychain())
}

impl Run {
    async fn sign_in(&self, credentials: &Credentials) -> Progress {
        self.accounts
            .sign_in(ADDRESS, credentials.clone(), false)
            .await
            .unwrap()
    }

    /// What the screen does: the set-up, the one click, a step-up answered once and the call repeated.
    async fn one_click(&self, id: Uuid, password: &SecretString) -> Result<(), AppError> {
        repeated(&self.accounts, id, password, async || {
            self.accounts.begin_otp(id).await.map(drop)
        })
        .await?;
        repeated(&self.accounts, id, password, async || {
            self.accounts.add_otp_to_vault(id).await.map(drop)
        })
        .await
    }
}

async fn repeated(
    accounts: &Accounts,
    id: Uuid,
    password: &SecretString,
    call: impl AsyncFn() -> Result<(), AppError>,
) -> Result<(), AppError> {
    match call().await {
        Err(AppError::Service(Refusal::StepUp(_))) => {
            accounts.step_up_password(id, password).await?;
            call().await
        }
        answer => answer,
    }
}

/// After a restart with a sound connection: OTP is off, or the vault's code signs in.
async fn nobody_is_locked_out(world: &World) -> bool {
    let run = world.start(&Wire::sound(Cut::Before));
    let id = match run.sign_in(&world.credentials).await {
        Progress::SignedIn(_) => return false,
        Progress::Step {
            id,
            step: PendingStep::SecondFactor { .. },
            ..
        } => id,
        Progress::Step { step, .. } => panic!("{step}"),
    };
    let entry = run
        .accounts
        .matching_code(id)
        .await
        .unwrap()
        .expect("OTP is on and the vault has no code for it")
        .entry;
    // The present code may be the one that was used to turn OTP on; the service also takes the one after it.
    let codes = Codes::new(Arc::clone(&run.vault), CodeClock::default());
    let next = codes.one(entry, true).unwrap();
    let answer = run
        .accounts
        .answer_factor(id, &SecretString::from(next.as_str()))
        .await
        .unwrap();
    assert!(matches!(answer, Progress::SignedIn(_)));
    true
}

#[tokio::test]
async fn a_connection_cut_anywhere_locks_nobody_out() {
    let (mut cuts, mut on) = (0, 0);
    for cut in [Cut::Before, Cut::After] {
        for cut_at in 0.. {
            let world = World::new().await;
            let wire = Wire::sound(cut);
            let run = world.start(&wire);
            let Progress::SignedIn(account) = run.sign_in(&world.credentials).await else {
                panic!("signed in")
            };
            let id = account.record.id;
            wire.cut_at(cut_at);
            let ended = run.one_click(id, &world.credentials.password).await;
            drop(run);
            on += usize::from(nobody_is_locked_out(&world).await);
            if wire.sent() <= cut_at {
                ended.expect("nothing was cut");
                break;
            }
            cuts += 1;
        }
    }
    // At least the key, its activation, a step-up and the recovery codes travel, and some cuts come after OTP is on.
    assert!(cuts >= 8 && on >= 4, "{cuts} cuts, OTP on after {on}");
}
