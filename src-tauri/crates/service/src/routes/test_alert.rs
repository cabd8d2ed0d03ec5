//! `/account/v1/alert-settings/test`: a test alert, to whoever would get one, and what became of each way.
//!
//! Devices are told between two turns at the database, all at once: a push service that is slow keeps nobody else waiting.

use std::collections::HashMap;
use std::sync::Arc;

use axum::response::Response;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use protocol::extension::ALERT_SETTINGS_PATH;
use protocol::extension::alerts::{self as wire, Severity, reasons};
use protocol::extension::devices::{Delivery, Notice};
use protocol::extension::problem::codes;
use serde_json::{Map, Value};
use tokio::task::JoinSet;

use super::{alert_settings, extension, first_turn, turn};
use crate::alerts::decide::{Alert, Candidate, why_not};
use crate::alerts::notice::{self, Words};
use crate::alerts::recipients;
use crate::alerts::settings::Way;
use crate::answer::{Halt, Outcome};
use crate::call::Call;
use crate::limits::Action;
use crate::message::Channel;
use crate::operation::Operation;
use crate::service::Inner;
use crate::store::devices::{self, Row};
use crate::texts::Topic;
use crate::turn::Turn;

/// What messages say was being done.
const ASKED_FOR_BY: &str = "test_alert";

/// What is to be done, as the first turn decided it.
struct Plan {
    severity: Severity,
    /// The time it stands for, on the account's clocks.
    local: DateTime,
    zone: String,
    words: Words,
    everyone: Vec<(Candidate, Vec<&'static str>)>,
    devices: Vec<Row>,
}

pub(crate) fn operations() -> Vec<Operation> {
    let faults = [codes::REQUIRED, codes::NOT_TEXT, codes::NOT_A_CHOICE, codes::NOT_A_TIME];
    let path = format!("{ALERT_SETTINGS_PATH}/{}", wire::TEST);
    vec![
        Operation::post(path, "Send a test alert", post)
            .details(
                "To whoever would get an alert of its level at its time. Answers what became of each way, and why not. A device it \
                 does not reach is left out of alerts from then on.",
            )
            .signed_in()
            .limited()
            .takes::<wire::TestAlert>(&faults)
            .answers::<wire::TestReport>(),
    ]
}

async fn post(call: Call) -> Response {
    let plan = first_turn!(call.clone(), plan);
    let told = tell(&call.service, &plan).await;
    turn!(call, async |turn: &mut Turn| send(turn, &plan, &told).await)
}

async fn plan(turn: &mut Turn) -> Result<Plan, Halt> {
    let account = extension::signed_in(turn)?;
    turn.count(Action::TestAlert, &account.id.to_string())?;
    let body = extension::object(turn)?;
    let zone = recipients::zone(turn, &account).await?;
    let alert = wanted(turn, &body, &zone)?;
    let (_, settings) = alert_settings::current(turn, &account).await?;
    let reach = recipients::of(turn, &account).await?;
    let local = alert.at.to_zoned(zone.clone()).datetime();
    let name = zone.iana_name().unwrap_or("UTC").to_owned();
    let topic = match alert.severity {
        Severity::Warning => Topic::AlertWarning,
        Severity::Fatal => Topic::AlertFatal,
    };
    let when = format!("{} ({name})", local.strftime("%Y-%m-%d %H:%M"));
    let words = notice::words(turn, account.id, topic, &[("when", &when)]).await?;
    let judged = |candidate: Candidate| {
        let why = why_not(&settings, &zone, alert, &candidate);
        (candidate, why)
    };
    Ok(Plan {
        severity: alert.severity,
        local,
        zone: name,
        words,
        everyone: reach.candidates().into_iter().map(judged).collect(),
        devices: reach.devices,
    })
}

/// The alert that was asked for, or what is wrong with each field.
fn wanted(turn: &Turn, body: &Map<String, Value>, zone: &TimeZone) -> Result<Alert, Halt> {
    let severity = extension::choice::<Severity>(body.get("level"));
    let at = moment(body.get("at"), zone);
    match (severity, at) {
        (Ok(severity), Ok(at)) => {
            let now = Timestamp::from_millisecond(turn.now).unwrap_or_default();
            let at = at.unwrap_or(now);
            Ok(Alert { severity, at })
        }
        (severity, at) => {
            let fault = |field, code: Option<&str>| code.map(|code| extension::fault(field, code));
            let faults = [fault("level", severity.err()), fault("at", at.err())];
            Err(extension::refuse_fields(faults.into_iter().flatten().collect()))
        }
    }
}

/// A time on the account's clocks. One that comes twice is the earlier; one that is skipped is as much later.
fn moment(value: Option<&Value>, zone: &TimeZone) -> Result<Option<Timestamp>, &'static str> {
    let text = extension::text(value)?;
    if text.is_empty() {
        return Ok(None);
    }
    let local = DateTime::strptime("%Y-%m-%dT%H:%M", text).map_err(|_| codes::NOT_A_TIME)?;
    let zoned = local.to_zoned(zone.clone()).map_err(|_| codes::NOT_A_TIME)?;
    Ok(Some(zoned.timestamp()))
}

/// Tells every device that is to be told; what became of each.
async fn tell(service: &Arc<Inner>, plan: &Plan) -> HashMap<i64, Delivery> {
    let mut telling = JoinSet::new();
    for device in plan.to_be_told() {
        let (service, id, place) = (Arc::clone(service), device.id, device.place());
        let notice = Notice {
            kind: "alert".to_owned(),
            title: plan.words.title.clone(),
            text: plan.words.text.clone(),
        };
        telling.spawn(async move { (id, service.push.send(&place, &notice).await) });
    }
    let mut told = HashMap::new();
    while let Some(done) = telling.join_next().await {
        // One that could not be awaited counts as not reached: it is not in the list.
        told.extend(done.ok());
    }
    told
}

impl Plan {
    fn to_be_told(&self) -> impl Iterator<Item = &Row> {
        let chosen = self.everyone.iter().filter(|(_, why)| why.is_empty());
        let ids: Vec<i64> = chosen.filter_map(|(candidate, _)| candidate.device).collect();
        self.devices.iter().filter(move |device| ids.contains(&device.id))
    }
}

/// Sends what people get, notes what devices got, and reports on both.
async fn send(turn: &mut Turn, plan: &Plan, told: &HashMap<i64, Delivery>) -> Outcome {
    let account = extension::signed_in(turn)?;
    for device in plan.to_be_told() {
        let result = told.get(&device.id).copied().unwrap_or(Delivery::Unreachable);
        let now = turn.now;
        devices::note(turn.db(), account.id, device, result, now).await?;
        notice::keep_sample(turn, device, result, &plan.words, ASKED_FOR_BY).await?;
    }
    let mut recipients = Vec::new();
    for (candidate, why) in &plan.everyone {
        let (outcome, why) = match candidate.device {
            _ if !why.is_empty() => (wire::Outcome::Held, why.clone()),
            Some(id) => arrived(told.get(&id).copied()),
            None => {
                let channel = channel_of(candidate.way);
                notice::send(turn, channel, &candidate.to, &plan.words, ASKED_FOR_BY).await?;
                (wire::Outcome::Sent, Vec::new())
            }
        };
        recipients.push(wire::Recipient {
            channel: candidate.way.name().to_owned(),
            to: candidate.to.clone(),
            outcome,
            reasons: why.into_iter().map(str::to_owned).collect(),
        });
    }
    Ok(extension::ok(&wire::TestReport {
        level: plan.severity,
        at: plan.local.strftime("%Y-%m-%dT%H:%M").to_string(),
        time_zone: plan.zone.clone(),
        recipients,
    }))
}

fn arrived(result: Option<Delivery>) -> (wire::Outcome, Vec<&'static str>) {
    match result {
        Some(Delivery::Delivered) => (wire::Outcome::Sent, Vec::new()),
        Some(Delivery::Gone) => (wire::Outcome::Failed, vec![reasons::DEVICE_GONE]),
        Some(Delivery::Unreachable) | None => (wire::Outcome::Failed, vec![reasons::DEVICE_UNREACHABLE]),
    }
}

fn channel_of(way: Way) -> Channel {
    match way {
        Way::Email => Channel::Mail,
        Way::Sms => Channel::Sms,
        Way::WhatsApp => Channel::WhatsApp,
        Way::Devices => Channel::Push,
    }
}
