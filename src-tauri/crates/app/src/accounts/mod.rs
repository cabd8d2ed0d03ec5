//! Accounts at services: who is signed in where, and every call made for them.
//!
//! A session's token lives in the system keyring and in memory, nowhere else. Each call ends in
//! [`Accounts::concluded`], which keeps a renewed token and notices a session's end, so that no call can forget to.

mod activity;
pub mod address;
mod alerts;
pub mod book;
pub mod closure;
mod consents;
pub mod devices;
pub mod email;
pub mod forgotten;
mod keyring;
pub mod keys;
mod linked;
mod lost;
mod otp_clearing;
mod otp_outcome;
pub mod otp_setup;
pub mod pending;
pub mod phones;
pub mod recovery;
mod second_factor;
pub mod sections;
pub mod signing_in;
pub mod vault_codes;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use account::{Provider, Refusal, Session};
use keychain::Keychain;
use providers::{Engine, Exchange, Tongue};
use url::Url;
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
    pub(crate) engine: Engine,
    pub(crate) email: String,
    pub(crate) service: String,
    pub(crate) stay: bool,
    pub(crate) provider: Arc<dyn Provider>,
    pub(crate) session: Arc<Session>,
    /// Addresses it signed in with before: keys in the vault may still be named after them.
    pub(crate) earlier: Vec<String>,
}

#[derive(Default)]
struct State {
    /// Signed in.
    live: HashMap<Uuid, Arc<Live>>,
    /// Signing in, with a step pending.
    pending: Option<pending::Pending>,
    /// Kept for now only, because the keyring refused.
    for_now: std::collections::HashSet<Uuid>,
    /// Ended by the service.
    ended: std::collections::HashSet<Uuid>,
    /// Asked to be closed, with no answer yet.
    closing: std::collections::HashSet<Uuid>,
    /// In the keyring, which hasn't answered.
    waiting: std::collections::HashSet<Uuid>,
    /// OTP set-ups that have begun.
    setups: HashMap<Uuid, otp_setup::Setup>,
    /// OTP was turned off, or asked to be with no answer yet, and the vault has still to follow.
    clearing: HashMap<Uuid, otp_clearing::Clearing>,
    /// Tokens and keys just made, whose secrets the service may not tell again.
    made_keys: HashMap<Uuid, keys::AtHand>,
    /// Numbers that await their code, where the service does not tell of them.
    awaited_phones: phones::AwaitedPhones,
    /// Recovery codes being shown.
    shown_codes: HashMap<Uuid, recovery::Shown>,
    /// Which step of an entry's code was last answered with, so that it isn't offered twice.
    spent: HashMap<Uuid, u64>,
    /// What was found to answer where, in this run of the app.
    engines: HashMap<String, Engine>,
    /// Clients of services where many calls are counted: those of one address share what they found.
    shared: HashMap<String, Arc<dyn Provider>>,
    /// Password rules that were read lately.
    policies: sections::Policies,
}

impl State {
    /// Whether this is the session the account is signed in with now. An answer may come when another has taken its place.
    fn is_current(&self, live: &Live) -> bool {
        let held = self.live.get(&live.id);
        held.is_some_and(|held| Arc::ptr_eq(&held.session, &live.session))
    }
}

/// Every account.
pub struct Accounts {
    book: AccountBook,
    keychain: Keychain,
    practice: Practice,
    vault: Arc<VaultSession>,
    ended: Ended,
    /// The person's language, where it is known.
    tongue: Option<Tongue>,
    /// Where WhaTap is asked about a token.
    whatap: Option<Url>,
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
            tongue: None,
            whatap: Url::parse(providers::WHATAP_OPEN_API).ok(),
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

    /// Has services told the person's language, in which they write to who is not signed in yet.
    #[must_use]
    pub fn speaking(self, tongue: impl Fn() -> &'static str + Send + Sync + 'static) -> Self {
        Self {
            tongue: Some(Arc::new(tongue)),
            ..self
        }
    }

    /// Has WhaTap asked at another address: a test's own server.
    #[must_use]
    pub fn asking_whatap_at(self, address: &str) -> Self {
        Self {
            whatap: Url::parse(address).ok(),
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

    /// Where on the web the service has a section managed, if it has.
    #[must_use]
    pub fn web_address(&self, id: Uuid, section: &str) -> Option<String> {
        let record = self.book.all().into_iter().find(|record| record.id == id)?;
        let section = record.sections.into_iter().find(|known| known.name == section)?;
        match section.access {
            AccessRecord::Web(address) => Some(address),
            AccessRecord::Read | AccessRecord::Edit => None,
        }
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

    /// What answers at an address. A practice service is ours.
    ///
    /// # Errors
    /// Why it can't be reached.
    pub(crate) async fn engine_at(&self, address: &Address) -> Result<Engine, AppError> {
        if address.is_practice() {
            return Ok(Engine::Allauth);
        }
        let name = address.to_string();
        let known = self.lock().engines.get(&name).copied();
        if let Some(engine) = known {
            return Ok(engine);
        }
        Ok(providers::recognise(&address.origin()?, &self.exchange(address)?).await?)
    }

    /// Notes which kind of service has answered as itself, so that it is not asked again.
    pub(crate) fn note_engine(&self, address: &Address, engine: Engine) {
        self.lock().engines.insert(address.to_string(), engine);
    }

    /// A client of the service there. A service that counts each question is asked by one client for all its accounts.
    pub(crate) fn provider_at(&self, address: &Address, engine: Engine) -> Result<Arc<dyn Provider>, AppError> {
        let make = || Ok(engine.provider(address.origin()?, self.exchange(address)?));
        if engine != Engine::BetterAuth {
            return make();
        }
        let name = address.to_string();
        let known = self.lock().shared.get(&name).map(Arc::clone);
        if let Some(provider) = known {
            return Ok(provider);
        }
        let provider = make()?;
        self.lock().shared.insert(name, Arc::clone(&provider));
        Ok(provider)
    }

    fn exchange(&self, address: &Address) -> Result<Exchange, AppError> {
        let exchange = match address {
            Address::Practice(preset) => (self.practice)(preset).ok_or(AppError::BadAddress)?,
            Address::Web(url) => providers::over_http(url).map_err(|_| AppError::BadAddress)?,
        };
        Ok(match &self.tongue {
            Some(tongue) => providers::in_language(exchange, Arc::clone(tongue)),
            None => exchange,
        })
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
        if self.is_closing(live.id) {
            // The account was asked to be closed, and the answer was lost: the session went with it.
            self.closed(live).await;
            return;
        }
        {
            let mut state = self.lock();
            // An answer that was under way when the person signed out, or in anew, tells nothing new.
            let held = state.live.contains_key(&live.id);
            if held && !state.is_current(live) {
                return;
            }
            if held {
                state.ended.insert(live.id);
            }
        }
        self.forget_session(live).await;
    }

    async fn forget_session(&self, live: &Arc<Live>) {
        self.drop_session(live).await;
        (self.ended)();
    }

    /// Forgets the session and all that came with it, without telling anybody yet.
    async fn drop_session(&self, live: &Arc<Live>) {
        {
            let mut state = self.lock();
            state.live.remove(&live.id);
            state.closing.remove(&live.id);
            state.setups.remove(&live.id);
            state.shown_codes.remove(&live.id);
            state.made_keys.remove(&live.id);
            state.awaited_phones.forget_all(live.id);
        }
        self.forget_token(live.id).await;
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
