//! The account's sections, read and changed for a signed-in account.

use std::collections::{BTreeMap, HashMap};
use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};

use account::{
    Factor, FactorKind, PasswordPolicy, Profile, ProfileField, Refusal, SecondFactor, Session, SessionId, SessionInfo,
    Verdict,
};
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;
use vault::RecoveryCodes;

use super::lost::{lost, resolved};
use super::{Accounts, Address, Live};
use crate::AppError;

/// How long password rules count as read: they are asked for with every letter typed, and hardly ever change.
const POLICY_LIFE: Duration = Duration::from_secs(300);

/// The password rules of services, by address, and when they were read.
#[derive(Default)]
pub(super) struct Policies(HashMap<String, (Instant, PasswordPolicy)>);

impl Policies {
    fn fresh(&self, address: &str) -> Option<PasswordPolicy> {
        let (read_at, policy) = self.0.get(address)?;
        (read_at.elapsed() < POLICY_LIFE).then(|| policy.clone())
    }
}

/// The user information and the fields it consists of.
pub struct ProfileAndFields {
    /// The fields, in the service's order.
    pub fields: Vec<ProfileField>,
    /// Their values, and their version.
    pub profile: Profile,
    /// The e-mail address the account signs in with.
    pub email: String,
}

/// The second factors, and what the vault has to do with them.
pub struct FactorsAndVault {
    /// As the service tells them.
    pub factors: Vec<Factor>,
    /// The method that was chosen, where the service has a choice of them.
    pub chosen: Option<SecondFactor>,
    /// The vault's entry for the account, if there is one.
    pub entry: Option<Uuid>,
    /// The service hasn't confirmed that entry.
    pub pending: bool,
    /// How many recovery codes the vault keeps that work.
    pub kept: usize,
    /// The vault is open.
    pub vault_open: bool,
    /// Why the open vault could not follow a change that holds at the service.
    pub behind: Option<AppError>,
    /// The service's name.
    pub service: String,
}

impl Accounts {
    /// Reads the user information.
    ///
    /// # Errors
    /// As every call.
    pub async fn profile(&self, id: Uuid) -> Result<ProfileAndFields, AppError> {
        let live = self.live(id)?;
        let capabilities = live.provider.capabilities(&live.session).await;
        let capabilities = self.concluded(&live, capabilities).await?;
        let profile = live.provider.profile(&live.session).await;
        let profile = self.concluded(&live, profile).await?;
        Ok(ProfileAndFields {
            fields: capabilities.profile_fields,
            profile,
            email: live.email.clone(),
        })
    }

    /// Saves changed fields. A lost answer is resolved by reading; the change is never repeated.
    ///
    /// # Errors
    /// Refused fields; [`account::Refusal::Changed`] when they were changed elsewhere; as every call.
    pub async fn save_profile(
        &self,
        id: Uuid,
        changes: &BTreeMap<String, String>,
        version: Option<&str>,
    ) -> Result<ProfileAndFields, AppError> {
        let live = self.live(id)?;
        let saved = live.provider.save_profile(&live.session, changes, version).await;
        let Some(lost) = lost(&saved) else {
            self.concluded(&live, saved).await?;
            return self.profile(id).await;
        };
        resolved(lost, self.profile(id).await, |now| {
            changes
                .iter()
                .all(|(name, value)| now.profile.fields.get(name) == Some(value))
        })
    }

    /// Judges a new password by the service's rules.
    ///
    /// # Errors
    /// As every call.
    pub async fn check_password(&self, id: Uuid, password: &SecretString) -> Result<Vec<Verdict>, AppError> {
        let live = self.live(id)?;
        let policy = self
            .policy(&live.address, live.provider.password_policy(&live.session))
            .await;
        let policy = self.concluded(&live, policy).await?;
        Ok(judge(&policy, password, &live.email))
    }

    /// Judges a password for an account that isn't there yet.
    ///
    /// # Errors
    /// As every call.
    pub async fn check_password_at(
        &self,
        address: &str,
        email: &str,
        password: &SecretString,
    ) -> Result<Vec<Verdict>, AppError> {
        let address = Address::parse(address)?;
        let provider = self.provider_at(&address, self.engine_at(&address).await?)?;
        let session = Session::anonymous(&address.origin()?);
        let policy = self.policy(&address, provider.password_policy(&session)).await?;
        Ok(judge(&policy, password, email))
    }

    /// The rules as they were read lately, else as the service tells them now.
    async fn policy(
        &self,
        address: &Address,
        read: impl Future<Output = Result<PasswordPolicy, Refusal>>,
    ) -> Result<PasswordPolicy, Refusal> {
        let address = address.to_string();
        let known = self.lock().policies.fresh(&address);
        if let Some(policy) = known {
            return Ok(policy);
        }
        let policy = read.await?;
        let entry = (Instant::now(), policy.clone());
        self.lock().policies.0.insert(address, entry);
        Ok(policy)
    }

    /// Changes the password; the service ends the other sessions.
    ///
    /// # Errors
    /// Refused fields; [`account::Refusal::Unknown`] when the answer was lost; as every call.
    pub async fn change_password(&self, id: Uuid, current: &SecretString, new: &SecretString) -> Result<(), AppError> {
        let live = self.live(id)?;
        let answer = live.provider.change_password(&live.session, current, new).await;
        self.concluded_unread(&live, answer).await
    }

    /// Reads the second factors. What an answer that was lost left open is settled by it.
    ///
    /// # Errors
    /// As every call.
    pub async fn factors(&self, id: Uuid) -> Result<FactorsAndVault, AppError> {
        let live = self.live(id)?;
        let open = self.left_open(id);
        let factors = live.provider.factors(&live.session).await;
        let factors = self.concluded(&live, factors).await?;
        let chosen = live.provider.second_factor(&live.session).await;
        let chosen = match chosen {
            Err(Refusal::NotOffered) => None,
            answer => Some(self.concluded(&live, answer).await?),
        };
        let behind = self.settle(&live, open, &factors).await;
        self.relink(&live, &live.email).await;
        let owner = self.owner(&live);
        let set = factors.iter().find(|factor| factor.kind == FactorKind::RecoveryCodes);
        let made_at = set.and_then(|set| set.created_at);
        let found = self.vault.read(|document| {
            let entry = owner.entry(document)?;
            let pending = entry.link.as_ref().is_some_and(|link| link.pending);
            // Others that were made since count no more here than they do there.
            let of_now = |kept: &&RecoveryCodes| made_at.is_none_or(|made_at| kept.are_of(made_at));
            let kept = entry.recovery_codes.as_ref().filter(of_now);
            let kept = kept.map_or(0, |kept| kept.unused().count());
            Some((entry.id, pending, kept))
        });
        let vault_open = found.is_ok();
        let (entry, pending, kept) = match found.ok().flatten() {
            Some((entry, pending, kept)) => (Some(entry), pending, kept),
            None => (None, false, 0),
        };
        Ok(FactorsAndVault {
            factors,
            chosen,
            entry,
            pending,
            kept,
            vault_open,
            behind,
            service: live.service.clone(),
        })
    }

    /// The account's sessions, this one first.
    ///
    /// # Errors
    /// As every call.
    pub async fn sessions(&self, id: Uuid) -> Result<Vec<SessionInfo>, AppError> {
        let live = self.live(id)?;
        let answer = live.provider.sessions(&live.session).await;
        self.concluded(&live, answer).await.map(this_one_first)
    }

    /// Ends one session; those that are left. A lost answer is resolved by reading.
    ///
    /// # Errors
    /// [`Refusal::Unknown`] when the answer was lost and nothing could be read; as every call.
    pub async fn end_session(&self, id: Uuid, session: SessionId) -> Result<Vec<SessionInfo>, AppError> {
        let live = self.live(id)?;
        let answer = live
            .provider
            .end_sessions(&live.session, std::slice::from_ref(&session))
            .await;
        self.ended(&live, answer, |left| left.id != session).await
    }

    /// Ends every other session; those that are left. A lost answer is resolved by reading.
    ///
    /// # Errors
    /// [`Refusal::Unknown`] when the answer was lost and nothing could be read; as every call.
    pub async fn end_other_sessions(&self, id: Uuid) -> Result<Vec<SessionInfo>, AppError> {
        let live = self.live(id)?;
        let answer = live.provider.end_other_sessions(&live.session).await;
        self.ended(&live, answer, |left| left.current).await
    }

    /// The sessions that are left after some were ended; `may_stay` tells which those can be.
    async fn ended(
        &self,
        live: &Arc<Live>,
        answer: Result<Vec<SessionInfo>, Refusal>,
        may_stay: impl Fn(&SessionInfo) -> bool,
    ) -> Result<Vec<SessionInfo>, AppError> {
        let Some(lost) = lost(&answer) else {
            return self.concluded(live, answer).await.map(this_one_first);
        };
        resolved(lost, self.sessions(live.id).await, |left| left.iter().all(may_stay))
    }
}

fn judge(policy: &PasswordPolicy, password: &SecretString, email: &str) -> Vec<Verdict> {
    // Exposed to be judged; nothing of it is kept.
    policy.check(password.expose_secret(), email)
}

fn this_one_first(mut sessions: Vec<SessionInfo>) -> Vec<SessionInfo> {
    sessions.sort_by_key(|session| (!session.current, std::cmp::Reverse(session.last_seen_at)));
    sessions
}
