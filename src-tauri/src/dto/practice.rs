//! The practice server and its outbox.

use serde::Serialize;
use specta::Type;

use super::sign_in::ServiceView;
use super::time::Millis;

/// A practice service that can be tried.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct PracticeView {
    /// Its preset (`whatap`, `carecall`, `plain`).
    pub(crate) preset: String,
    /// What it offers.
    pub(crate) service: ServiceView,
    /// The sample account's e-mail address.
    pub(crate) sample_email: String,
    /// Its password. Not a secret: it opens nothing but this pretend account.
    pub(crate) sample_password: String,
}

/// By which way a message would have gone.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Type)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ChannelView {
    /// E-mail.
    Mail,
    /// A text message.
    Sms,
    /// WhatsApp.
    WhatsApp,
    /// A notice on a mobile device.
    Push,
}

/// One message a real service would have sent.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct OutboxMessage {
    /// Its identity.
    pub(crate) id: String,
    /// Which practice service.
    pub(crate) preset: String,
    /// By which way.
    pub(crate) channel: ChannelView,
    /// To whom.
    pub(crate) to: String,
    /// Its subject.
    pub(crate) subject: String,
    /// Its text.
    pub(crate) text: String,
    /// The code in it.
    pub(crate) code: Option<String>,
    /// When.
    pub(crate) at: Millis,
    /// When its code ends.
    pub(crate) expires_at: Option<Millis>,
    /// What asked for it, a stable code (`sign-up`, `password-reset`, …).
    pub(crate) asked_for_by: String,
}

impl From<service::Channel> for ChannelView {
    fn from(channel: service::Channel) -> Self {
        match channel {
            service::Channel::Mail => Self::Mail,
            service::Channel::Sms => Self::Sms,
            service::Channel::WhatsApp => Self::WhatsApp,
            service::Channel::Push => Self::Push,
        }
    }
}

impl OutboxMessage {
    /// A message of the practice service with this preset.
    pub(crate) fn of(preset: &str, message: service::Message) -> Self {
        Self {
            id: format!("{preset}:{}", message.id),
            preset: preset.to_owned(),
            channel: message.channel.into(),
            to: message.to,
            subject: message.subject,
            text: message.text,
            code: message.code,
            at: message.at.into(),
            expires_at: message.expires_at.map(Into::into),
            asked_for_by: message.asked_for_by,
        }
    }
}
