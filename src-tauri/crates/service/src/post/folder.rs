//! A folder instead of receivers: each mail an `.eml` file, each text a line of `texts.jsonl`. For tests, and for other programs to pick up.

use std::path::{Path, PathBuf};

use lettre::Address;
use serde_json::json;

use super::{Failure, mail};
use crate::error::ServiceError;
use crate::files;
use crate::message::Channel;
use crate::store::deliveries::Parcel;

/// Where mails to a folder come from.
const SENDER: (&str, &str) = ("no-reply", "gatehouse.invalid");

/// The folder.
pub(super) struct Folder {
    path: PathBuf,
    sender: mail::Sender,
}

impl Folder {
    /// Makes the folder if it is missing; it is its owner's alone.
    pub(super) fn open(path: &Path, service_name: &str) -> Result<Self, ServiceError> {
        files::private_folder(path)?;
        let address = Address::new(SENDER.0, SENDER.1).map_err(|_| ServiceError::Sender)?;
        Ok(Self {
            path: path.to_owned(),
            sender: mail::Sender::new(service_name, address),
        })
    }

    pub(super) fn carry(&self, parcel: &Parcel) -> Result<(), Failure> {
        self.write(parcel).map_err(|error| {
            let error: &dyn std::error::Error = &error;
            tracing::error!(error, "the outbox folder could not be written");
            Failure::later("the outbox folder could not be written")
        })
    }

    fn write(&self, parcel: &Parcel) -> Result<(), ServiceError> {
        if Channel::of_name(&parcel.channel) != Channel::Mail {
            let line = json!({"to": parcel.recipient, "channel": parcel.channel, "text": parcel.body});
            return files::append_line(&self.path.join("texts.jsonl"), &line.to_string());
        }
        let letter = mail::letter(&self.sender, parcel, mail::Reader::Folder).ok_or(ServiceError::Sender)?;
        // Named by its mark, so that a second try writes the same file again.
        let file = self.path.join(format!("{:013}-{}.eml", parcel.at, parcel.mark));
        files::write_whole(&file, &letter.formatted())
    }
}
