//! Mobile devices, which the core knows nothing of.

use account::{Device, DeviceId, NewDevice, Refusal, Session};

use super::AllauthProvider;
use crate::extension::devices;

impl AllauthProvider {
    pub(super) async fn listing_devices(&self, session: &Session) -> Result<Vec<Device>, Refusal> {
        devices::read_list(&self.offered(session, &devices::list_call()).await?)
    }

    pub(super) async fn registering_device(&self, session: &Session, device: &NewDevice) -> Result<Device, Refusal> {
        devices::read_one(&self.offered(session, &devices::register_call(device)).await?)
    }

    pub(super) async fn testing_device(&self, session: &Session, id: DeviceId) -> Result<Device, Refusal> {
        devices::read_one(&self.offered(session, &devices::test_call(id)).await?)
    }

    pub(super) async fn deleting_device(&self, session: &Session, id: DeviceId) -> Result<Vec<Device>, Refusal> {
        devices::read_list(&self.offered(session, &devices::delete_call(id)).await?)
    }
}
