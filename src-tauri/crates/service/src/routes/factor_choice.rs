//! `/account/v1/second-factor`: which method holds, choosing another one, validating it, turning it off.

use axum::response::Response;
use protocol::core::authenticators::TOTP;
use protocol::extension::SECOND_FACTOR_PATH;
use protocol::extension::problem::codes;
use protocol::extension::second_factor::{Choice, EMAIL, NONE, Offer, RESEND, SMS, SecondFactor, TypedCode, VERIFY};

use super::{extension, turn};
use crate::answer::{Halt, Outcome};
use crate::call::Call;
use crate::factors::{self, Typed};
use crate::limits::Action;
use crate::operation::Operation;
use crate::store::accounts::Account;
use crate::turn::{Turn, moment};

/// The reason in the outbox.
const SET_UP: &str = "factor_setup";

pub(crate) fn operations() -> Vec<Operation> {
    let below = |name: &str| format!("{SECOND_FACTOR_PATH}/{name}");
    let method = [
        codes::REQUIRED,
        codes::NOT_TEXT,
        codes::NOT_A_CHOICE,
        codes::NUMBER_NEEDED,
    ];
    let code = [
        codes::REQUIRED,
        codes::NOT_TEXT,
        codes::INCORRECT_CODE,
        codes::CODE_EXPIRED,
    ];
    vec![
        Operation::get(SECOND_FACTOR_PATH, "Which second factor holds, and which can be chosen", get)
            .signed_in()
            .answers::<SecondFactor>(),
        Operation::put(SECOND_FACTOR_PATH, "Choose another method, or none", put)
            .details(
                "A method that sends codes has one sent, and holds once it was given to `verify`; what held before holds until then. \
                 Turning off ends the account's other sessions.",
            )
            .stepped_up()
            .limited()
            .takes::<Choice>(&method)
            .refuses(409, &[codes::KEY_NEEDED])
            .answers::<SecondFactor>(),
        Operation::post(below(VERIFY), "Validate the method that was chosen, by its code", verify)
            .details("It takes the place of the one before, and the account's other sessions end.")
            .signed_in()
            .limited()
            .takes::<TypedCode>(&code)
            .refuses(409, &[codes::NO_SUCH_STEP])
            .answers::<SecondFactor>(),
        Operation::post(below(RESEND), "Have that code sent again", resend)
            .signed_in()
            .limited()
            .refuses(409, &[codes::NO_SUCH_STEP])
            .answers::<SecondFactor>(),
    ]
}

async fn get(call: Call) -> Response {
    turn!(call, async |turn: &mut Turn| {
        let account = extension::signed_in(turn)?;
        tell(turn, &account).await
    })
}

async fn put(call: Call) -> Response {
    turn!(call, choose)
}

async fn verify(call: Call) -> Response {
    turn!(call, validate)
}

async fn resend(call: Call) -> Response {
    turn!(call, send_again)
}

async fn tell(turn: &mut Turn, account: &Account) -> Outcome {
    let held = factors::method_of(turn, account.id).await?;
    let mut methods = Vec::new();
    for method in offered(turn) {
        let to = factors::address(turn, account, &method).await?;
        let to = to.map(|to| factors::shown(&method, to));
        methods.push(Offer { method, to });
    }
    let pending = turn.state().factor_setup.as_ref().map(|sent| factors::wire(turn, sent));
    Ok(extension::ok(&SecondFactor {
        method: held.as_ref().map_or_else(|| NONE.to_owned(), |held| held.kind.clone()),
        since: held.map(|held| moment(held.created_at)),
        methods,
        pending,
    }))
}

/// The methods of this service, best first.
fn offered(turn: &Turn) -> Vec<String> {
    let known = |kind: &&String| factors::METHODS.contains(&kind.as_str());
    turn.service.preset.factors.iter().filter(known).cloned().collect()
}

fn wanted(turn: &Turn) -> Result<String, Halt> {
    let body = extension::object(turn)?;
    let fault = |code: &str| extension::refuse_fields(vec![extension::fault("method", code)]);
    let method = extension::text(body.get("method")).map_err(fault)?;
    match method {
        "" => Err(fault(codes::REQUIRED)),
        NONE => Ok(NONE.to_owned()),
        other if offered(turn).iter().any(|offer| offer == other) => Ok(other.to_owned()),
        _ => Err(fault(codes::NOT_A_CHOICE)),
    }
}

async fn choose(turn: &mut Turn) -> Outcome {
    let account = extension::signed_in(turn)?;
    let wanted = wanted(turn)?;
    extension::require_step_up(turn, &account).await?;
    let held = factors::method_of(turn, account.id).await?;
    if held.is_some_and(|held| held.kind == wanted) {
        // What holds already stays; a change that was begun is given up.
        turn.state_mut().factor_setup = None;
        return tell(turn, &account).await;
    }
    match wanted.as_str() {
        NONE => factors::clear(turn, &account).await?,
        EMAIL | SMS => begin(turn, &account, &wanted).await?,
        TOTP => {
            let title = "One-time codes are set up with a key, at account/authenticators/totp";
            return Err(extension::refuse_whole(409, codes::KEY_NEEDED, title));
        }
        _ => {
            return Err(extension::refuse_fields(vec![extension::fault(
                "method",
                codes::NOT_A_CHOICE,
            )]));
        }
    }
    tell(turn, &account).await
}

/// Sends the code that will validate the method; the one before holds meanwhile.
async fn begin(turn: &mut Turn, account: &Account, method: &str) -> Result<(), Halt> {
    if factors::address(turn, account, method).await?.is_none() {
        let fault = extension::fault("method", codes::NUMBER_NEEDED);
        return Err(extension::refuse_fields(vec![fault]));
    }
    factors::cool_down(
        turn,
        turn.state().factor_setup.as_ref().filter(|sent| sent.method == method),
    )?;
    let sent = factors::send(turn, account, method, SET_UP).await?;
    turn.state_mut().factor_setup = Some(sent);
    Ok(())
}

async fn validate(turn: &mut Turn) -> Outcome {
    let account = extension::signed_in(turn)?;
    let body = extension::object(turn)?;
    let refuse = |code: &str| extension::refuse_fields(vec![extension::fault("code", code)]);
    let code = extension::text(body.get("code")).map_err(refuse)?;
    if code.is_empty() {
        return Err(refuse(codes::REQUIRED));
    }
    let Some(method) = turn.state().factor_setup.as_ref().map(|sent| sent.method.clone()) else {
        return Err(factors::not_awaited());
    };
    let subject = account.id.to_string();
    turn.count(Action::FailedFactor, &subject)?;
    match factors::attempt(turn, &account, |state| &mut state.factor_setup, code).await? {
        Typed::Right => {}
        Typed::Wrong | Typed::Spent => return Err(refuse(codes::INCORRECT_CODE)),
        Typed::Expired => return Err(refuse(codes::CODE_EXPIRED)),
        Typed::Absent => return Err(factors::not_awaited()),
    }
    turn.take_back(Action::FailedFactor, &subject);
    factors::install(turn, &account, &method, None).await?;
    tell(turn, &account).await
}

async fn send_again(turn: &mut Turn) -> Outcome {
    let account = extension::signed_in(turn)?;
    factors::cool_down(turn, turn.state().factor_setup.as_ref())?;
    let Some(before) = turn.state_mut().factor_setup.take() else {
        return Err(factors::not_awaited());
    };
    let kept = before.clone();
    match factors::send_again(turn, &account, before, SET_UP).await {
        Ok(sent) => turn.state_mut().factor_setup = Some(sent),
        Err(refused) => {
            turn.state_mut().factor_setup = Some(kept);
            return Err(refused);
        }
    }
    tell(turn, &account).await
}
