//! Password hashes: Argon2id, away from the async threads, only so many at once.
//!
//! An unknown address costs the same work as a known one: there is always a hash to check against.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::Semaphore;

use crate::error::ServiceError;
use crate::options::PasswordCost;

/// How many hashes are computed at once. Each takes 46 MiB; more at once would not be faster on a desktop.
const AT_ONCE: usize = 4;

/// Hashes and checks passwords.
pub(crate) struct Hasher {
    argon: Argon2<'static>,
    /// The hash of no one's password, checked when there is no account.
    nobody: String,
    gate: Arc<Semaphore>,
}

impl Hasher {
    pub(crate) fn new(cost: PasswordCost) -> Result<Self, ServiceError> {
        let (kib, passes) = match cost {
            PasswordCost::Desktop => (46 * 1024, 2),
            PasswordCost::TestOnly => (64, 1),
        };
        let params = Params::new(kib, passes, 1, None).map_err(|_| ServiceError::Hash)?;
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let nobody = hash_with(&argon, &crate::secrets::new_token())?;
        Ok(Self {
            argon,
            nobody,
            gate: Arc::new(Semaphore::new(AT_ONCE)),
        })
    }

    /// The PHC text of a password's hash, under a new salt.
    pub(crate) async fn hash(&self, password: SecretString) -> Result<String, ServiceError> {
        let argon = self.argon.clone();
        // The hash is what is kept instead of the password.
        self.run(move || hash_with(&argon, password.expose_secret())).await
    }

    /// Whether the password is the hashed one. Without a hash the work is the same and the answer is no.
    pub(crate) async fn matches(&self, password: SecretString, hash: Option<&str>) -> Result<bool, ServiceError> {
        let known = hash.is_some();
        let hash = hash.unwrap_or(&self.nobody).to_owned();
        let argon = self.argon.clone();
        self.run(move || {
            let parsed = PasswordHash::new(&hash).map_err(|_| ServiceError::Hash)?;
            // What was typed must reach the hash function to be checked.
            let same = argon
                .verify_password(password.expose_secret().as_bytes(), &parsed)
                .is_ok();
            Ok(same && known)
        })
        .await
    }

    async fn run<T, F>(&self, work: F) -> Result<T, ServiceError>
    where
        T: Send + 'static,
        F: FnOnce() -> Result<T, ServiceError> + Send + 'static,
    {
        let permit = Arc::clone(&self.gate)
            .acquire_owned()
            .await
            .map_err(|_| ServiceError::Hash)?;
        tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work()
        })
        .await
        .map_err(|_| ServiceError::Hash)?
    }
}

fn hash_with(argon: &Argon2<'_>, password: &str) -> Result<String, ServiceError> {
    let hash: PasswordHash = argon
        .hash_password(password.as_bytes())
        .map_err(|_| ServiceError::Hash)?;
    Ok(hash.to_string())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[tokio::test]
    async fn hashes_are_argon2id_and_check() {
        let hasher = Hasher::new(PasswordCost::TestOnly).unwrap();
        let hash = hasher.hash("Harbor-Lamp-42".into()).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=64,t=1,p=1$"));
        assert!(hasher.matches("Harbor-Lamp-42".into(), Some(&hash)).await.unwrap());
        assert!(!hasher.matches("harbor-lamp-42".into(), Some(&hash)).await.unwrap());
        assert!(!hasher.matches("Harbor-Lamp-42".into(), None).await.unwrap());
    }

    #[test]
    fn people_get_the_dear_ones() {
        let hasher = Hasher::new(PasswordCost::Desktop).unwrap();
        assert!(hasher.nobody.starts_with("$argon2id$v=19$m=47104,t=2,p=1$"));
    }
}
