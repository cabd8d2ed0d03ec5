//! `/account/v1/alert-settings`: which alerts reach the person, when and by which ways.
//!
//! A change names the version it was made from, as the profile's does, and is judged field by field.

use axum::response::Response;
use protocol::extension::ALERT_SETTINGS_PATH;
use protocol::extension::alerts::{AlertReception, AlertSettings, Day, Level};
use protocol::extension::problem::{FieldProblem, codes};
use serde_json::{Map, Value};

use super::{extension, turn};
use crate::alerts::recipients::{self, Reach};
use crate::alerts::settings::{DAY_MINUTES, Settings, Way, minutes};
use crate::answer::{Answer, Halt, Outcome};
use crate::call::Call;
use crate::operation::Operation;
use crate::store::accounts::Account;
use crate::store::alert_settings;
use crate::turn::Turn;

pub(crate) fn operations() -> Vec<Operation> {
    let faults = [
        codes::REQUIRED,
        codes::NOT_TEXT,
        codes::NOT_A_CHOICE,
        codes::NOT_A_LIST,
        codes::NOT_A_TIME,
        codes::EMPTY_RANGE,
        codes::NO_SMS_NUMBER,
        codes::NO_WHATSAPP_NUMBER,
    ];
    vec![
        Operation::get(ALERT_SETTINGS_PATH, "Which alerts reach the person, when and by which ways", get)
            .signed_in()
            .answers::<AlertReception>()
            .tagged(),
        Operation::put(ALERT_SETTINGS_PATH, "Decide which alerts are received", put)
            .details(
                "A range of hours is one of the account's time zone, begins on the days that are named, and may end on the next: \
                 `22:00` to `06:00` on Friday is Friday night.",
            )
            .signed_in()
            .changes_a_version()
            .takes::<AlertSettings>(&faults)
            .answers::<AlertReception>()
            .tagged(),
    ]
}

async fn get(call: Call) -> Response {
    turn!(call, look)
}

async fn put(call: Call) -> Response {
    turn!(call, change)
}

/// The account's settings and their version: what the preset says, until the person decides.
pub(crate) async fn current(turn: &mut Turn, account: &Account) -> Result<(i64, Settings), Halt> {
    if let Some(kept) = alert_settings::of(turn.db(), account.id).await? {
        return Ok(kept);
    }
    let preset = turn.service.preset.alerts.as_ref();
    let defaults = preset.map(|alerts| alerts.defaults.clone());
    let settings = defaults.ok_or_else(|| extension::refuse(404, codes::NOT_OFFERED, "There are no alerts here"))?;
    Ok((0, settings))
}

async fn look(turn: &mut Turn) -> Outcome {
    let account = extension::signed_in(turn)?;
    let (version, settings) = current(turn, &account).await?;
    let reach = recipients::of(turn, &account).await?;
    write(turn, &account, &settings, &reach, version).await
}

async fn change(turn: &mut Turn) -> Outcome {
    let account = extension::signed_in(turn)?;
    let (version, _) = current(turn, &account).await?;
    extension::require_version(turn, version)?;
    let body = extension::object(turn)?;
    let reach = recipients::of(turn, &account).await?;
    let settings = accept(turn, &body, &reach).map_err(extension::refuse_fields)?;
    let version = alert_settings::save(turn.db(), account.id, &settings).await?;
    write(turn, &account, &settings, &reach, version).await
}

async fn write(
    turn: &mut Turn,
    account: &Account,
    settings: &Settings,
    reach: &Reach,
    version: i64,
) -> Result<Answer, Halt> {
    let zone = recipients::zone(turn, account).await?;
    let reception = AlertReception {
        settings: settings.wire(),
        time_zone: zone.iana_name().unwrap_or("UTC").to_owned(),
        ways: reach.wire(),
    };
    Ok(extension::versioned(&reception, version))
}

/// The settings that were sent, or what is wrong with each field.
fn accept(turn: &Turn, body: &Map<String, Value>, reach: &Reach) -> Result<Settings, Vec<FieldProblem>> {
    let mut faults = Vec::new();
    let mut note = |field: &str, code: &str| faults.push(extension::fault(field, code));
    let level = extension::choice::<Level>(body.get("level")).map_err(|code| note("level", code));
    let days = days(body.get("days")).map_err(|code| note("days", code));
    let from = time(body.get("from"), DAY_MINUTES - 1).map_err(|code| note("from", code));
    let to = time(body.get("to"), DAY_MINUTES).map_err(|code| note("to", code));
    let offered = turn
        .service
        .preset
        .alerts
        .as_ref()
        .map_or(&[][..], |alerts| &alerts.ways);
    let ways = ways(body.get("channels"), offered, reach).map_err(|code| note("channels", code));
    if let (Ok(from), Ok(to)) = (from, to)
        && from == to
    {
        note("to", codes::EMPTY_RANGE);
    }
    match (level, days, from, to, ways) {
        (Ok(level), Ok(days), Ok(from), Ok(to), Ok(ways)) if faults.is_empty() => Ok(Settings {
            level,
            days,
            from,
            to,
            ways,
        }),
        _ => Err(faults),
    }
}

/// A list of words that is not empty.
fn list(value: Option<&Value>) -> Result<&[Value], &'static str> {
    match value {
        None | Some(Value::Null) => Err(codes::REQUIRED),
        Some(Value::Array(all)) if all.is_empty() => Err(codes::REQUIRED),
        Some(Value::Array(all)) => Ok(all),
        Some(_) => Err(codes::NOT_A_LIST),
    }
}

fn days(value: Option<&Value>) -> Result<Vec<Day>, &'static str> {
    let mut days = Vec::new();
    for one in list(value)? {
        days.push(extension::choice::<Day>(Some(one))?);
    }
    days.sort_unstable();
    days.dedup();
    Ok(days)
}

fn time(value: Option<&Value>, latest: u16) -> Result<u16, &'static str> {
    let text = extension::text(value)?;
    if text.is_empty() {
        return Err(codes::REQUIRED);
    }
    minutes(text).filter(|time| *time <= latest).ok_or(codes::NOT_A_TIME)
}

fn ways(value: Option<&Value>, offered: &[Way], reach: &Reach) -> Result<Vec<Way>, &'static str> {
    let mut ways = Vec::new();
    for one in list(value)? {
        let way = Way::of_name(extension::text(Some(one))?).filter(|way| offered.contains(way));
        ways.push(way.ok_or(codes::NOT_A_CHOICE)?);
    }
    ways.sort_unstable();
    ways.dedup();
    match ways.iter().find(|way| !reach.has_number(**way)) {
        Some(Way::WhatsApp) => Err(codes::NO_WHATSAPP_NUMBER),
        Some(_) => Err(codes::NO_SMS_NUMBER),
        None => Ok(ways),
    }
}
