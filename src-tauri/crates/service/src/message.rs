//! Mails and texts: what they are and how they leave.

use std::path::Path;

use jiff::Timestamp;
use serde_json::json;
use sqlx::SqliteConnection;

use crate::error::ServiceError;
use crate::files;
use crate::options::Outbox;
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
    /// What was being done: `sign_up`, `sign_in`, `sign_in_code`, `password_reset`, `password_change`, `email_change`,
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

    fn of_name(name: &str) -> Self {
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

/// Sends a message, which is to say keeps it or writes it to the outbox folder.
pub(crate) async fn send(
    db: &mut SqliteConnection,
    way: &Outbox,
    sender: &str,
    message: outbox::Row,
) -> Result<(), ServiceError> {
    match (way, Channel::of_name(&message.channel)) {
        (Outbox::Database, _) => Ok(outbox::add(db, message).await?),
        (Outbox::Folder(folder), Channel::Mail) => write_mail(folder, sender, &message),
        (Outbox::Folder(folder), _) => {
            let line = json!({"to": message.recipient, "channel": message.channel, "text": message.body});
            files::append_line(&folder.join("texts.jsonl"), &line.to_string())
        }
    }
}

fn write_mail(folder: &Path, sender: &str, mail: &outbox::Row) -> Result<(), ServiceError> {
    let id = uuid::Uuid::new_v4();
    let file = folder.join(format!("{:013}-{}.eml", mail.at, id.simple()));
    files::write_whole(&file, eml(sender, mail, &id.to_string()).as_bytes())
}

/// The mail as RFC 5322 text: UTF-8 as it is (RFC 6532 allows 8 bits), the subject encoded where it must be (RFC 2047).
fn eml(sender: &str, mail: &outbox::Row, id: &str) -> String {
    let date = Timestamp::from_millisecond(mail.at).unwrap_or_default();
    let date = jiff::fmt::rfc2822::to_string(&date.to_zoned(jiff::tz::TimeZone::UTC)).unwrap_or_default();
    let encoding = if mail.body.is_ascii() { "7bit" } else { "8bit" };
    let body = mail.body.replace('\n', "\r\n");
    format!(
        "From: {} <no-reply@gatehouse.invalid>\r\nTo: {}\r\nSubject: {}\r\nDate: {date}\r\n\
         Message-ID: <{id}@gatehouse.invalid>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\
         Content-Transfer-Encoding: {encoding}\r\n\r\n{body}\r\n",
        header_text(sender),
        mail.recipient.replace(['\r', '\n'], ""),
        header_text(&mail.subject),
    )
}

fn header_text(text: &str) -> String {
    if text.chars().all(|c| c.is_ascii_graphic() || c == ' ') {
        return text.to_owned();
    }
    // An encoded word holds at most 75 characters: 45 bytes become 60.
    let mut words = Vec::new();
    let mut word = String::new();
    for character in text.chars() {
        if word.len() + character.len_utf8() > 45 {
            words.push(std::mem::take(&mut word));
        }
        word.push(character);
    }
    words.push(word);
    let encode = |word: &String| format!("=?utf-8?B?{}?=", data_encoding::BASE64.encode(word.as_bytes()));
    words.iter().map(encode).collect::<Vec<_>>().join("\r\n ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn a_mail_reads_as_a_mail() {
        let mail = outbox::Row {
            id: 0,
            account: None,
            channel: "mail".into(),
            recipient: "a@b.invalid".into(),
            subject: "[Lab] 인증 코드".into(),
            body: "코드\n\n482913\n".into(),
            code: None,
            at: 0,
            expires_at: None,
            asked_for_by: String::new(),
        };
        let text = eml("Lab", &mail, "x");
        assert!(text.contains("Subject: =?utf-8?B?W0xhYl0g7J247KadIOy9lOuTnA==?=\r\n"));
        assert!(text.contains("Content-Transfer-Encoding: 8bit\r\n\r\n코드\r\n\r\n482913\r\n"));
        assert!(text.contains("Date: Thu, 1 Jan 1970 00:00:00 +0000") || text.contains("Date: Thu, 01 Jan 1970"));
    }
}
