//! Which alerts a service sends the person, and when; and a test of it.

use account::{AlertReception, AlertReport, AlertSettings, TestAlert};
use uuid::Uuid;

use super::Accounts;
use super::lost::{lost, resolved};
use crate::AppError;

impl Accounts {
    /// The alert settings, and where each way leads.
    ///
    /// # Errors
    /// As every call.
    pub async fn alert_settings(&self, id: Uuid) -> Result<AlertReception, AppError> {
        let live = self.live(id)?;
        let answer = live.provider.alert_settings(&live.session).await;
        self.concluded(&live, answer).await
    }

    /// Saves the alert settings. A lost answer is resolved by reading; the change is never repeated.
    ///
    /// # Errors
    /// Refused fields; [`account::Refusal::Changed`] when they were changed elsewhere; as every call.
    pub async fn save_alert_settings(
        &self,
        id: Uuid,
        settings: &AlertSettings,
        version: Option<&str>,
    ) -> Result<AlertReception, AppError> {
        let live = self.live(id)?;
        let saved = live
            .provider
            .save_alert_settings(&live.session, settings, version)
            .await;
        let Some(lost) = lost(&saved) else {
            return self.concluded(&live, saved).await;
        };
        resolved(lost, self.alert_settings(id).await, |now| now.settings == *settings)
    }

    /// Sends a test alert; what became of each way. Nothing can be read that shows whether one was sent, so a lost answer stays
    /// unknown.
    ///
    /// # Errors
    /// Refused fields; [`account::Refusal::Unknown`] when the answer was lost; as every call.
    pub async fn send_test_alert(&self, id: Uuid, alert: &TestAlert) -> Result<AlertReport, AppError> {
        let live = self.live(id)?;
        let answer = live.provider.send_test_alert(&live.session, alert).await;
        self.concluded_unread(&live, answer).await
    }
}
