//! Someone with an account at the service under test: what they know, what they hold, what they do time and again.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use account::{
    Access, Credentials, FieldError, NewAccount, PendingStep, Refusal, Section, Session, SignedIn, TotpSetup,
};
use otp::OtpauthUri;
use secrecy::{ExposeSecret, SecretString};

use super::site::Site;

pub const PASSWORD: &str = "Harbor-Lamp-42";
pub const NEW_PASSWORD: &str = "Quiet-Moss-77";

pub struct Person {
    pub site: Arc<Site>,
    pub email: String,
    pub session: Session,
}

impl Person {
    /// Someone without an account yet.
    pub fn new(site: &Arc<Site>) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let email = format!("person-{number}@lab.invalid");
        Self {
            site: site.clone(),
            email,
            session: site.session(),
        }
    }

    /// Someone who has just signed up and is signed in.
    pub async fn signed_up(site: &Arc<Site>) -> Self {
        let person = Self::new(site);
        assert_eq!(
            person.sign_up(PASSWORD).await,
            Err(Refusal::Step(PendingStep::VerifyEmail))
        );
        let code = person.code(None).await;
        let signed_in = site.provider.verify_email(&person.session, &code).await.unwrap();
        assert_eq!(signed_in.user.email.as_deref(), Some(person.email.as_str()));
        person
    }

    /// Someone who has just signed up and set up one-time codes.
    pub async fn with_totp(site: &Arc<Site>) -> (Self, Totp) {
        let person = Self::signed_up(site).await;
        let provider = &site.provider;
        let setup = person.stepping_up(|| provider.begin_totp(&person.session)).await;
        let mut totp = Totp::of(&setup.unwrap());
        let code = totp.fresh_code().await;
        if let Err(refusal) = provider.activate_totp(&person.session, &code).await {
            assert!(matches!(refusal, Refusal::StepUp(_)), "{refusal:?}");
            provider
                .step_up_password(&person.session, &secret(PASSWORD))
                .await
                .unwrap();
            let code = totp.fresh_code_if_stale(code).await;
            provider.activate_totp(&person.session, &code).await.unwrap();
        }
        (person, totp)
    }

    /// What the service lets this person do with a section.
    pub async fn access(&self, section: Section) -> Access {
        let found = self.site.provider.capabilities(&self.session).await.unwrap();
        found.access(section).clone()
    }

    pub async fn sign_up(&self, password: &str) -> Result<SignedIn, Refusal> {
        let account = NewAccount {
            email: self.email.clone(),
            password: secret(password),
        };
        self.site.provider.sign_up(&self.session, &account).await
    }

    /// Signs in, in a session of its own.
    pub async fn sign_in_elsewhere(&self, password: &str) -> (Session, Result<SignedIn, Refusal>) {
        let session = self.site.session();
        let credentials = Credentials {
            email: self.email.clone(),
            password: secret(password),
        };
        let outcome = self.site.provider.sign_in(&session, &credentials).await;
        (session, outcome)
    }

    /// The newest code mailed to this person.
    pub async fn code(&self, older: Option<&SecretString>) -> SecretString {
        secret(
            &self
                .site
                .code_for(&self.email, older.map(ExposeSecret::expose_secret))
                .await,
        )
    }

    /// The same call again after a step-up by password, if the service asks for one.
    pub async fn stepping_up<T, F>(&self, call: impl Fn() -> F) -> Result<T, Refusal>
    where
        F: Future<Output = Result<T, Refusal>>,
    {
        match call().await {
            Err(Refusal::StepUp(_)) => {
                self.site
                    .provider
                    .step_up_password(&self.session, &secret(PASSWORD))
                    .await
                    .unwrap();
                call().await
            }
            answered => answered,
        }
    }
}

/// A person's authenticator, which gives each code once.
pub struct Totp {
    uri: OtpauthUri,
    used_until: u64,
}

impl Totp {
    pub fn of(setup: &TotpSetup) -> Self {
        Self {
            uri: OtpauthUri::parse(setup.uri.expose_secret()).unwrap(),
            used_until: 0,
        }
    }

    /// A code no one has seen yet: waits for the next period if this one's is spent, or about to end.
    pub async fn fresh_code(&mut self) -> SecretString {
        loop {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
            let window = self.uri.otp.window_at(now).unwrap();
            if now >= self.used_until && window.until - now > 4 {
                self.used_until = window.until;
                return secret(self.uri.otp.code_at(now).unwrap().as_str());
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }

    /// The given code, or a new one if its period has passed meanwhile.
    pub async fn fresh_code_if_stale(&mut self, code: SecretString) -> SecretString {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        if now + 2 < self.used_until {
            code
        } else {
            self.fresh_code().await
        }
    }

    /// A code that is wrong for some minutes around now.
    pub fn wrong_code(&self) -> SecretString {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        let right: Vec<_> = (0..20)
            .map(|n| self.uri.otp.code_at(now - 300 + n * 30).unwrap())
            .collect();
        let wrong = (0..1000)
            .map(|n| format!("{n:06}"))
            .find(|code| right.iter().all(|r| r.as_str() != code));
        secret(&wrong.unwrap())
    }
}

pub fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

/// The field and code of each reason; fails if the refusal is of another kind.
pub fn reasons<T>(outcome: Result<T, Refusal>) -> Vec<(String, String)> {
    match outcome {
        Err(Refusal::Fields(errors)) => errors
            .into_iter()
            .map(|FieldError { field, code, .. }| (field, code))
            .collect(),
        Err(other) => panic!("fields expected, not {other:?}"),
        Ok(_) => panic!("fields expected, not a success"),
    }
}

/// Whether the refusal names this field and code among its reasons.
pub fn assert_reason<T>(outcome: Result<T, Refusal>, field: &str, code: &str) {
    let reasons = reasons(outcome);
    assert!(
        reasons.contains(&(field.to_owned(), code.to_owned())),
        "{field}/{code} expected among {reasons:?}"
    );
}
