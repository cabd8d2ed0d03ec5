//! Deleting the account. The service asks for nothing but the password; that the person agrees is asked for here, because
//! nothing of it comes back.

use account::{Closure, ClosureRequest, Consequence, Refusal, Session};

use super::BetterAuthProvider;
use super::answer::{About, read_list};
use super::held::Held;
use super::request::{Password, wire};
use super::sessions;
use super::sign_in::change;
use super::wire::{Deleted, SessionRow};
use crate::transport::client::Call;

const DELETE: &str = "/api/auth/delete-user";
/// What the service says once the account is gone; nothing less may be taken for it.
const DELETED: &str = "User deleted";
/// What it says where a site wants a mailed link to be opened first.
const MAILED: &str = "Verification email sent";

impl BetterAuthProvider {
    pub(super) async fn reading_closure(&self, session: &Session) -> Result<Closure, Refusal> {
        if !self.plugins().await?.closure {
            return Err(Refusal::NotOffered);
        }
        let (held, _) = self.who(session).await?;
        Ok(Closure {
            consequences: self.counted_sessions(&held).await.into_iter().collect(),
            checks: Vec::new(),
            blockers: Vec::new(),
            reasons: Vec::new(),
            consent: "user_information".to_owned(),
            phrase: None,
        })
    }

    /// The service tells sessions to a young session only. Here they are but a number beside the rest, for which nobody is asked
    /// to prove anything: it is left out then.
    async fn counted_sessions(&self, held: &Held) -> Option<Consequence> {
        let reply = self.send(held, &Call::get(sessions::LIST)).await.ok()?;
        let rows: Vec<SessionRow> = read_list(&reply).ok().filter(|_| reply.status.is_success())?;
        Some(Consequence {
            what: "sessions".to_owned(),
            count: u64::try_from(rows.len()).ok()?,
        })
    }

    pub(super) async fn closing(&self, session: &Session, request: &ClosureRequest) -> Result<(), Refusal> {
        // Where the session went with the account already, no password need be proven.
        self.who(session).await?;
        if !request.consent {
            return Err(Refusal::of_field("consent", "required"));
        }
        let password = self.proven(session)?;
        let call = change(
            DELETE,
            &Password {
                password: wire(&password),
            },
        );
        let answered: Deleted = self.data(session, &call, About::Proven).await?;
        self.memory.spend(session);
        match (answered.success, answered.message.as_str()) {
            (true, DELETED) => Ok(()),
            (true, MAILED) => Err(Refusal::of_field("", "closed_by_link")),
            _ => Err(Refusal::Nonsense),
        }
    }
}
