//! One request's turn at the database: a transaction, the session it speaks for, and the answer that ends both.
//!
//! Everything a handler writes is in this one transaction. A refusal commits too, because tries are counted; only a
//! failure of the service itself rolls back.

use std::ops::Deref;

use axum::response::Response;
use jiff::Timestamp;
use protocol::core::{Flow, SessionData, User, UserId};
use protocol::extension::activity::Kind;
use protocol::extension::problem::codes;
use protocol::sensitive::Sensitive;
use sqlx::{Sqlite, SqliteConnection, Transaction};
use zeroize::Zeroizing;

use crate::activity;
use crate::answer::{self, Answer, Halt, Outcome};
use crate::call::Call;
use crate::clock::is_ahead;
use crate::error::ServiceError;
use crate::flows;
use crate::recovery::Revealed;
use crate::routes::problem;
use crate::secrets;
use crate::state::{SignInUnderWay, State, Step};
use crate::store::accounts::{self, Account};
use crate::store::{profiles, sessions};

/// A session is noted as seen at most this often, in milliseconds.
const SEEN_EVERY: i64 = 60_000;

/// One request's turn.
pub(crate) struct Turn {
    call: Call,
    tx: Transaction<'static, Sqlite>,
    row: Option<sessions::Row>,
    /// The account that is signed in.
    account: Option<Account>,
    state: State,
    changed: bool,
    new_token: Option<Zeroizing<String>>,
    /// Recovery codes to show (or to forget) once the transaction holds.
    pub(crate) reveal: Option<(i64, Option<Revealed>)>,
}

impl Deref for Turn {
    type Target = Call;

    fn deref(&self) -> &Call {
        &self.call
    }
}

impl Turn {
    /// Begins a turn; an unknown token ends it at once with 410.
    pub(crate) async fn begin(call: Call) -> Result<Self, Response> {
        let extension = call.extension;
        match Self::load(call).await {
            Ok(turn) => Ok(turn),
            Err(Refusal::Gone(_)) if extension => {
                let title = "The session's token is no longer known";
                Err(problem::answer(410, codes::SESSION_GONE, title))
            }
            Err(Refusal::Gone(flows)) => Err(answer::gone(flows)),
            Err(Refusal::Failed(error)) => Err(failed(extension, &error)),
        }
    }

    async fn load(call: Call) -> Result<Self, Refusal> {
        let mut tx = call.service.pool.begin_with("BEGIN IMMEDIATE").await?;
        let token = call.token();
        let mut row = match &token {
            Some(token) => sessions::find(&mut tx, &secrets::token_digest(token), call.now).await?,
            None => None,
        };
        if token.is_some() && row.is_none() {
            return Err(Refusal::Gone(flows::signed_out(
                &call.service.preset,
                &State::default(),
                &[],
            )));
        }
        // A session that a change of password ended: it answers as signed out this once, and is gone after.
        if let Some(ended) = row.take_if(|row| row.outdated) {
            sessions::remove(&mut tx, ended.id).await?;
        }
        let mut state = State::default();
        let mut account = None;
        if let Some(row) = &row {
            state = serde_json::from_str(&row.state).map_err(ServiceError::Stored)?;
            account = match row.account_id {
                Some(id) => accounts::by_id(&mut tx, id).await?,
                None => None,
            };
        }
        let mut changed = state.drop_expired(call.now);
        for account in state.begun_for() {
            let changed_at = accounts::credentials_changed_at(&mut tx, account).await?;
            changed |= state.drop_begun_before(account, changed_at.unwrap_or(i64::MAX));
        }
        Ok(Self {
            call,
            tx,
            row,
            account,
            state,
            changed,
            new_token: None,
            reveal: None,
        })
    }

    /// The connection of this turn's transaction.
    pub(crate) fn db(&mut self) -> &mut SqliteConnection {
        &mut self.tx
    }

    /// What the session remembers.
    pub(crate) fn state(&self) -> &State {
        &self.state
    }

    /// The same, to be changed.
    pub(crate) fn state_mut(&mut self) -> &mut State {
        self.changed = true;
        &mut self.state
    }

    /// The account that is signed in, if one is.
    pub(crate) fn account(&self) -> Option<&Account> {
        self.account.as_ref()
    }

    /// The account that is signed in; answers 401 when none is.
    pub(crate) fn signed_in(&self) -> Result<Account, Halt> {
        self.account.clone().ok_or_else(|| Answer::Session.into())
    }

    /// The number of this session's row.
    pub(crate) fn session_id(&self) -> Option<i64> {
        self.row.as_ref().map(|row| row.id)
    }

    /// Answers 401 unless the person proved who they are a short time ago.
    pub(crate) fn require_step_up(&self, account: &Account) -> Result<(), Halt> {
        match self.last_step_up(account).and_then(|at| self.counts_for(at)) {
            Some(_) => Ok(()),
            None => Err(Answer::StepUp.into()),
        }
    }

    /// How long a proof that was given at a time still counts, both in seconds; none when it is over.
    fn counts_for(&self, proved: f64) -> Option<f64> {
        let life = self.service.reauth_timeout.as_secs_f64();
        let left = proved + life - seconds(self.now);
        // The time was ours, in milliseconds.
        #[allow(clippy::cast_possible_truncation)]
        let ahead = is_ahead((proved * 1000.0) as i64, self.now);
        (left > 0.0 && !ahead).then(|| left.min(life))
    }

    /// When the person last proved again who they are, in Unix seconds.
    fn last_step_up(&self, account: &Account) -> Option<f64> {
        let acts = self.state.methods_by(account.id);
        let last = acts.iter().rev().find(|m| m.reauthenticated == Some(true));
        last.map(|method| method.at)
    }

    /// Whole seconds for which the last proof counts at the account's door: a step-up, or what began the session. None when it is over.
    pub(crate) fn proof_counts_for(&self, account: &Account) -> Option<u32> {
        let began = self.counts_for(seconds(self.row.as_ref()?.created_at));
        let proved = self.last_step_up(account).and_then(|at| self.counts_for(at));
        let left = began.into_iter().chain(proved).reduce(f64::max)?;
        // Between 0 and the service's own limit.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        Some(left.ceil() as u32)
    }

    /// Signs an account in: a session of its own with a new token; the old token is gone. Whoever came with a temporary
    /// password has to replace it first, whichever way they got here.
    pub(crate) async fn sign_in(&mut self, account: i64) -> Result<(), Halt> {
        if let Some(address) = self.state.address_to_replace(account) {
            let since = self.call.now;
            self.state_mut().sign_in = Some(SignInUnderWay {
                account: Some(account),
                email: address,
                since,
                step: Step::ReplacePassword,
            });
            return Ok(());
        }
        if let Some(old) = self.row.take() {
            sessions::remove(&mut self.tx, old.id).await?;
        }
        self.account = accounts::by_id(&mut self.tx, account).await?;
        let methods = self.state.methods_by(account);
        self.state = State {
            methods,
            methods_of: Some(account),
            ..State::default()
        };
        self.changed = true;
        activity::record(self, Some(account), Kind::SignedIn).await
    }

    /// Ends this session.
    pub(crate) async fn sign_out(&mut self) -> Result<(), Halt> {
        if let Some(old) = self.row.take() {
            sessions::remove(&mut self.tx, old.id).await?;
        }
        self.account = None;
        self.state = State::default();
        self.changed = false;
        Ok(())
    }

    /// Ends what was begun for the account before now, in whichever session it waits: sign-ins and resets. Whoever changes what
    /// signs them in is getting rid of whoever began it.
    pub(crate) async fn end_what_was_begun(&mut self, account: i64) -> Result<(), Halt> {
        Ok(accounts::note_change(&mut self.tx, account, self.call.now).await?)
    }

    /// Ends the account's other sessions, and what was begun for it.
    pub(crate) async fn end_other_sessions(&mut self, account: i64) -> Result<(), Halt> {
        self.end_what_was_begun(account).await?;
        let keep = self.session_id();
        Ok(sessions::outdate_others(&mut self.tx, account, keep).await?)
    }

    /// Gives this session a new token; the old one is gone.
    pub(crate) async fn renew_token(&mut self) -> Result<(), Halt> {
        if let Some(row) = &self.row {
            let token = secrets::new_token();
            sessions::set_token(&mut self.tx, row.id, &secrets::token_digest(&token)).await?;
            self.new_token = Some(token);
        }
        Ok(())
    }

    /// Reads the account again after it was changed.
    pub(crate) async fn reload_account(&mut self) -> Result<(), Halt> {
        if let Some(account) = &self.account {
            self.account = accounts::by_id(&mut self.tx, account.id).await?;
        }
        Ok(())
    }

    /// Ends the turn: keeps the session, commits, writes the answer.
    pub(crate) async fn finish(self, outcome: Outcome) -> Response {
        let extension = self.call.extension;
        let answer = match outcome {
            Ok(answer) | Err(Halt::Answer(answer)) => answer,
            Err(Halt::Failed(error)) => return failed(extension, &error),
        };
        match self.keep_and_write(answer).await {
            Ok(response) => response,
            Err(error) => failed(extension, &error),
        }
    }

    /// Ends a turn that found out what a later one of the same request needs: keeps the session and commits.
    pub(crate) async fn end(self) -> Result<(), Response> {
        let extension = self.call.extension;
        let ended = self.keep_and_write(Answer::NoBody(204)).await;
        ended.map(drop).map_err(|error| failed(extension, &error))
    }

    async fn keep_and_write(mut self, answer: Answer) -> Result<Response, ServiceError> {
        self.keep_session().await?;
        let session = match answer {
            Answer::NotHere(status) => Some((status, self.describe_nobody())),
            Answer::Session => Some(self.describe(false).await?),
            Answer::StepUp => Some(self.describe(true).await?),
            _ => None,
        };
        self.tx.commit().await?;
        self.call.service.post.ring();
        if let Some((set, revealed)) = self.reveal {
            self.call.service.revealed.put(set, revealed);
        }
        // The client needs its new token; this is the answer that tells it.
        let token = self.new_token.map(|token| Sensitive::new(token.as_str().to_owned()));
        Ok(match session {
            Some((status, session)) => answer::session(status, session, token),
            None => answer::plain(answer, token),
        })
    }

    async fn keep_session(&mut self) -> Result<(), ServiceError> {
        let (agent, now) = (self.call.user_agent(), self.call.now);
        let state = serde_json::to_string(&self.state).map_err(ServiceError::Stored)?;
        match &self.row {
            Some(row) if self.changed => sessions::save(&mut self.tx, row.id, &state, now).await?,
            Some(row) if now - row.last_seen_at >= SEEN_EVERY => {
                sessions::touch(&mut self.tx, row.id, &agent, &self.call.ip, now).await?;
            }
            None if self.account.is_some() || (self.changed && !self.state.is_empty()) => {
                let token = secrets::new_token();
                let new = sessions::New {
                    digest: &secrets::token_digest(&token),
                    account: self.account.as_ref().map(|account| account.id),
                    state: &state,
                    user_agent: &agent,
                    ip: &self.call.ip,
                    now,
                };
                sessions::purge(&mut self.tx, now).await?;
                sessions::add(&mut self.tx, new).await?;
                self.new_token = Some(token);
            }
            _ => {}
        }
        Ok(())
    }

    /// The session's side of an answer to a token or a step that is not there.
    fn describe_nobody(&self) -> answer::Session {
        let flows = flows::signed_out(&self.call.service.preset, &self.state, &[]);
        session_of(None, None, Some(flows), None)
    }

    async fn describe(&mut self, step_up: bool) -> Result<(u16, answer::Session), ServiceError> {
        let Some(account) = self.account.clone() else {
            let pending = self.state.sign_in.as_ref().and_then(|sign_in| sign_in.account);
            let kinds = flows::factor_kinds(&mut self.tx, pending).await?;
            let flows = flows::signed_out(&self.call.service.preset, &self.state, &kinds);
            return Ok((401, session_of(None, None, Some(flows), Some(false))));
        };
        let user = user_of(&mut self.tx, &account).await?;
        let methods = self.state.methods_by(account.id);
        if !step_up {
            return Ok((200, session_of(Some(user), Some(methods), None, Some(true))));
        }
        let kinds = flows::factor_kinds(&mut self.tx, Some(account.id)).await?;
        let flows = flows::step_up(&self.call.service.preset, &account, &self.state, &kinds);
        Ok((401, session_of(Some(user), Some(methods), Some(flows), Some(true))))
    }
}

/// The answer to a failure, in the words of the half of the API that was asked.
fn failed(extension: bool, error: &ServiceError) -> Response {
    if extension {
        problem::failed(error)
    } else {
        answer::failed(error)
    }
}

/// Why a turn could not begin.
enum Refusal {
    Gone(Vec<Flow>),
    Failed(ServiceError),
}

impl<E: Into<ServiceError>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

fn session_of(
    user: Option<User>,
    methods: Option<Vec<protocol::core::Method>>,
    flows: Option<Vec<Flow>>,
    is_authenticated: Option<bool>,
) -> answer::Session {
    answer::Session {
        data: SessionData { user, methods, flows },
        is_authenticated,
    }
}

/// An account as the core shows it: by its name where it has one, else by its address.
pub(crate) async fn user_of(db: &mut SqliteConnection, account: &Account) -> Result<User, ServiceError> {
    let profile = profiles::of(db, account.id).await?;
    let name = profile.fields.get("name").filter(|name| !name.is_empty());
    Ok(User {
        id: UserId::Number(account.id),
        display: name.unwrap_or(&account.email).clone(),
        email: Some(account.email.clone()),
        has_usable_password: account.password_hash.is_some(),
    })
}

/// A time in Unix milliseconds as the extension writes times: RFC 3339, in UTC.
pub(crate) fn moment(milliseconds: i64) -> String {
    // Times are our own clock's, far within what can be written.
    Timestamp::from_millisecond(milliseconds)
        .unwrap_or_default()
        .to_string()
}

/// Unix seconds with a fraction, as the core writes times.
pub(crate) fn seconds(milliseconds: i64) -> f64 {
    // Milliseconds since 1970 are far below 2^53: nothing is lost.
    #[allow(clippy::cast_precision_loss)]
    let exact = milliseconds as f64;
    exact / 1000.0
}
