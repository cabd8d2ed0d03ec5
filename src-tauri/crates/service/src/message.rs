//! Mails and texts as a practice server shows them. How messages leave is in [`crate::post`].

use jiff::Timestamp;

use crate::store::outbox;

/// A mail or a text that a practice server would have sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Grows with time.
    pub id: i64,
    /// How it would have gone.
    pub channel: Channel,
    /// To which address, number or device.
    pub to: String,
    /// A mail's subject; of a text, what it is about.
    pub subject: String,
    /// The words.
    pub text: String,
    /// The one-time code in it.
    pub code: Option<String>,
    /// When it would have gone.
    pub at: Timestamp,
    /// When the code runs out.
    pub expires_at: Option<Timestamp>,
    /// What was being done: `sign_up`, `sign_in`, `sign_in_code`, `password_reset`, `temporary_password`, `password_change`, `email_change`,
    /// `phone_change`, `otp_setup`, `otp_removal`, `factor_setup`, `factor_removal`, `step_up`, `recovery_codes`, `api_key`,
    /// `test_alert`, `device_test`, `device_added`, `closure`.
    pub asked_for_by: String,
}

/// How a message goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Channel {
    /// E-mail.
    Mail,
    /// A text message to a mobile number.
    Sms,
    /// A WhatsApp message.
    WhatsApp,
    /// A notice on a mobile device.
    Push,
}

impl Channel {
    /// The channel's name in `texts.jsonl`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Sms => "sms",
            Self::WhatsApp => "whatsapp",
            Self::Push => "push",
        }
    }

    pub(crate) fn of_name(name: &str) -> Self {
        match name {
            "sms" => Self::Sms,
            "whatsapp" => Self::WhatsApp,
            "push" => Self::Push,
            _ => Self::Mail,
        }
    }
}

impl From<outbox::Row> for Message {
    fn from(row: outbox::Row) -> Self {
        let time = |ms| Timestamp::from_millisecond(ms).unwrap_or_default();
        Self {
            id: row.id,
            channel: Channel::of_name(&row.channel),
            to: row.recipient,
            subject: row.subject,
            text: row.body,
            code: row.code,
            at: time(row.at),
            expires_at: row.expires_at.map(time),
            asked_for_by: row.asked_for_by,
        }
    }
}
