//! `auth/login`: sign in with an address and a password.
//!
//! The password is checked before the transaction begins, so that sign-ins don't wait for each other's hashing; the
//! transaction then makes sure that it is still the account's password.

use axum::response::Response;
use http::Method;
use protocol::extension::activity::Kind;

use super::turn;
use crate::activity;
use crate::answer::{Answer, Halt, Outcome};
use crate::call::Call;
use crate::form;
use crate::limits::Action;
use crate::steps;
use crate::store::accounts;
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
    call.count(Action::FailedSignIn, &email)?;
    let mut db = call.service.pool.acquire().await?;
    let account = accounts::by_email(&mut db, &email).await?;
    drop(db);
    let hash = account.as_ref().and_then(|account| account.password_hash.clone());
    let right = call.service.hasher.matches(password, hash.as_deref()).await?;
    match account {
        Some(account) if right => {
            call.take_back(Action::FailedSignIn, &email);
            Ok(Tried::Right(Proof {
                email,
                account: account.id,
                hash,
            }))
        }
        account => Ok(Tried::Wrong(account.map(|account| account.id))),
    }
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
    let mut method = steps::act(turn, "password");
    method.email = Some(proof.email.clone());
    turn.state_mut().record(proof.account, method);
    steps::proceed(turn, proof.account, &proof.email, steps::SIGN_IN).await
}
