//! The practice server and its outbox.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::closure::OwedView;
use super::sign_in::ServiceView;
use super::time::Millis;

/// A practice service that can be tried.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct PracticeView {
    /// Its preset (`whatap`, `carecall`, `plain`).
    pub(crate) preset: String,
    /// What it is called.
    pub(crate) name: String,
    /// What it offers; none while it can't be opened, which starting it afresh mends.
    pub(crate) service: Option<ServiceView>,
    /// The sample account; none once it was closed.
    pub(crate) sample: Option<SampleAccountView>,
}

/// A practice service's sample account.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct SampleAccountView {
    /// Its e-mail address.
    pub(crate) email: String,
    /// Its password. Not a secret: it opens nothing but this pretend account.
    pub(crate) password: String,
}

/// A project of the sample account, and what of it stands in the way of closing the account.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct SampleProjectView {
    /// Its number.
    pub(crate) id: String,
    /// Its name.
    pub(crate) name: String,
    /// What is not paid.
    pub(crate) owed: Option<OwedView>,
    /// The account holds the billing role of a project with others.
    pub(crate) billing: bool,
    /// The account alone manages the members.
    pub(crate) manages_alone: bool,
    /// Who else is in it.
    pub(crate) others: Vec<String>,
}

/// What clears the way.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ClearingView {
    /// Pay the balance.
    Pay,
    /// Hand the billing role over.
    HandOverBilling,
    /// Have another member manage the members, too.
    AddManager,
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

impl From<service::SampleProject> for SampleProjectView {
    fn from(project: service::SampleProject) -> Self {
        Self {
            id: project.id.to_string(),
            name: project.name,
            owed: project.owed.map(|(amount, currency)| OwedView { amount, currency }),
            billing: project.billing,
            manages_alone: project.manages_alone,
            others: project.others,
        }
    }
}

impl From<ClearingView> for service::Clearing {
    fn from(clearing: ClearingView) -> Self {
        match clearing {
            ClearingView::Pay => Self::Pay,
            ClearingView::HandOverBilling => Self::HandOverBilling,
            ClearingView::AddManager => Self::AddManager,
        }
    }
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
