//! Everyone an alert of an account may go to, and where each way leads today.

use jiff::tz::TimeZone;
use protocol::extension::alerts::{self as wire, reasons};
use protocol::extension::phones::PhoneChannel;

use super::decide::Candidate;
use super::settings::Way;
use crate::answer::Halt;
use crate::store::accounts::Account;
use crate::store::{devices, phones, profiles};
use crate::turn::Turn;

/// What an account can be reached by.
pub(crate) struct Reach {
    ways: Vec<Way>,
    email: String,
    sms: Option<String>,
    whatsapp: Option<String>,
    pub(crate) devices: Vec<devices::Row>,
}

/// Looks it up.
pub(crate) async fn of(turn: &mut Turn, account: &Account) -> Result<Reach, Halt> {
    let offered = turn.service.preset.alerts.as_ref();
    let ways = offered.map(|alerts| alerts.ways.clone()).unwrap_or_default();
    Ok(Reach {
        ways,
        email: account.email.clone(),
        sms: phones::of(turn.db(), account.id).await?,
        whatsapp: phones::on(turn.db(), account.id, PhoneChannel::WhatsApp)
            .await?
            .map(|row| row.number),
        devices: devices::of(turn.db(), account.id).await?,
    })
}

/// The time zone the account lives in; UTC where its profile has none.
pub(crate) async fn zone(turn: &mut Turn, account: &Account) -> Result<TimeZone, Halt> {
    let profile = profiles::of(turn.db(), account.id).await?;
    let named = profile.fields.get("time_zone").map(|name| TimeZone::get(name));
    Ok(named.and_then(Result::ok).unwrap_or(TimeZone::UTC))
}

impl Reach {
    /// Whether a way leads somewhere. Devices are not asked for: they register themselves, later too.
    pub(crate) fn has_number(&self, way: Way) -> bool {
        match way {
            Way::Sms => self.sms.is_some(),
            Way::WhatsApp => self.whatsapp.is_some(),
            Way::Email | Way::Devices => true,
        }
    }

    /// The service's ways, and where each leads.
    pub(crate) fn wire(&self) -> Vec<wire::Way> {
        let leads = |way: &Way| match way {
            Way::Email => vec![self.email.clone()],
            Way::Sms => self.sms.iter().cloned().collect(),
            Way::WhatsApp => self.whatsapp.iter().cloned().collect(),
            Way::Devices => {
                let told = self.devices.iter().filter(|device| !device.is_excluded());
                told.map(|device| device.name.clone()).collect()
            }
        };
        let one = |way: &Way| wire::Way {
            channel: way.name().to_owned(),
            to: leads(way),
        };
        self.ways.iter().map(one).collect()
    }

    /// Everyone an alert may go to. A way that leads nowhere has a line of its own, which says so.
    pub(crate) fn candidates(&self) -> Vec<Candidate> {
        let one = |way, to: Option<&String>, missing| Candidate {
            way,
            to: to.cloned().unwrap_or_default(),
            device: None,
            barrier: to.is_none().then_some(missing),
        };
        let mut all = Vec::new();
        for way in self.ways.iter().copied() {
            match way {
                Way::Email => all.push(one(way, Some(&self.email), reasons::NO_NUMBER)),
                Way::Sms => all.push(one(way, self.sms.as_ref(), reasons::NO_NUMBER)),
                Way::WhatsApp => all.push(one(way, self.whatsapp.as_ref(), reasons::NO_NUMBER)),
                Way::Devices if self.devices.is_empty() => all.push(one(way, None, reasons::NO_DEVICE)),
                Way::Devices => all.extend(self.devices.iter().map(|device| Candidate {
                    way,
                    to: device.name.clone(),
                    device: Some(device.id),
                    barrier: device.is_excluded().then_some(reasons::DEVICE_EXCLUDED),
                })),
            }
        }
        all
    }
}
