//! Mobile devices.

use account::{Delivery, Device, DeviceId, LastNotice, NewDevice, Reached, Refusal};
use http::Method;
use protocol::extension::DEVICES_PATH;
use protocol::extension::devices as wire;

use super::problem::payload;
use crate::transport::client::{Call, Reply};
use crate::transport::text::{NAME, plain};

/// More devices than any account has are cut off.
const MOST: usize = 200;

/// The call that lists them.
pub(crate) fn list_call() -> Call {
    Call::get(DEVICES_PATH)
}

/// The call by which a device registers.
pub(crate) fn register_call(device: &NewDevice) -> Call {
    let (endpoint, sample) = match &device.reached {
        Reached::Endpoint(address) => (Some(address.clone()), None),
        Reached::Sample { answers: true } => (None, Some(wire::Sample::Answers)),
        Reached::Sample { answers: false } => (None, Some(wire::Sample::Gone)),
    };
    Call::change(Method::POST, DEVICES_PATH).json(&wire::NewDevice {
        name: device.name.clone(),
        system: device.system.clone(),
        app_version: device.app_version.clone(),
        endpoint,
        sample,
    })
}

/// The call that sends a test notice.
pub(crate) fn test_call(id: DeviceId) -> Call {
    Call::change(Method::POST, format!("{DEVICES_PATH}/{id}/{}", wire::TEST))
}

/// The call that deletes one.
pub(crate) fn delete_call(id: DeviceId) -> Call {
    Call::change(Method::DELETE, format!("{DEVICES_PATH}/{id}"))
}

/// The devices in an answer.
pub(crate) fn read_list(reply: &Reply) -> Result<Vec<Device>, Refusal> {
    let list: wire::Devices = payload(reply)?;
    Ok(list.devices.into_iter().take(MOST).map(device).collect())
}

/// The device in an answer.
pub(crate) fn read_one(reply: &Reply) -> Result<Device, Refusal> {
    Ok(device(payload(reply)?))
}

fn device(read: wire::Device) -> Device {
    Device {
        id: read.id,
        name: plain(&read.name, NAME),
        system: plain(&read.system, NAME),
        app_version: plain(&read.app_version, NAME),
        added_at: read.added_at.parse().ok(),
        last_notice: read.last_notice.map(|notice| LastNotice {
            at: notice.at.parse().ok(),
            delivery: match notice.result {
                wire::Delivery::Delivered => Delivery::Delivered,
                wire::Delivery::Gone => Delivery::Gone,
                wire::Delivery::Unreachable => Delivery::Unreachable,
            },
        }),
        excluded: read.excluded,
        sample: read.sample,
    }
}
