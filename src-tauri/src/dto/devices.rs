//! Mobile devices (W17).

use app::accounts::devices::DevicesAndOffer;
use serde::Serialize;
use specta::Type;

use super::time::Millis;

/// The devices of an account.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct DevicesView {
    /// Every device, in the service's order.
    pub(crate) devices: Vec<DeviceRow>,
    /// At most so many.
    pub(crate) most: u32,
    /// Sample devices can be added.
    pub(crate) samples: bool,
}

/// A device.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct DeviceRow {
    /// Its identity at the service.
    pub(crate) id: String,
    /// What it calls itself.
    pub(crate) name: String,
    /// Its system and version; empty if it did not tell.
    pub(crate) system: String,
    /// The app's version; empty if it did not tell.
    pub(crate) app_version: String,
    /// When it was registered.
    pub(crate) added_at: Option<Millis>,
    /// What became of its last notice; none before the first.
    pub(crate) last_notice: Option<LastNoticeView>,
    /// It is left out of alerts, because its last notice did not arrive.
    pub(crate) excluded: bool,
    /// It is a practice server's sample.
    pub(crate) sample: bool,
}

/// A device's last notice.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Type)]
pub(crate) struct LastNoticeView {
    /// When it was sent.
    pub(crate) at: Option<Millis>,
    /// Whether it arrived.
    pub(crate) delivery: DeliveryView,
}

/// Whether a notice arrived.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Type)]
#[serde(rename_all = "lowercase")]
pub(crate) enum DeliveryView {
    /// It did.
    Delivered,
    /// Nobody knows the device any more.
    Gone,
    /// It was not reached.
    Unreachable,
}

impl From<DevicesAndOffer> for DevicesView {
    fn from(read: DevicesAndOffer) -> Self {
        Self {
            devices: read.devices.into_iter().map(Into::into).collect(),
            most: read.offer.most,
            samples: read.offer.samples,
        }
    }
}

impl From<account::Device> for DeviceRow {
    fn from(device: account::Device) -> Self {
        Self {
            id: device.id.to_string(),
            name: device.name,
            system: device.system,
            app_version: device.app_version,
            added_at: device.added_at.map(Into::into),
            last_notice: device.last_notice.map(Into::into),
            excluded: device.excluded,
            sample: device.sample,
        }
    }
}

impl From<account::LastNotice> for LastNoticeView {
    fn from(notice: account::LastNotice) -> Self {
        Self {
            at: notice.at.map(Into::into),
            delivery: match notice.delivery {
                account::Delivery::Delivered => DeliveryView::Delivered,
                account::Delivery::Gone => DeliveryView::Gone,
                account::Delivery::Unreachable => DeliveryView::Unreachable,
            },
        }
    }
}
