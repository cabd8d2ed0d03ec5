//! How messages leave.
//!
//! A message is kept or queued in the transaction of the change that caused it: neither is there without the other. What is queued is
//! delivered after the commit by the [`courier`], at least once: a process that dies between a receiver's yes and the removal of the row
//! delivers again, under the same mark (a mail's Message-ID, a text's Idempotency-Key).
//!
//! Codes are secrets, and a queued message holds its code in clear, because it must be sent. The row goes with the delivery, when
//! the code has run out, or when another takes its place; SQLite overwrites what it deletes (`secure_delete`), and the write-ahead log is emptied after a delivery.

pub(crate) mod courier;
mod folder;
mod gateway;
mod mail;
pub(crate) mod places;

use std::time::Duration;

use sqlx::SqliteConnection;
use tokio::sync::Notify;

use crate::error::ServiceError;
use crate::message::Channel;
use crate::options::{Options, Outbox};
use crate::store::deliveries::{self, Parcel};
use crate::store::outbox;

/// How long a message without a code is worth delivering, in milliseconds.
const LONGEST_LIFE: i64 = 2 * 24 * 3600 * 1000;

/// Why a message could not be delivered.
pub(crate) enum Failure {
    /// It may go another time, not before this long.
    Later(&'static str, Duration),
    /// It can't be delivered to this receiver, whenever it is tried.
    Never(&'static str),
}

impl Failure {
    /// It may go another time.
    fn later(why: &'static str) -> Self {
        Self::Later(why, Duration::ZERO)
    }
}

/// Who takes messages away.
enum Carrier {
    Folder(folder::Folder),
    Mail(mail::Mail),
    Gateway(gateway::Gateway),
}

impl Carrier {
    async fn carry(&self, parcel: &Parcel) -> Result<(), Failure> {
        match self {
            Self::Folder(folder) => folder.carry(parcel),
            Self::Mail(mail) => mail.carry(parcel).await,
            Self::Gateway(gateway) => gateway.carry(parcel).await,
        }
    }
}

/// Every way out.
pub(crate) struct Post {
    mail: Option<Carrier>,
    texts: Option<Carrier>,
    whatsapp: Option<Carrier>,
    /// Rung when something may have been queued.
    bell: Notify,
}

impl Post {
    /// The ways that the options ask for. A channel without one keeps its messages in the database.
    pub(crate) fn new(options: &Options, service_name: &str) -> Result<Self, ServiceError> {
        let folder = || match &options.outbox {
            Outbox::Database => Ok(None),
            Outbox::Folder(path) => {
                folder::Folder::open(path, service_name).map(|folder| Some(Carrier::Folder(folder)))
            }
        };
        let mail = match &options.mail_server {
            Some(server) => Some(Carrier::Mail(mail::Mail::new(server, service_name)?)),
            None => folder()?,
        };
        let texts = |sender: fn(&places::TextGateway) -> Option<&str>| match &options.text_gateway {
            Some(gateway) if sender(gateway).is_some() => Ok(Some(Carrier::Gateway(gateway::Gateway::new(gateway)?))),
            _ => folder(),
        };
        Ok(Self {
            mail,
            texts: texts(places::TextGateway::sms_from)?,
            whatsapp: texts(places::TextGateway::whatsapp_from)?,
            bell: Notify::new(),
        })
    }

    fn carrier(&self, channel: Channel) -> Option<&Carrier> {
        match channel {
            Channel::Mail => self.mail.as_ref(),
            Channel::Sms => self.texts.as_ref(),
            Channel::WhatsApp => self.whatsapp.as_ref(),
            // A notice goes to its device while it is awaited; what a sample device got is shown.
            Channel::Push => None,
        }
    }

    /// Whether anything leaves the database at all.
    pub(crate) fn delivers(&self) -> bool {
        self.mail.is_some() || self.texts.is_some() || self.whatsapp.is_some()
    }

    /// Keeps a message, or queues it to leave once the transaction holds.
    pub(crate) async fn send(&self, db: &mut SqliteConnection, message: outbox::Row) -> Result<(), ServiceError> {
        if self.carrier(Channel::of_name(&message.channel)).is_none() {
            return Ok(outbox::add(db, message).await?);
        }
        if message.code.is_some() {
            deliveries::forget_replaced(db, &message).await?;
        }
        let mark = uuid::Uuid::new_v4().to_string();
        let expires_at = message.expires_at.unwrap_or(message.at + LONGEST_LIFE);
        Ok(deliveries::add(db, message, &mark, expires_at).await?)
    }

    /// Says that a transaction was committed, which may have queued something.
    pub(crate) fn ring(&self) {
        self.bell.notify_one();
    }
}
