//! The service as its owner holds it: open, serve, look into the outbox, start over.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use protocol::extension::discovery::{KeysCheck, Shown};
use sqlx::{SqliteConnection, SqlitePool};

use crate::addresses::AddressKey;
use crate::clock::Clock;
use crate::error::ServiceError;
use crate::limits::Limiter;
use crate::message::Message;
use crate::options::Options;
use crate::passwords::Hasher;
use crate::post::Post;
use crate::post::courier::Courier;
use crate::preset::PresetData;
use crate::push::Push;
use crate::recovery::RevealedSets;
use crate::routes;
use crate::sample_world;
use crate::state::CODE_LIFE;
use crate::store::{self, accounts, emails, profiles};
use crate::texts::Texts;

/// What every request needs.
pub(crate) struct Inner {
    pub(crate) pool: SqlitePool,
    pub(crate) preset: PresetData,
    pub(crate) texts: Texts,
    pub(crate) post: Arc<Post>,
    pub(crate) push: Push,
    pub(crate) reauth_timeout: Duration,
    /// In milliseconds.
    pub(crate) code_life: i64,
    pub(crate) temporary_password_life: Duration,
    pub(crate) practice: bool,
    pub(crate) proxies: Vec<std::net::IpAddr>,
    pub(crate) clock: Clock,
    pub(crate) hasher: Hasher,
    pub(crate) limiter: Limiter,
    pub(crate) revealed: RevealedSets,
    pub(crate) address_key: AddressKey,
    /// The OpenAPI document of what the preset serves, once somebody asked for it.
    pub(crate) openapi: OnceLock<serde_json::Value>,
}

/// The embedded account service. Clones share everything.
#[derive(Clone)]
pub struct Service {
    inner: Arc<Inner>,
    /// Delivers what is queued; there is none where nothing leaves.
    courier: Arc<Mutex<Option<Courier>>>,
}

/// The sample account of a practice server. Its password is meant to be shown: it protects nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleAccount {
    /// The address to sign in with.
    pub email: String,
    /// The password to sign in with.
    pub password: String,
}

impl Service {
    /// Opens a service, making its database as needed.
    ///
    /// # Errors
    /// When the folder or the database can't be used, or is of a newer version.
    pub async fn open(options: Options) -> Result<Self, ServiceError> {
        let mut preset = options.preset.load()?;
        if let Some(name) = &options.public_name {
            preset.service_name.clone_from(name);
        }
        if let Some(keys) = preset.keys.as_mut().filter(|_| options.show_keys_once) {
            keys.form.shown = Shown::Once;
        }
        if let Some(keys) = preset.keys.as_mut().filter(|_| options.whatap_tokens) {
            keys.form.check = Some(KeysCheck::WhatapOpenApi);
        }
        let post = Arc::new(Post::new(&options, &preset.service_name)?);
        let pool = store::open(&options.data).await?;
        if preset.keys.as_ref().is_some_and(|keys| keys.form.shown == Shown::Once) {
            // Those of a run that showed them again.
            store::api_keys::forget_secrets(&mut *pool.acquire().await?).await?;
        }
        // A process that was killed leaves a log that holds what had just been deleted.
        if !store::leave_no_history(&pool).await? {
            tracing::warn!("the database's log is in use and could not be emptied");
        }
        let used_up = store::tombstones::any(&mut *pool.acquire().await?).await?;
        let address_key = AddressKey::open(&options.data, used_up)?;
        let code_life = i64::try_from(options.code_life.as_millis()).map_or(CODE_LIFE, |life| life.min(CODE_LIFE));
        let push = Push::to(options.push_origins)?;
        let courier = post
            .delivers()
            .then(|| Courier::start(pool.clone(), Arc::clone(&post), options.clock.clone()));
        let inner = Inner {
            address_key,
            pool,
            preset,
            texts: Texts::load()?,
            post,
            push,
            reauth_timeout: options.reauth_timeout,
            code_life,
            temporary_password_life: options.temporary_password_life,
            practice: options.practice,
            proxies: options.proxies.clone(),
            clock: options.clock,
            hasher: Hasher::new(options.password_cost)?,
            limiter: Limiter::new(options.rate_limits),
            revealed: RevealedSets::default(),
            openapi: OnceLock::new(),
        };
        Ok(Self {
            inner: Arc::new(inner),
            courier: Arc::new(Mutex::new(courier)),
        })
    }

    /// The service as a `tower` service: hand it requests in this process, or serve it on a socket.
    pub fn router(&self) -> axum::Router {
        routes::router(Arc::clone(&self.inner))
    }

    /// The messages of the outbox, newest first; empty when they leave.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn outbox_messages(&self) -> Result<Vec<Message>, ServiceError> {
        let mut db = self.inner.pool.acquire().await?;
        let rows = store::outbox::all(&mut db).await?;
        Ok(rows.into_iter().map(Message::from).collect())
    }

    /// Empties the outbox.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn clear_outbox(&self) -> Result<(), ServiceError> {
        let mut db = self.inner.pool.acquire().await?;
        Ok(store::outbox::clear(&mut db).await?)
    }

    /// Starts over: no accounts, no sessions, no messages.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn reset(&self) -> Result<(), ServiceError> {
        store::clear(&self.inner.pool).await?;
        self.inner.revealed.clear();
        self.inner.limiter.clear();
        Ok(())
    }

    /// Makes the preset's sample account and its world, verified and ready to sign in, unless it is there; returns what to
    /// sign in with. `None` once it was closed: its address can't be used again before [`Service::reset`].
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn seed_sample(&self) -> Result<Option<SampleAccount>, ServiceError> {
        let sample = &self.inner.preset.sample;
        let found = SampleAccount {
            email: sample.email.clone(),
            password: sample.password.clone(),
        };
        let hash = self.inner.hasher.hash(sample.password.clone().into()).await?;
        let mut tx = self.inner.pool.begin_with("BEGIN IMMEDIATE").await?;
        if accounts::by_email(&mut tx, &sample.email).await?.is_some() {
            return Ok(Some(found));
        }
        if self.inner.address_key.is_used_up(&mut tx, &sample.email).await? {
            return Ok(None);
        }
        let id = accounts::add(&mut tx, &hash, self.inner.clock.now()).await?;
        emails::add(&mut tx, id, &sample.email).await?;
        emails::verify(&mut tx, id, &sample.email).await?;
        let mut fields = self.inner.preset.new_profile("en");
        fields.extend(sample.profile.clone());
        profiles::save(&mut tx, id, &fields).await?;
        sample_world::seed(&mut tx, &sample.world, id, self.inner.clock.now()).await?;
        tx.commit().await?;
        Ok(Some(found))
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.inner
    }

    /// The sample account's number, while it is there.
    pub(crate) async fn sample_account(&self, db: &mut SqliteConnection) -> Result<Option<i64>, ServiceError> {
        let account = accounts::by_email(db, &self.inner.preset.sample.email).await?;
        Ok(account.map(|account| account.id))
    }

    /// Ends deliveries and closes the database. Requests that come later fail; messages that are still queued leave when the service is
    /// opened again.
    pub async fn close(&self) {
        let courier = self.courier.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(courier) = courier {
            courier.end().await;
        }
        self.inner.pool.close().await;
    }
}

/// The answer in place of a service that could not be opened: 503, as a server behind a broken disk would give.
pub fn unavailable() -> axum::response::Response {
    axum::response::IntoResponse::into_response(axum::http::StatusCode::SERVICE_UNAVAILABLE)
}
