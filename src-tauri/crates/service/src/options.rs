//! How a service is opened.

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use crate::clock::Clock;
use crate::post::places::{MailServer, TextGateway};
use crate::preset::Preset;
use crate::push::PushOrigin;
use crate::state::CODE_LIFE;

/// How a service is opened. Start from [`Options::new`] and change what differs.
#[derive(Debug, Clone)]
pub struct Options {
    /// The folder of the database; made if it is missing, kept at mode 0700.
    pub data: PathBuf,
    /// Which service this is.
    pub preset: Preset,
    /// Where mails and texts go that no server or gateway takes.
    pub outbox: Outbox,
    /// The server that takes mails.
    pub mail_server: Option<MailServer>,
    /// The gateway that takes texts and WhatsApp messages.
    pub text_gateway: Option<TextGateway>,
    /// How long a step-up lasts.
    pub reauth_timeout: Duration,
    /// How long a temporary password counts.
    pub temporary_password_life: Duration,
    /// How long a one-time code in a mail or a text holds; at most ten minutes.
    pub code_life: Duration,
    /// Whether requests are counted and refused with 429.
    pub rate_limits: bool,
    /// Whether discovery calls this a practice server.
    pub practice: bool,
    /// A name instead of the preset's, in mails, discovery and OTP keys.
    pub public_name: Option<String>,
    /// Whether the secrets of API tokens and keys are shown only when they are made, whatever the preset says. Then only
    /// digests are kept, and the secrets that were kept before are forgotten.
    pub show_keys_once: bool,
    /// The push services that devices may be reached at; none, and no device can register but a practice server's samples.
    pub push_origins: Vec<PushOrigin>,
    /// Says in discovery that WhaTap's Open API takes the tokens, too: only WhaTap itself has such.
    pub whatap_tokens: bool,
    /// Proxies of the service's own: a request from them is by whom they name in `X-Forwarded-For`.
    pub proxies: Vec<IpAddr>,
    /// What hashing a password costs.
    pub password_cost: PasswordCost,
    /// The time.
    pub clock: Clock,
}

impl Options {
    /// A practice server: messages are kept for the app's outbox panel, nothing leaves the machine.
    pub fn new(data: impl Into<PathBuf>, preset: Preset) -> Self {
        Self {
            data: data.into(),
            preset,
            outbox: Outbox::Database,
            mail_server: None,
            text_gateway: None,
            reauth_timeout: Duration::from_secs(300),
            temporary_password_life: Duration::from_secs(3600),
            code_life: Duration::from_millis(CODE_LIFE.unsigned_abs()),
            rate_limits: true,
            practice: true,
            public_name: None,
            show_keys_once: false,
            push_origins: Vec::new(),
            whatap_tokens: false,
            proxies: Vec::new(),
            password_cost: PasswordCost::Desktop,
            clock: Clock::system(),
        }
    }
}

/// Where mails and texts go that no server or gateway takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outbox {
    /// Kept in the database, to be shown by [`crate::Service::outbox_messages`].
    Database,
    /// Each mail an `.eml` file in this folder, each text a line of its `texts.jsonl`.
    Folder(PathBuf),
}

/// What hashing a password costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordCost {
    /// Argon2id with 46 MiB and two passes on one lane: twice the least that OWASP's password storage advice asks for.
    Desktop,
    /// Argon2id with hardly any memory: for tests alone, never for people's passwords.
    TestOnly,
}
