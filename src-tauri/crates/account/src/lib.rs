//! What an account at a service is: its sections, what a service can do, what people may be asked, how calls end.
//!
//! No HTTP and no wire format here. A [`Provider`] is an adapter to one kind of service; whatever the protocol's quirks
//! are, callers see only the neutral results of this crate: a value, or a [`Refusal`] that says what happened and, by
//! its kind, what to do next.

pub mod capabilities;
pub mod provider;
pub mod refusal;
pub mod sections;
pub mod session;
pub mod sign_in;

pub use capabilities::{Access, Capabilities, Links, PasswordResetOffer, Section, SignInOffers, Source};
pub use provider::Provider;
pub use refusal::{FactorWay, FieldError, PendingStep, Refusal, StepUpWay, UnreachableReason};
pub use sections::activity::{Event, EventKind};
pub use sections::alerts::{
    AlertLevel, AlertOutcome, AlertReception, AlertRecipient, AlertReport, AlertSettings, AlertWay, AlertsOffer, Day,
    Severity, TestAlert,
};
pub use sections::closure::{Blocker, Closure, ClosureRequest, Consequence, Owed};
pub use sections::consents::Consent;
pub use sections::devices::{Delivery, Device, DeviceId, DevicesOffer, LastNotice, NewDevice, Reached};
pub use sections::factors::{
    Factor, FactorKind, FactorMethod, FactorOffer, RecoveryCodeSet, RecoveryCount, SecondFactor, SentCode, TotpSetup,
};
pub use sections::keys::{ApiKey, KeyId, KeyStanding, KeysCheck, KeysKind, KeysOffer, MadeKey};
pub use sections::password::{PasswordPolicy, Rule, Ruling, Verdict};
pub use sections::phones::{ChannelOffer, PendingNumber, Phone, PhoneChannel, PhonesOffer, VerifiedNumber};
pub use sections::profile::{EmailAddresses, FieldKind, Profile, ProfileField};
pub use sections::sessions::{SessionId, SessionInfo};
pub use session::{Session, SessionToken};
pub use sign_in::{Captcha, CaptchaAnswer, Credentials, NewAccount, ResetDelivery, SignInMethod, SignedIn, User};
