//! Alert settings, which the core knows nothing of.

use account::{AlertReception, AlertReport, AlertSettings, Refusal, Session, TestAlert};

use super::AllauthProvider;
use crate::extension::alerts;

impl AllauthProvider {
    pub(super) async fn reading_alerts(&self, session: &Session) -> Result<AlertReception, Refusal> {
        alerts::read(&self.offered(session, &alerts::read_call()).await?)
    }

    pub(super) async fn saving_alerts(
        &self,
        session: &Session,
        settings: &AlertSettings,
        version: Option<&str>,
    ) -> Result<AlertReception, Refusal> {
        alerts::read(&self.offered(session, &alerts::save_call(settings, version)?).await?)
    }

    pub(super) async fn sending_test_alert(
        &self,
        session: &Session,
        alert: &TestAlert,
    ) -> Result<AlertReport, Refusal> {
        alerts::read_report(&self.offered(session, &alerts::test_call(alert)).await?)
    }
}
