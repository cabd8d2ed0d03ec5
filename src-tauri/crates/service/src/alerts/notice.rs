//! The words of what devices and people are told of alerts, and their way out.

use protocol::extension::devices::Delivery;

use crate::answer::Halt;
use crate::message::Channel;
use crate::steps;
use crate::store::devices::{Place, Row};
use crate::store::outbox;
use crate::texts::Topic;
use crate::turn::Turn;

/// Title and text, in the account's notification language.
pub(crate) struct Words {
    pub(crate) title: String,
    pub(crate) text: String,
}

/// Writes a message about something. What strangers may have worded goes last among the facts.
pub(crate) async fn words(turn: &mut Turn, account: i64, topic: Topic, facts: &[(&str, &str)]) -> Result<Words, Halt> {
    let language = steps::reader_of(turn, Some(account)).await?.language;
    let service = &turn.service;
    let (title, text) = service.texts.fill(topic, language, &service.preset.service_name, facts);
    Ok(Words { title, text })
}

/// Sends it.
pub(crate) async fn send(turn: &mut Turn, channel: Channel, to: &str, words: &Words, by: &str) -> Result<(), Halt> {
    let service = std::sync::Arc::clone(&turn.service);
    let row = outbox::Row {
        id: 0,
        account: turn.account().map(|account| account.id),
        channel: channel.name().to_owned(),
        recipient: to.to_owned(),
        subject: words.title.clone(),
        body: words.text.clone(),
        code: None,
        at: turn.now,
        expires_at: None,
        asked_for_by: by.to_owned(),
    };
    Ok(service.post.send(turn.db(), row).await?)
}

/// What a sample device got is put where everything else is that did not leave this machine.
pub(crate) async fn keep_sample(
    turn: &mut Turn,
    device: &Row,
    result: Delivery,
    words: &Words,
    by: &str,
) -> Result<(), Halt> {
    if result == Delivery::Delivered && matches!(device.place(), Place::Sample(_)) {
        send(turn, Channel::Push, &device.name, words, by).await?;
    }
    Ok(())
}
