//! Mobile devices that a service tells of alerts.

use account::{Device, DeviceId, DevicesOffer, NewDevice, Reached, Refusal};
use uuid::Uuid;

use super::Accounts;
use super::lost::{lost, resolved};
use crate::AppError;

/// The devices, and what devices there may be.
pub struct DevicesAndOffer {
    /// What there may be.
    pub offer: DevicesOffer,
    /// Every device, in the service's order.
    pub devices: Vec<Device>,
}

impl Accounts {
    /// The devices.
    ///
    /// # Errors
    /// [`Refusal::NotOffered`] where there are none; as every call.
    pub async fn devices(&self, id: Uuid) -> Result<DevicesAndOffer, AppError> {
        let live = self.live(id)?;
        let capabilities = live.provider.capabilities(&live.session).await;
        let capabilities = self.concluded(&live, capabilities).await?;
        let offer = capabilities.devices.ok_or(Refusal::NotOffered)?;
        let devices = live.provider.devices(&live.session).await;
        let devices = self.concluded(&live, devices).await?;
        Ok(DevicesAndOffer { offer, devices })
    }

    /// Adds a sample device of a practice server: one that gets every notice, or one that is gone. A lost answer is resolved by
    /// reading.
    ///
    /// # Errors
    /// [`Refusal::Unknown`] when the answer was lost and reading showed no other device; as every call.
    pub async fn add_sample_device(&self, id: Uuid, name: &str, answers: bool) -> Result<Vec<Device>, AppError> {
        let live = self.live(id)?;
        let before = self.devices(id).await?.devices;
        let sample = NewDevice {
            name: name.to_owned(),
            system: String::new(),
            app_version: String::new(),
            reached: Reached::Sample { answers },
        };
        let answer = live.provider.register_device(&live.session, &sample).await;
        let Some(lost) = lost(&answer) else {
            self.concluded(&live, answer).await?;
            return Ok(self.devices(id).await?.devices);
        };
        let is_new = |now: &DevicesAndOffer| now.devices.len() > before.len();
        Ok(resolved(lost, self.devices(id).await, is_new)?.devices)
    }

    /// Sends a test notice to a device; the device with what became of it. A lost answer is resolved by reading: a device that
    /// has had a notice since was tested.
    ///
    /// # Errors
    /// [`Refusal::Changed`] when it is gone from the list; as every call.
    pub async fn test_device(&self, id: Uuid, device: DeviceId) -> Result<Device, AppError> {
        let live = self.live(id)?;
        let before = self.devices(id).await?.devices;
        let answer = live.provider.test_device(&live.session, device).await;
        let Some(lost) = lost(&answer) else {
            return self.concluded(&live, answer).await;
        };
        let find = |devices: Vec<Device>| devices.into_iter().find(|one| one.id == device);
        let last = find(before).and_then(|device| device.last_notice);
        let now = self.devices(id).await.map(|now| find(now.devices));
        let was_tested = |now: &Option<Device>| now.as_ref().is_some_and(|now| now.last_notice != last);
        resolved(lost, now, was_tested)?.ok_or_else(|| Refusal::Changed.into())
    }

    /// Deletes a device; those that are left. A lost answer is resolved by reading.
    ///
    /// # Errors
    /// [`Refusal::Changed`] when it is gone already; as every call.
    pub async fn delete_device(&self, id: Uuid, device: DeviceId) -> Result<Vec<Device>, AppError> {
        let live = self.live(id)?;
        let answer = live.provider.delete_device(&live.session, device).await;
        let Some(lost) = lost(&answer) else {
            return self.concluded(&live, answer).await;
        };
        let is_gone = |now: &DevicesAndOffer| now.devices.iter().all(|left| left.id != device);
        Ok(resolved(lost, self.devices(id).await, is_gone)?.devices)
    }
}
