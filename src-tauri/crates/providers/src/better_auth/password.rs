//! Changing the password.

use account::{Refusal, Session};
use secrecy::SecretString;

use super::BetterAuthProvider;
use super::answer::About;
use super::request::{NewPassword, wire};
use super::sign_in::change;
use super::wire::Entered;

const CHANGE: &str = "/api/auth/change-password";

impl BetterAuthProvider {
    /// The other sessions end because the call says so; this one's cookie is another then.
    pub(super) async fn changing_password(
        &self,
        session: &Session,
        current: &SecretString,
        new_password: &SecretString,
    ) -> Result<(), Refusal> {
        let body = NewPassword {
            current_password: wire(current),
            new_password: wire(new_password),
            revoke_other_sessions: true,
        };
        let changed: Entered = self.data(session, &change(CHANGE, &body), About::NewPassword).await?;
        self.memory.spend(session);
        // Without a token the others did not end.
        changed.token.map(drop).ok_or(Refusal::Nonsense)
    }
}
