//! Where the account is signed in. The service tells the tokens of every session, and ends them by their tokens; here they
//! are numbers, and the tokens never leave this file.

use account::{Refusal, Session, SessionId, SessionInfo};

use super::BetterAuthProvider;
use super::answer::About;
use super::held::Held;
use super::request::{Nothing, Token};
use super::sign_in::change;
use super::wire::{SessionRow, number, time};
use crate::transport::client::Call;
use crate::transport::text::{NAME, plain};

pub(super) const LIST: &str = "/api/auth/list-sessions";
const END: &str = "/api/auth/revoke-session";
const END_OTHERS: &str = "/api/auth/revoke-other-sessions";

impl BetterAuthProvider {
    pub(super) async fn listing_sessions(&self, session: &Session) -> Result<Vec<SessionInfo>, Refusal> {
        let (rows, held) = self.session_rows(session).await?;
        Ok(rows.iter().map(|row| info(row, &held)).collect())
    }

    pub(super) async fn ending_sessions(
        &self,
        session: &Session,
        ids: &[SessionId],
    ) -> Result<Vec<SessionInfo>, Refusal> {
        let (rows, held) = self.session_rows(session).await?;
        let (ended, left): (Vec<_>, Vec<_>) = rows.iter().partition(|row| ids.contains(&number(&row.id)));
        for (before, row) in ended.into_iter().enumerate() {
            let call = change(END, &Token { token: &row.token });
            let answer = self.done(session, &call, About::Section).await;
            // Of several some may have ended.
            answer.map_err(|refusal| if before > 0 { Refusal::Unknown } else { refusal })?;
        }
        Ok(left.into_iter().map(|row| info(row, &held)).collect())
    }

    pub(super) async fn ending_other_sessions(&self, session: &Session) -> Result<Vec<SessionInfo>, Refusal> {
        let (rows, held) = self.session_rows(session).await?;
        let call = change(END_OTHERS, &Nothing {});
        self.done(session, &call, About::Section).await?;
        let own = rows.iter().filter(|row| held.is_session(&row.token));
        Ok(own.map(|row| info(row, &held)).collect())
    }

    async fn session_rows(&self, session: &Session) -> Result<(Vec<SessionRow>, Held), Refusal> {
        let rows: Vec<SessionRow> = self.list(session, &Call::get(LIST)).await?;
        let held = self.signed_in(session)?.held;
        if rows.iter().any(|row| held.is_session(&row.token)) {
            Ok((rows, held))
        } else {
            // Without our own among them they are not this account's.
            Err(Refusal::Nonsense)
        }
    }
}

fn info(row: &SessionRow, held: &Held) -> SessionInfo {
    let shown = |text: &Option<String>| plain(text.as_deref().unwrap_or_default(), NAME);
    SessionInfo {
        id: number(&row.id),
        user_agent: shown(&row.user_agent),
        ip: shown(&row.ip_address),
        created_at: time(row.created_at.as_deref()),
        last_seen_at: time(row.updated_at.as_deref()),
        current: held.is_session(&row.token),
    }
}
