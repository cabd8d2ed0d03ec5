//! `/account/v1/consents/marketing`: whether the person wants news and offers, and since when.

use axum::response::Response;
use protocol::extension::MARKETING_CONSENT_PATH;
use protocol::extension::consents::{Consent, Decision};
use protocol::extension::problem::codes;
use serde_json::Value;

use super::{extension, turn};
use crate::answer::{Halt, Outcome};
use crate::call::Call;
use crate::operation::Operation;
use crate::store::consents::{self, Row};
use crate::turn::{Turn, moment};

const MARKETING: &str = "marketing";

pub(crate) fn operations() -> Vec<Operation> {
    vec![
        Operation::get(
            MARKETING_CONSENT_PATH,
            "Whether the person agreed to marketing messages",
            get,
        )
        .signed_in()
        .answers::<Consent>(),
        Operation::put(MARKETING_CONSENT_PATH, "Agree or disagree to marketing messages", put)
            .details("Deciding as before keeps the date.")
            .signed_in()
            .takes::<Decision>(&[codes::REQUIRED, codes::NOT_BOOLEAN])
            .answers::<Consent>(),
    ]
}

async fn get(call: Call) -> Response {
    turn!(call, look)
}

async fn put(call: Call) -> Response {
    turn!(call, decide)
}

async fn look(turn: &mut Turn) -> Outcome {
    let account = extension::signed_in(turn)?;
    let row = consents::of(turn.db(), account.id, MARKETING).await?;
    Ok(extension::ok(&wire(row)))
}

async fn decide(turn: &mut Turn) -> Outcome {
    let account = extension::signed_in(turn)?;
    let agreed = wanted(turn)?;
    let now = turn.now;
    let row = consents::decide(turn.db(), account.id, MARKETING, agreed, now).await?;
    Ok(extension::ok(&wire(Some(row))))
}

fn wanted(turn: &Turn) -> Result<bool, Halt> {
    let body = extension::object(turn)?;
    let code = match body.get("agreed") {
        Some(Value::Bool(agreed)) => return Ok(*agreed),
        None | Some(Value::Null) => codes::REQUIRED,
        Some(_) => codes::NOT_BOOLEAN,
    };
    Err(extension::refuse_fields(vec![extension::fault("agreed", code)]))
}

/// Who was never asked has not agreed.
fn wire(row: Option<Row>) -> Consent {
    Consent {
        agreed: row.is_some_and(|row| row.agreed),
        decided_at: row.map(|row| moment(row.decided_at)),
    }
}
