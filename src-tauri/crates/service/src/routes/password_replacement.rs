//! `auth/password/replace`: after a temporary password, the one that takes its place. Until then nobody is signed in.

use axum::response::Response;
use secrecy::{ExposeSecret as _, SecretString};

use super::turn;
use crate::answer::{Answer, Halt, Outcome};
use crate::call::Call;
use crate::form::{self, Form};
use crate::limits::Action;
use crate::policy;
use crate::state::Step;
use crate::steps;
use crate::store::accounts;
use crate::texts::Topic;
use crate::turn::Turn;

pub(crate) async fn post(call: Call) -> Response {
    let wanted = prepare(&call).await;
    turn!(call, async |turn: &mut Turn| set(turn, wanted?).await)
}

/// What a request wants, judged as far as it can be without its session.
struct Wanted {
    form: Form,
    password: SecretString,
    hash: Option<String>,
}

async fn prepare(call: &Call) -> Result<Wanted, Halt> {
    call.count(Action::Reset, "")?;
    let mut form = call.form()?;
    let password = form.password("password");
    let hash = match form.is_fine("password") {
        true => Some(call.service.hasher.hash(password.clone()).await?),
        false => None,
    };
    Ok(Wanted { form, password, hash })
}

async fn set(turn: &mut Turn, wanted: Wanted) -> Outcome {
    let awaited = turn.state().sign_in.as_ref();
    let awaited = awaited.is_some_and(|sign_in| matches!(sign_in.step, Step::ReplacePassword));
    let Some(temporary) = turn.state().temporary.as_ref().filter(|_| awaited) else {
        return Ok(Answer::Bare(409));
    };
    let address = temporary.address.clone();
    let Some(account) = temporary.account else {
        // Closed meanwhile, from another session.
        turn.state_mut().abandon_sign_in();
        return Ok(Answer::Bare(409));
    };
    let mut form = wanted.form;
    if form.is_fine("password") {
        // Held against the digest of the temporary one. It is refused for that alone: whether it would have met the
        // policy is a matter of chance, and no advice on another one.
        if temporary.is(wanted.password.expose_secret()) {
            form.add(form::fault("password_temporary", "password"));
        } else {
            let policy = &turn.service.preset.password_policy;
            form.add_all(policy::faults(policy, &wanted.password, Some(&address), "password"));
        }
    }
    form.check()?;
    let Some(hash) = wanted.hash else {
        return Ok(Answer::Bare(409));
    };
    accounts::set_password(turn.db(), account, &hash).await?;
    turn.end_other_sessions(account).await?;
    steps::notify(turn, account, &address, Topic::PasswordChanged, "temporary_password").await?;
    turn.state_mut().temporary = None;
    turn.sign_in(account).await?;
    Ok(Answer::Session)
}
