//! User information: a name, and the address, which is not changed here.

use std::collections::BTreeMap;

use account::{Profile, Refusal, Session};

use super::BetterAuthProvider;
use super::answer::About;
use super::request::Name;
use super::sign_in::change;
use super::wire::UserRow;
use crate::transport::text::{NAME, plain};

const UPDATE: &str = "/api/auth/update-user";
/// The field that can be changed.
const FIELD: &str = "name";

impl BetterAuthProvider {
    pub(super) async fn reading_profile(&self, session: &Session) -> Result<Profile, Refusal> {
        Ok(profile(self.who(session).await?.1.user))
    }

    /// The service takes whatever comes last; that nobody else saved meanwhile is looked up first, by the time of the last
    /// change. Two that save within the same moment can still pass each other.
    pub(super) async fn saving_profile(
        &self,
        session: &Session,
        changes: &BTreeMap<String, String>,
        version: Option<&str>,
    ) -> Result<Profile, Refusal> {
        if let Some(other) = changes.keys().find(|name| *name != FIELD) {
            return Err(Refusal::of_field(other, "invalid"));
        }
        let now = self.reading_profile(session).await?;
        if version.is_some() && now.version.as_deref() != version {
            return Err(Refusal::Changed);
        }
        let Some(name) = changes.get(FIELD) else {
            return Ok(now);
        };
        self.done(session, &change(UPDATE, &Name { name }), About::Section)
            .await?;
        // It is saved; that it can't be read now leaves open what it is.
        self.reading_profile(session).await.map_err(|refusal| match refusal {
            Refusal::Gone => Refusal::Gone,
            _ => Refusal::Unknown,
        })
    }
}

fn profile(user: UserRow) -> Profile {
    let told = [(FIELD, user.name), ("email", user.email)];
    let clean = |(name, value): (&str, Option<String>)| (name.to_owned(), plain(&value.unwrap_or_default(), NAME));
    Profile {
        fields: told.into_iter().map(clean).collect(),
        version: user.updated_at,
    }
}
