//! `/account/v1/devices`: the apps that are told of alerts. They register themselves; people test and delete them.

use axum::response::Response;
use protocol::extension::DEVICES_PATH;
use protocol::extension::devices::{self as wire, Delivery, Notice, Sample};
use protocol::extension::problem::{FieldProblem, codes};
use serde_json::{Map, Value};

use super::extension::{self, Named};
use super::{first_turn, turn};
use crate::activity;
use crate::alerts::notice::{self, Words};
use crate::answer::{Halt, Outcome};
use crate::call::Call;
use crate::limits::Action;
use crate::message::Channel;
use crate::operation::Operation;
use crate::store::devices::{self, New, Place, Row};
use crate::texts::Topic;
use crate::turn::{Turn, moment};

/// The most characters of a device's name and of its system's.
const LONGEST_NAME: usize = 50;
/// The most characters of an app's version.
const LONGEST_VERSION: usize = 20;

pub(crate) fn operations() -> Vec<Operation> {
    let one = format!("{DEVICES_PATH}/{{id}}");
    let faults = [
        codes::REQUIRED,
        codes::TOO_LONG,
        codes::NOT_TEXT,
        codes::NOT_A_CHOICE,
        codes::UNKNOWN_FIELD,
        codes::ENDPOINT_NOT_ALLOWED,
    ];
    vec![
        Operation::get(DEVICES_PATH, "The account's mobile devices, in the order they were registered", get)
            .signed_in()
            .answers::<wire::Devices>(),
        Operation::post(DEVICES_PATH, "Register a device", post)
            .details(
                "An app calls this with the session it signed in with. One of the same `endpoint` is renewed, and receives alerts \
                 again. Notices are a `POST` to the endpoint; 2xx means that they arrived, 404 and 410 that the device is gone.",
            )
            .signed_in()
            .limited()
            .takes::<wire::NewDevice>(&faults)
            .refuses(409, &[codes::TOO_MANY_DEVICES])
            .answers::<wire::Device>(),
        Operation::delete(&one, "Delete a device", delete)
            .details("It receives no alerts any more. Answers the devices that are left.")
            .signed_in()
            .limited()
            .named::<i64>("id", "The device's number")
            .refuses(404, &[codes::NO_SUCH_DEVICE])
            .answers::<wire::Devices>(),
        Operation::post(format!("{one}/{}", wire::TEST), "Send a test notice to a device", test)
            .details("Answers the device with what became of it. One that fails is left out of alerts until a test arrives.")
            .signed_in()
            .limited()
            .named::<i64>("id", "The device's number")
            .refuses(404, &[codes::NO_SUCH_DEVICE])
            .answers::<wire::Device>(),
    ]
}

async fn get(call: Call) -> Response {
    turn!(call, async |turn: &mut Turn| {
        let account = extension::signed_in(turn)?;
        list(turn, account.id).await
    })
}

async fn post(call: Call) -> Response {
    turn!(call, register)
}

async fn delete(Named(id): Named, call: Call) -> Response {
    turn!(call, async |turn: &mut Turn| remove(turn, &id).await)
}

async fn test(Named(id): Named, call: Call) -> Response {
    let (device, words) = first_turn!(call.clone(), async |turn: &mut Turn| to_be_tested(turn, &id).await);
    let notice = Notice {
        kind: wire::TEST.to_owned(),
        title: words.title.clone(),
        text: words.text.clone(),
    };
    let result = call.service.push.send(&device.place(), &notice).await;
    turn!(call, async |turn: &mut Turn| tested(turn, &device, &words, result)
        .await)
}

async fn list(turn: &mut Turn, account: i64) -> Outcome {
    let rows = devices::of(turn.db(), account).await?;
    let devices = rows.iter().map(written).collect();
    Ok(extension::ok(&wire::Devices { devices }))
}

fn written(row: &Row) -> wire::Device {
    wire::Device {
        id: row.id,
        name: row.name.clone(),
        system: row.system.clone(),
        app_version: row.app_version.clone(),
        added_at: moment(row.added_at),
        last_notice: row
            .last_notice()
            .map(|(at, result)| wire::LastNotice { at: moment(at), result }),
        excluded: row.is_excluded(),
        sample: matches!(row.place(), Place::Sample(_)),
    }
}

async fn register(turn: &mut Turn) -> Outcome {
    let account = extension::signed_in(turn)?;
    turn.count(Action::ManageDevices, &account.id.to_string())?;
    let body = extension::object(turn)?;
    let form = Form::read(turn, &body).map_err(extension::refuse_fields)?;
    let before = devices::of(turn.db(), account.id).await?;
    let known = before
        .iter()
        .any(|row| row.endpoint.is_some() && row.place() == form.place);
    let most = turn.service.preset.devices.map_or(0, |devices| devices.most as usize);
    if !known && before.len() >= most {
        let title = "The account has as many devices as it may";
        return Err(extension::refuse_whole(409, codes::TOO_MANY_DEVICES, title));
    }
    let new = New {
        account: account.id,
        name: &form.name,
        system: &form.system,
        app_version: &form.app_version,
        place: &form.place,
        now: turn.now,
    };
    let row = devices::add(turn.db(), new).await?;
    if !known {
        // Whoever is signed in may not be the account's owner: the owner is told.
        let facts = [("device", form.name.as_str())];
        let words = notice::words(turn, account.id, Topic::DeviceAdded, &facts).await?;
        activity::record_notice(turn, account.id, Topic::DeviceAdded).await?;
        notice::send(turn, Channel::Mail, &account.email, &words, "device_added").await?;
    }
    Ok(extension::ok(&written(&row)))
}

/// What a device says of itself.
struct Form {
    name: String,
    system: String,
    app_version: String,
    place: Place,
}

impl Form {
    /// What was sent, or what is wrong with each field.
    fn read(turn: &Turn, body: &Map<String, Value>) -> Result<Self, Vec<FieldProblem>> {
        let line = |field: &str, longest| {
            let text = extension::text(body.get(field)).and_then(|text| extension::line(text, longest));
            text.map(str::to_owned).map_err(|code| extension::fault(field, code))
        };
        let name = line("name", LONGEST_NAME).and_then(|name| match name.is_empty() {
            true => Err(extension::fault("name", codes::REQUIRED)),
            false => Ok(name),
        });
        let (system, app_version) = (line("system", LONGEST_NAME), line("app_version", LONGEST_VERSION));
        match (name, system, app_version, place(turn, body)) {
            (Ok(name), Ok(system), Ok(app_version), Ok(place)) => Ok(Self {
                name,
                system,
                app_version,
                place,
            }),
            (name, system, version, place) => {
                let faults = [name.err(), system.err(), version.err(), place.err()];
                Err(faults.into_iter().flatten().collect())
            }
        }
    }
}

/// Where the device is reached: at an allowed push service or, at a practice server alone, nowhere.
fn place(turn: &Turn, body: &Map<String, Value>) -> Result<Place, FieldProblem> {
    if body.get("sample").is_some_and(|sample| !sample.is_null()) {
        if !turn.service.practice {
            return Err(extension::fault("sample", codes::UNKNOWN_FIELD));
        }
        let sample = extension::choice::<Sample>(body.get("sample"));
        return sample
            .map(Place::Sample)
            .map_err(|code| extension::fault("sample", code));
    }
    let endpoint = extension::text(body.get("endpoint")).and_then(|text| match text {
        "" => Err(codes::REQUIRED),
        text => turn.service.push.allowed(text).ok_or(codes::ENDPOINT_NOT_ALLOWED),
    });
    endpoint
        .map(Place::Endpoint)
        .map_err(|code| extension::fault("endpoint", code))
}

async fn remove(turn: &mut Turn, id: &str) -> Outcome {
    let account = extension::signed_in(turn)?;
    turn.count(Action::ManageDevices, &account.id.to_string())?;
    let device = own(turn, account.id, id).await?;
    devices::remove(turn.db(), account.id, device.id).await?;
    list(turn, account.id).await
}

/// One of the account's devices; 404 for every other.
async fn own(turn: &mut Turn, account: i64, id: &str) -> Result<Row, Halt> {
    let rows = devices::of(turn.db(), account).await?;
    let found = rows.into_iter().find(|row| row.id.to_string() == id);
    found.ok_or_else(|| extension::refuse(404, codes::NO_SUCH_DEVICE, "The account has no such device"))
}

async fn to_be_tested(turn: &mut Turn, id: &str) -> Result<(Row, Words), Halt> {
    let account = extension::signed_in(turn)?;
    turn.count(Action::TestDevice, &account.id.to_string())?;
    let device = own(turn, account.id, id).await?;
    let words = notice::words(turn, account.id, Topic::DeviceTest, &[]).await?;
    Ok((device, words))
}

async fn tested(turn: &mut Turn, device: &Row, words: &Words, result: Delivery) -> Outcome {
    let account = extension::signed_in(turn)?;
    let now = turn.now;
    devices::note(turn.db(), account.id, device, result, now).await?;
    notice::keep_sample(turn, device, result, words, "device_test").await?;
    // It may have been deleted while it was being told.
    let device = own(turn, account.id, &device.id.to_string()).await?;
    Ok(extension::ok(&written(&device)))
}
