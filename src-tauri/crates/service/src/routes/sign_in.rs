//! `auth/login`: sign in with an address and a password, or with a temporary password where the service mails those.
//!
//! The password is checked before the transaction begins, so that sign-ins don't wait for each other's hashing; the
//! transaction then makes sure that it is still the account's password.

use axum::response::Response;
use http::Method;
use protocol::extension::activity::Kind;
use protocol::extension::discovery::PasswordReset;
use secrecy::{ExposeSecret as _, SecretString};

use super::turn;
use crate::activity;
use crate::answer::{Answer, Halt, Outcome};
use crate::call::Call;
use crate::form;
use crate::limits::Action;
use crate::state::Temporary;
use crate::steps;
use crate::store::accounts::{self, Account};
use crate::store::temporary_passwords;
use crate::turn::Turn;

/// What came of a password before the transaction.
enum Tried {
    /// This account had it.
    Right(Proof),
    /// The address's account, if there is one, does not.
    Wrong(Option<i64>),
}

/// This account had this password.
struct Proof {
    email: String,
    account: i64,
    hash: Option<String>,
    /// It was a temporary password: its hash, and what was typed.
    temporary: Option<(String, SecretString)>,
}

/// Every method: the core validates the body first and refuses the method only then.
pub(crate) async fn any(call: Call) -> Response {
    if call.method == Method::GET {
        return turn!(call, async |_: &mut Turn| Ok(Answer::NoBody(405)));
    }
    let proof = prove(&call).await;
    turn!(call, async |turn: &mut Turn| match proof? {
        Tried::Right(proof) => enter(turn, proof).await,
        Tried::Wrong(account) => {
            activity::record(turn, account, Kind::SignInFailed).await?;
            Err(form::refuse("email_password_mismatch", "password"))
        }
    })
}

async fn prove(call: &Call) -> Result<Tried, Halt> {
    call.count(Action::SignIn, "")?;
    let mut form = call.form()?;
    let (email, password) = (form.email("email"), form.password("password"));
    form.check()?;
    let tried = call.try_password(&email)?;
    let mut db = call.service.pool.acquire().await?;
    let account = accounts::by_email(&mut db, &email).await?;
    drop(db);
    let hash = account.as_ref().and_then(|account| account.password_hash.clone());
    let right = call.service.hasher.matches(password.clone(), hash.as_deref()).await?;
    let temporary = match right {
        true => None,
        false => as_temporary(call, account.as_ref(), password).await?,
    };
    let right = right || temporary.is_some();
    let account = account.map(|account| account.id);
    tried.ended(right && account.is_some());
    Ok(match account {
        Some(account) if right => Tried::Right(Proof {
            email,
            account,
            hash,
            temporary,
        }),
        account => Tried::Wrong(account),
    })
}

/// What is not the account's password may be its temporary one. Whoever is wrong waits for this check, too, whether there
/// is an account or a temporary password or neither.
async fn as_temporary(
    call: &Call,
    account: Option<&Account>,
    password: SecretString,
) -> Result<Option<(String, SecretString)>, Halt> {
    if call.service.preset.sign_in.password_reset != PasswordReset::TemporaryPassword {
        return Ok(None);
    }
    let mut db = call.service.pool.acquire().await?;
    let account = account.map_or(0, |account| account.id);
    let hash = temporary_passwords::hash_of(&mut db, account, call.temporary_password_ends()).await?;
    drop(db);
    let right = call.service.hasher.matches(password.clone(), hash.as_deref()).await?;
    Ok(hash.filter(|_| right).map(|hash| (hash, password)))
}

async fn enter(turn: &mut Turn, proof: Proof) -> Outcome {
    if turn.method != Method::POST {
        return Ok(Answer::NoBody(405));
    }
    if turn.account().is_some() {
        return Ok(Answer::Bare(409));
    }
    let account = accounts::by_id(turn.db(), proof.account).await?;
    if account.is_none_or(|account| account.password_hash != proof.hash) {
        return Err(form::refuse("email_password_mismatch", "password"));
    }
    turn.state_mut().temporary = None;
    if let Some((hash, typed)) = &proof.temporary {
        take_as_proof(turn, &proof, hash, typed).await?;
    }
    let mut method = steps::act(turn, "password");
    method.email = Some(proof.email.clone());
    turn.state_mut().record(proof.account, method);
    let entered = steps::proceed(turn, proof.account, &proof.email, steps::SIGN_IN).await;
    // It counts once, but not against who has to wait with the next step.
    if entered.is_ok() && proof.temporary.is_some() {
        temporary_passwords::remove(turn.db(), proof.account).await?;
    }
    entered
}

/// A temporary password that still counts. Whoever has it has read the mailbox.
async fn take_as_proof(turn: &mut Turn, proof: &Proof, hash: &str, typed: &SecretString) -> Result<(), Halt> {
    let ends = turn.temporary_password_ends();
    let Some(address) = temporary_passwords::address_of(turn.db(), proof.account, hash, ends).await? else {
        return Err(form::refuse("email_password_mismatch", "password"));
    };
    steps::confirm_mailbox(turn, proof.account, &address).await?;
    // Only its digest is kept.
    let temporary = Temporary::new(proof.account, address, typed.expose_secret());
    turn.state_mut().temporary = Some(temporary);
    Ok(())
}
