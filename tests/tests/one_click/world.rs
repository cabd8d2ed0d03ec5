//! A person's computer and the service it speaks to, in this process; and what is done time and again.

use std::sync::Arc;
use std::time::Duration;

use account::{Credentials, NewAccount, PendingStep, Refusal};
use app::accounts::Accounts;
use app::accounts::signing_in::Progress;
use app::clock::CodeClock;
use app::codes::Codes;
use app::vault_session::{LockReason, SetupChoice, VaultSession};
use app::{AppError, Home};
use keychain::Keychain;
use otp::{Otp, OtpauthUri};
use providers::over_service;
use secrecy::SecretString;
use service::{Options, PasswordCost, Preset, Service};
use uuid::Uuid;

use super::wire::{Cut, Wire};

/// A person's computer and the service it speaks to; both survive the app.
pub(crate) struct World {
    folder: tempfile::TempDir,
    pub(crate) service: Service,
    address: String,
    recovery_key: SecretString,
    pub(crate) credentials: Credentials,
}

/// The app as it is from a start to a crash.
pub(crate) struct Run {
    pub(crate) accounts: Accounts,
    pub(crate) vault: Arc<VaultSession>,
    address: String,
}

impl World {
    pub(crate) async fn new(preset: Preset) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("service");
        let address = format!("practice://{}", preset.name());
        let options = Options {
            rate_limits: false,
            password_cost: PasswordCost::TestOnly,
            ..Options::new(data, preset)
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
            address,
            recovery_key,
            credentials,
        }
    }

    pub(crate) fn start(&self, wire: &Arc<Wire>) -> Run {
        let run = self.run("home", wire);
        self.unlock(&run);
        run
    }

    /// The same person at another computer, without a vault: a browser, as far as this one can tell.
    pub(crate) fn elsewhere(&self) -> Run {
        self.run("elsewhere", &Wire::sound(Cut::Before))
    }

    fn run(&self, home: &str, wire: &Arc<Wire>) -> Run {
        let home = Home::at(self.folder.path().join(home)).unwrap();
        let vault = Arc::new(VaultSession::new(home.vault(), keychain()));
        let exchange = wire.over(over_service(self.service.router()));
        let accounts = Accounts::open(
            &home,
            keychain(),
            Arc::clone(&vault),
            Arc::new(move |_| Some(exchange.clone())),
        );
        Run {
            accounts,
            vault,
            address: self.address.clone(),
        }
    }

    pub(crate) fn unlock(&self, run: &Run) {
        run.vault.unlock_with_recovery_key(&self.recovery_key).unwrap();
    }

    /// From here on the vault can't be saved: where its backups go, there is no folder.
    pub(crate) fn refuse_saves(&self) {
        let backups = self.folder.path().join("home/vault/backups");
        std::fs::rename(&backups, self.folder.path().join("backups")).unwrap();
        std::fs::write(backups, "not a folder").unwrap();
    }

    /// It can be saved again.
    pub(crate) fn take_saves(&self) {
        let backups = self.folder.path().join("home/vault/backups");
        std::fs::remove_file(&backups).unwrap();
        std::fs::rename(self.folder.path().join("backups"), backups).unwrap();
    }

    /// The newest code mailed to an address.
    pub(crate) async fn mailed(&self, address: &str) -> SecretString {
        let messages = self.service.outbox_messages().await.unwrap();
        let mailed = messages
            .into_iter()
            .find(|message| message.to == address && message.code.is_some());
        mailed.unwrap().code.unwrap().into()
    }
}

fn keychain() -> Keychain {
    Keychain::system().with_time_limit(Duration::from_secs(1))
}

fn vault_at(folder: &tempfile::TempDir) -> VaultSession {
    VaultSession::new(folder.path().join("home/vault"), keychain())
}

impl Run {
    pub(crate) async fn sign_in(&self, credentials: &Credentials) -> Progress {
        self.accounts
            .sign_in(&self.address, credentials.clone(), false)
            .await
            .unwrap()
    }

    /// Signed in where the password is enough, and proven.
    pub(crate) async fn signed_in(&self, credentials: &Credentials) -> Uuid {
        let Progress::SignedIn(account) = self.sign_in(credentials).await else {
            panic!("signed in")
        };
        self.prove(account.record.id, credentials).await;
        account.record.id
    }

    /// Signed in with a code as the second step, and proven.
    pub(crate) async fn signed_in_with(&self, credentials: &Credentials, code: &SecretString) -> Uuid {
        let Progress::Step {
            id,
            step: PendingStep::SecondFactor { .. },
            ..
        } = self.sign_in(credentials).await
        else {
            panic!("a second step")
        };
        let answered = self.accounts.answer_factor(id, code).await.unwrap();
        assert!(matches!(answered, Progress::SignedIn(_)));
        self.prove(id, credentials).await;
        id
    }

    pub(crate) async fn prove(&self, id: Uuid, credentials: &Credentials) {
        let password = &credentials.password;
        self.accounts.step_up_password(id, password).await.unwrap();
    }

    /// A new account with this address and the sample's password, signed in and proven.
    pub(crate) async fn signed_up(&self, world: &World, email: &str) -> Uuid {
        let credentials = Credentials {
            email: email.into(),
            ..world.credentials.clone()
        };
        let new = NewAccount {
            email: email.into(),
            password: credentials.password.clone(),
        };
        let Progress::Step { id, .. } = self.accounts.sign_up(&self.address, new, false).await.unwrap() else {
            panic!("a mailed code is asked for")
        };
        let code = world.mailed(email).await;
        let verified = self.accounts.verify_email(id, &code).await.unwrap();
        assert!(matches!(verified, Progress::SignedIn(_)));
        self.prove(id, &credentials).await;
        id
    }

    /// What the screen does: the set-up, the one click, a step-up answered once and the call repeated.
    pub(crate) async fn one_click(&self, id: Uuid, password: &SecretString) -> Result<(), AppError> {
        repeated(&self.accounts, id, password, async || {
            self.accounts.begin_otp(id).await.map(drop)
        })
        .await?;
        repeated(&self.accounts, id, password, async || {
            self.accounts.add_otp_to_vault(id).await.map(drop)
        })
        .await
    }

    /// Signed in, and OTP is on: its key is in the vault, and confirmed.
    pub(crate) async fn with_otp(&self, credentials: &Credentials) -> Uuid {
        let id = self.signed_in(credentials).await;
        self.one_click(id, &credentials.password).await.unwrap();
        id
    }

    /// Signed in without a proof; the key is in the vault, and the service wants a step-up before it takes it.
    pub(crate) async fn asked_to_prove(&self, credentials: &Credentials) -> Uuid {
        let Progress::SignedIn(account) = self.sign_in(credentials).await else {
            panic!("signed in")
        };
        let id = account.record.id;
        self.accounts.begin_otp(id).await.unwrap();
        let asked = self.accounts.add_otp_to_vault(id).await.err();
        assert!(matches!(asked, Some(AppError::Service(Refusal::StepUp(_)))));
        id
    }

    /// OTP is turned on with a new key, which another authenticator has alone.
    pub(crate) async fn set_up_elsewhere(&self, id: Uuid) -> Otp {
        self.accounts.begin_otp(id).await.unwrap();
        let key = self.accounts.show_proposed_key(id).unwrap().key;
        let otp = OtpauthUri::parse(&format!("otpauth://totp/phone?secret={}", key.as_str()))
            .unwrap()
            .otp;
        self.accounts.validate_otp(id, &code_of(&otp)).await.unwrap();
        otp
    }

    /// An entry's next code: the present one may have been used.
    pub(crate) fn next_code(&self, entry: Uuid) -> SecretString {
        SecretString::from(self.codes().one(entry, true).unwrap().as_str())
    }

    pub(crate) fn codes(&self) -> Codes {
        Codes::new(Arc::clone(&self.vault), CodeClock::default())
    }

    /// The live entries that are linked to an account: whose, and whether they are still to be confirmed.
    pub(crate) fn linked(&self) -> Vec<(Uuid, bool)> {
        let linked = self.vault.read(|document| {
            let live = document.live();
            live.filter_map(|entry| Some((entry.id, entry.link.as_ref()?.pending)))
                .collect()
        });
        linked.unwrap()
    }

    pub(crate) fn lock_vault(&self) {
        assert!(self.vault.lock(LockReason::ByHand));
    }
}

/// A key's code now.
pub(crate) fn code_of(otp: &Otp) -> SecretString {
    SecretString::from(otp.code_at(unix_now()).unwrap().as_str())
}

/// A key's next code: the present one may have been used.
pub(crate) fn next_code_of(otp: &Otp) -> SecretString {
    SecretString::from(otp.next_at(unix_now()).unwrap().as_str())
}

fn unix_now() -> u64 {
    jiff::Timestamp::now().as_second().unsigned_abs()
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
