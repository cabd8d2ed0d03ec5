//! `/account/v1/phones/{channel}`: the account's number on a channel, one resource each.

use std::time::Duration;

use axum::response::Response;
use protocol::extension::PHONES_PATH;
use protocol::extension::phones::{NewNumber, Phone, PhoneChannel, PhoneCode, RESEND, VERIFY};
use protocol::extension::problem::codes;

use super::{extension, turn};
use crate::answer::{Halt, Outcome};
use crate::call::Call;
use crate::operation::Operation;
use crate::phone_numbers::{self, Answered, Asked, Fault};
use crate::store;
use crate::turn::Turn;

/// Those of the number for text messages.
pub(crate) fn sms() -> Vec<Operation> {
    operations(PhoneChannel::Sms)
}

/// Those of the number for WhatsApp messages.
pub(crate) fn whatsapp() -> Vec<Operation> {
    operations(PhoneChannel::WhatsApp)
}

fn operations(channel: PhoneChannel) -> Vec<Operation> {
    let one = format!("{PHONES_PATH}/{channel}");
    let numbers = [
        codes::REQUIRED,
        codes::NOT_TEXT,
        codes::INVALID_PHONE,
        codes::PHONE_NOT_TAKEN_HERE,
        codes::SAME_AS_CURRENT,
    ];
    let answers = [
        codes::REQUIRED,
        codes::NOT_TEXT,
        codes::INCORRECT_CODE,
        codes::CODE_EXPIRED,
        codes::CODE_SPENT,
        codes::PHONE_TAKEN,
    ];
    vec![
        Operation::get(
            &one,
            "The account's number, and the one that awaits its code",
            move |call: Call| get(channel, call),
        )
        .signed_in()
        .answers::<Phone>(),
        Operation::put(&one, "Have a code sent to a number", move |call: Call| {
            put(channel, call)
        })
        .details("The number is the account's once the code is answered; until then the one before it holds.")
        .stepped_up()
        .limited()
        .takes::<NewNumber>(&numbers)
        .answers::<Phone>(),
        Operation::post(
            format!("{one}/{VERIFY}"),
            "Answer with the code that came",
            move |call: Call| verify(channel, call),
        )
        .signed_in()
        .limited()
        .takes::<PhoneCode>(&answers)
        .refuses(409, &[codes::NO_CODE_AWAITED])
        .answers::<Phone>(),
        Operation::post(
            format!("{one}/{RESEND}"),
            "Have another code sent, instead of the one before",
            move |call: Call| resend(channel, call),
        )
        .signed_in()
        .limited()
        .refuses(409, &[codes::NO_CODE_AWAITED])
        .answers::<Phone>(),
        Operation::delete(&one, "Delete the number", move |call: Call| delete(channel, call))
            .details("What awaits its code is forgotten, too.")
            .stepped_up()
            .refuses(404, &[codes::NO_SUCH_PHONE])
            .refuses(409, &[codes::PHONE_IN_USE])
            .answers::<Phone>(),
    ]
}

async fn get(channel: PhoneChannel, call: Call) -> Response {
    turn!(call, async |turn: &mut Turn| look(turn, channel).await)
}

async fn put(channel: PhoneChannel, call: Call) -> Response {
    turn!(call, async |turn: &mut Turn| begin(turn, channel).await)
}

async fn verify(channel: PhoneChannel, call: Call) -> Response {
    turn!(call, async |turn: &mut Turn| answer(turn, channel).await)
}

async fn resend(channel: PhoneChannel, call: Call) -> Response {
    turn!(call, async |turn: &mut Turn| send_again(turn, channel).await)
}

async fn delete(channel: PhoneChannel, call: Call) -> Response {
    turn!(call, async |turn: &mut Turn| remove(turn, channel).await)
}

async fn look(turn: &mut Turn, channel: PhoneChannel) -> Outcome {
    let account = extension::signed_in(turn)?;
    Ok(extension::ok(&phone_numbers::state(turn, account.id, channel).await?))
}

async fn begin(turn: &mut Turn, channel: PhoneChannel) -> Outcome {
    let account = extension::signed_in(turn)?;
    let body = extension::object(turn)?;
    let written = extension::text(body.get("number")).map_err(|code| at_fault("number", code))?;
    let number = phone_numbers::accepted(turn, channel, written).map_err(|fault| {
        let code = match fault {
            _ if written.is_empty() => codes::REQUIRED,
            Fault::NoNumber => codes::INVALID_PHONE,
            Fault::NotTakenHere => codes::PHONE_NOT_TAKEN_HERE,
        };
        at_fault("number", code)
    })?;
    let current = store::phones::on(turn.db(), account.id, channel).await?;
    if current.is_some_and(|current| current.number == number) {
        return Err(at_fault("number", codes::SAME_AS_CURRENT));
    }
    extension::require_step_up(turn, &account).await?;
    let asked = phone_numbers::begin(turn, account.id, channel, &number).await?;
    sent(turn, account.id, channel, asked).await
}

async fn send_again(turn: &mut Turn, channel: PhoneChannel) -> Outcome {
    let account = extension::signed_in(turn)?;
    let asked = phone_numbers::resend(turn, account.id, channel).await?;
    sent(turn, account.id, channel, asked).await
}

async fn answer(turn: &mut Turn, channel: PhoneChannel) -> Outcome {
    let account = extension::signed_in(turn)?;
    let body = extension::object(turn)?;
    let typed = extension::text(body.get("code")).map_err(|code| at_fault("code", code))?;
    if typed.is_empty() {
        return Err(at_fault("code", codes::REQUIRED));
    }
    match phone_numbers::answer(turn, &account, channel, typed).await? {
        Answered::Done => Ok(extension::ok(&phone_numbers::state(turn, account.id, channel).await?)),
        Answered::Nothing => Err(nothing_awaited()),
        Answered::Expired => Err(at_fault("code", codes::CODE_EXPIRED)),
        Answered::Wrong => Err(at_fault("code", codes::INCORRECT_CODE)),
        Answered::Spent => Err(at_fault("code", codes::CODE_SPENT)),
        Answered::Taken => Err(at_fault("number", codes::PHONE_TAKEN)),
    }
}

async fn remove(turn: &mut Turn, channel: PhoneChannel) -> Outcome {
    let account = extension::signed_in(turn)?;
    extension::require_step_up(turn, &account).await?;
    if store::phones::is_factor(turn.db(), account.id, channel).await? {
        return Err(extension::refuse_whole(
            409,
            codes::PHONE_IN_USE,
            "The number receives the codes of the second factor",
        ));
    }
    if !phone_numbers::remove(turn, &account, channel).await? {
        return Err(extension::refuse(
            404,
            codes::NO_SUCH_PHONE,
            "The account has no number there",
        ));
    }
    Ok(extension::ok(&phone_numbers::state(turn, account.id, channel).await?))
}

async fn sent(turn: &mut Turn, account: i64, channel: PhoneChannel, asked: Asked) -> Outcome {
    match asked {
        Asked::Sent => Ok(extension::ok(&phone_numbers::state(turn, account, channel).await?)),
        Asked::Wait(after) => Err(extension::too_many(after.max(Duration::from_millis(1)))),
        Asked::Nothing => Err(nothing_awaited()),
    }
}

fn at_fault(field: &str, code: &str) -> Halt {
    extension::refuse_fields(vec![extension::fault(field, code)])
}

fn nothing_awaited() -> Halt {
    extension::refuse_whole(409, codes::NO_CODE_AWAITED, "This session awaits no code there")
}
