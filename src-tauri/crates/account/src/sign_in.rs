//! Signing in and up: what a person brings, and who they are then.

use jiff::Timestamp;
use secrecy::SecretString;

/// An address and its password.
#[derive(Clone)]
pub struct Credentials {
    /// The address that identifies the account.
    pub email: String,
    /// Its password.
    pub password: SecretString,
}

/// What a new account is made of.
#[derive(Clone)]
pub struct NewAccount {
    /// The address that will identify it.
    pub email: String,
    /// The password it will have.
    pub password: SecretString,
}

/// The state of a session that is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// Who.
    pub user: User,
    /// How, oldest first.
    pub methods: Vec<SignInMethod>,
}

/// The person an account belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// The service's identity for the account; never changes.
    pub id: String,
    /// A name to show.
    pub display: String,
    /// The primary address.
    pub email: Option<String>,
    /// Whether there is a password to ask for or to change.
    pub has_usable_password: bool,
}

/// One act of authentication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignInMethod {
    /// The service's name: `password`, `code`, `mfa`.
    pub method: String,
    /// The kind of second factor: `totp`, `recovery_codes`.
    pub kind: Option<String>,
    /// When.
    pub at: Option<Timestamp>,
    /// Whether it was a step-up in a session that was already signed in.
    pub stepped_up: bool,
}

/// How the means to set a new password were sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResetDelivery {
    /// A code to type here.
    Code,
    /// A link, or something else that is finished outside this app.
    Elsewhere,
}

/// A challenge that keeps programs out: a picture, a question in words, or both. One answer is right for either; it counts once.
#[derive(Clone, PartialEq, Eq)]
pub struct Captcha {
    /// What the answer goes with.
    pub id: String,
    /// A picture as the service sent it, to be read with care.
    pub picture: Option<Vec<u8>>,
    /// A question, cleaned.
    pub question: Option<String>,
}

/// What a person answered to a challenge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaptchaAnswer {
    /// The challenge's.
    pub id: String,
    /// What was typed.
    pub answer: String,
}
