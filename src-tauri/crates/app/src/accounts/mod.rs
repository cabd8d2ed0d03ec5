//! Accounts at services: who is signed in where, and every call made for them.
//!
//! A session's token lives in the system keyring and in memory, nowhere else. Each call ends in
//! [`Accounts::concluded`], which keeps a renewed token and notices a session's end, so that no call can forget to.

pub mod address;
pub mod book;
mod consents;
pub mod forgotten;
mod keyring;
pub mod keys;
pub mod otp_setup;
pub mod recovery;
pub mod sections;
pub mod signing_in;
pub mod vault_codes;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use account::{Provider, Refusal, Session};
use keychain::Keychain;
use providers::Exchange;
use uuid::Uuid;

pub use address::Address;
pub use book::{AccessRecord, Record, SectionRecord};

use crate::clock::{CodeClock, OtherTime};
use crate::vault_session::VaultSession;
use crate::{AppError, Home};
use book::AccountBook;

/// Finds the practice service of a preset; the composition root knows how.
pub type Practice = Arc<dyn Fn(&str) -> Option<Exchange> + Send + Sync>;

/// Told when a session has ended unasked.
type Ended = Arc<dyn Fn() + Send + Sync>;

/// Whether an account can be used now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionState {
    /// Signed in, and the keyring keeps the session.
    SignedIn,
    /// Signed in until the app ends.
    ForNow,
    /// Signed out.
    SignedOut,
    /// Signed in until the service ended the session, in this run of the app.
    Ended,
    /// The keyring hasn't given the session yet.
    WaitingForKeyring,
}

/// An account and whether it can be used.
#[derive(Debug, Clone)]
pub struct AccountRow {
    /// As it is kept.
    pub record: Record,
    /// Whether it can be used.
    pub state: SessionState,
    /// A practice account.
    pub practice: bool,
}

/// An account in use.
pub(crate) struct Live {
    pub(crate) id: Uuid,
    pub(crate) address: Address,
    pub(crate) email: String,
    pub(crate) service: String,
    pub(crate) stay: bool,
    pub(crate) provider: Arc<dyn Provider>,
    pub(crate) session: Session,
}

#[derive(Default)]
struct State {
    /// Signed in.
    live: HashMap<Uuid, Arc<Live>>,
    /// Signing in, with a step pending.
    pending: HashMap<Uuid, Arc<Live>>,
    /// Kept for now only, because the keyring refused.
    for_now: std::collections::HashSet<Uuid>,
    /// Ended by the service.
    ended: std::collections::HashSet<Uuid>,
    /// In the keyring, which hasn't answered.
    waiting: std::collections::HashSet<Uuid>,
    /// OTP set-ups that have begun.
    setups: HashMap<Uuid, otp_setup::Setup>,
    /// Tokens and keys just made, whose secrets the service may not tell again.
    made_keys: HashMap<Uuid, keys::AtHand>,
    /// Recovery codes being shown.
    shown_codes: HashMap<Uuid, recovery::Shown>,
    /// Which step of an entry's code was last answered with, so that it isn't offered twice.
    spent: HashMap<Uuid, u64>,
    /// Password rules that were read lately.
    policies: sections::Policies,
}

/// Every account.
pub struct Accounts {
    book: AccountBook,
    keychain: Keychain,
    practice: Practice,
    vault: Arc<VaultSession>,
    ended: Ended,
    pub(crate) clock: CodeClock,
    state: Mutex<State>,
}

impl Accounts {
    /// Reads the list; sessions come from the keyring with [`Accounts::restore_sessions`].
    #[must_use]
    pub fn open(home: &Home, keychain: Keychain, vault: Arc<VaultSession>, practice: Practice) -> Self {
        let book = AccountBook::open(home.accounts());
        let waiting = book
            .all()
            .iter()
            .filter(|record| record.stay)
            .map(|record| record.id)
            .collect();
        let state = Mutex::new(State {
            waiting,
            ..State::default()
        });
        Self {
            book,
            keychain,
            practice,
            vault,
            ended: Arc::new(|| {}),
            clock: CodeClock::default(),
            state,
        }
    }

    /// Has this called whenever a call finds that its session has ended, so that every screen learns of it.
    #[must_use]
    pub fn when_a_session_ends(self, told: impl Fn() + Send + Sync + 'static) -> Self {
        Self {
            ended: Arc::new(told),
            ..self
        }
    }

    /// Has codes made by this clock.
    #[must_use]
    pub fn by_clock(self, clock: CodeClock) -> Self {
        Self { clock, ..self }
    }

    /// What the services in use have told of their clocks.
    pub(crate) fn told_times(&self) -> Vec<OtherTime> {
        let told = |live: &Arc<Live>| {
            let ahead = live.provider.clock_skew()?;
            let service = live.service.clone();
            Some(OtherTime { service, ahead })
        };
        self.lock().live.values().filter_map(told).collect()
    }

    /// Every account, in the order they were added.
    #[must_use]
    pub fn list(&self) -> Vec<AccountRow> {
        self.book.all().into_iter().map(|record| self.row(record)).collect()
    }

    /// The account of this e-mail address at a service, if the app knows it.
    #[must_use]
    pub fn known(&self, address: &str, email: &str) -> Option<Uuid> {
        self.book.find(address, email).map(|record| record.id)
    }

    /// Forgets the keys and recovery codes of set-ups under way and the API keys just made, as when the vault locks. The
    /// sessions stay.
    pub fn forget_shown(&self) {
        let mut state = self.lock();
        state.setups.clear();
        state.shown_codes.clear();
        state.made_keys.clear();
    }

    pub(crate) fn row(&self, record: Record) -> AccountRow {
        let state = self.lock();
        let practice = record.address.starts_with("practice://");
        let session = match (state.live.contains_key(&record.id), state.waiting.contains(&record.id)) {
            (true, _) if state.for_now.contains(&record.id) || !record.stay => SessionState::ForNow,
            (true, _) => SessionState::SignedIn,
            (false, true) => SessionState::WaitingForKeyring,
            (false, false) if state.ended.contains(&record.id) => SessionState::Ended,
            (false, false) => SessionState::SignedOut,
        };
        AccountRow {
            record,
            state: session,
            practice,
        }
    }

    pub(crate) fn provider_at(&self, address: &Address) -> Result<Arc<dyn Provider>, AppError> {
        let origin = address.origin()?;
        let exchange = match address {
            Address::Practice(preset) => (self.practice)(preset).ok_or(AppError::BadAddress)?,
            Address::Web(url) => providers::over_http(url).map_err(|_| AppError::BadAddress)?,
        };
        Ok(providers::allauth(origin, exchange))
    }

    /// The account, signed in.
    pub(crate) fn live(&self, id: Uuid) -> Result<Arc<Live>, AppError> {
        let state = self.lock();
        match state.live.get(&id) {
            Some(live) => Ok(Arc::clone(live)),
            None if self.book.all().iter().any(|record| record.id == id) => Err(Refusal::Gone.into()),
            None => Err(AppError::NoSuchAccount),
        }
    }

    /// What every call ends in: a renewed token is kept, and the session's end is noticed.
    pub(crate) async fn concluded<T>(&self, live: &Arc<Live>, answer: Result<T, Refusal>) -> Result<T, AppError> {
        if let Err(Refusal::Gone) = &answer {
            self.ended_by_service(live).await;
        } else {
            self.keep_renewed_token(live).await;
        }
        Ok(answer?)
    }

    async fn ended_by_service(&self, live: &Arc<Live>) {
        {
            let mut state = self.lock();
            // An answer that was under way when the person signed out tells nothing new.
            if state.live.contains_key(&live.id) {
                state.ended.insert(live.id);
            }
        }
        self.forget_session(live).await;
    }

    async fn forget_session(&self, live: &Arc<Live>) {
        {
            let mut state = self.lock();
            state.live.remove(&live.id);
            state.setups.remove(&live.id);
            state.shown_codes.remove(&live.id);
            state.made_keys.remove(&live.id);
        }
        self.forget_token(live.id).await;
        (self.ended)();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
