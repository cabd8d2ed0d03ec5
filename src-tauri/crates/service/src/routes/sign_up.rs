//! `auth/signup`: make an account; its address is confirmed by a mailed code.
//!
//! An address that has an account, or had one that was closed, gets the same answer after the same work, and a mail that says so.

use axum::response::Response;

use super::turn;
use crate::addresses::{self, Holder};
use crate::answer::{Answer, Halt, Outcome};
use crate::call::Call;
use crate::limits::Action;
use crate::policy;
use crate::steps;
use crate::store::{accounts, emails, profiles};
use crate::turn::Turn;

/// How long an address waits for its code before somebody else may sign up with it, in milliseconds.
const UNCONFIRMED_LIFE: i64 = 24 * 3600 * 1000;

struct Wanted {
    email: String,
    hash: String,
}

pub(crate) async fn post(call: Call) -> Response {
    let wanted = prepare(&call).await;
    turn!(call, async |turn: &mut Turn| join(turn, wanted?).await)
}

async fn prepare(call: &Call) -> Result<Wanted, Halt> {
    call.count(Action::SignUp, "")?;
    let mut form = call.form()?;
    let (email, password) = (form.email("email"), form.password("password"));
    if form.is_fine("password") {
        let policy = &call.service.preset.password_policy;
        let about = form.is_fine("email").then_some(email.as_str());
        form.add_all(policy::faults(policy, &password, about, "password"));
    }
    form.check()?;
    let hash = call.service.hasher.hash(password).await?;
    Ok(Wanted { email, hash })
}

async fn join(turn: &mut Turn, wanted: Wanted) -> Outcome {
    if turn.account().is_some() {
        return Ok(Answer::Bare(409));
    }
    if !turn.service.preset.sign_in.sign_up {
        return Ok(Answer::Bare(403));
    }
    let before = turn.now - UNCONFIRMED_LIFE;
    accounts::purge_unconfirmed(turn.db(), before).await?;
    let (account, purpose) = match addresses::holder(turn, &wanted.email).await? {
        Holder::Nobody => (Some(make(turn, &wanted).await?), steps::SIGN_UP),
        Holder::Account(_) => (None, steps::SIGN_UP),
        Holder::Closed => (None, steps::SIGN_UP_AGAIN),
    };
    steps::await_email(turn, account, &wanted.email, purpose).await
}

async fn make(turn: &mut Turn, wanted: &Wanted) -> Result<i64, Halt> {
    let (now, language) = (turn.now, turn.language());
    let fields = turn.service.preset.new_profile(language.tag());
    let account = accounts::add(turn.db(), &wanted.hash, now).await?;
    emails::add(turn.db(), account, &wanted.email).await?;
    profiles::save(turn.db(), account, &fields).await?;
    Ok(account)
}
