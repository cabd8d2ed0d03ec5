//! Mobile devices that are told of alerts. Each registered itself.

use jiff::Timestamp;

/// The service's number of a device.
pub type DeviceId = i64;

/// What devices a service has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DevicesOffer {
    /// The most an account may have.
    pub most: u32,
    /// Sample devices can be added, as at a practice server.
    pub samples: bool,
}

/// A device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// Its number.
    pub id: DeviceId,
    /// What it calls itself.
    pub name: String,
    /// Its system and version, if it told.
    pub system: String,
    /// The app's version, if it told.
    pub app_version: String,
    /// When it was registered.
    pub added_at: Option<Timestamp>,
    /// Its last notice; none before the first.
    pub last_notice: Option<LastNotice>,
    /// It is left out of alerts, because its last notice did not arrive.
    pub excluded: bool,
    /// It is a sample.
    pub sample: bool,
}

/// A device's last notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastNotice {
    /// When it was sent.
    pub at: Option<Timestamp>,
    /// Whether it arrived.
    pub delivery: Delivery,
}

/// Whether a notice arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// It did.
    Delivered,
    /// Nobody knows the device any more.
    Gone,
    /// It was not reached.
    Unreachable,
}

/// A device as it registers itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDevice {
    /// What to call it.
    pub name: String,
    /// Its system and version.
    pub system: String,
    /// The app's version.
    pub app_version: String,
    /// How it is reached.
    pub reached: Reached,
}

/// How a device is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reached {
    /// At an address of a push service.
    Endpoint(String),
    /// Not at all: it is a practice server's sample, which gets every notice or is gone.
    Sample {
        /// It gets every notice.
        answers: bool,
    },
}
