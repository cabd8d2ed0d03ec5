//! What both listeners on a bus share: signals as they come, and a bus that goes away and comes back.

use std::time::Duration;

use zbus::blocking::fdo::DBusProxy;
use zbus::blocking::{Connection, MessageIterator, connection};
use zbus::message::{Message, Type};
use zbus::{MatchRule, Result};

/// Until a bus that went away is asked for again.
const AGAIN: Duration = Duration::from_secs(60);
/// How long a call may take; nothing here is worth waiting for.
const LIMIT: Duration = Duration::from_secs(3);

/// Which signals are wanted.
pub(super) struct Wanted<'a> {
    pub(super) sender: &'a str,
    pub(super) path: Option<&'a str>,
    pub(super) interface: &'a str,
    pub(super) member: &'a str,
}

/// Runs a listener on a thread of its own, again and again: a session bus or a login manager may be restarted.
pub(super) fn keep(listen: impl Fn() -> Result<()> + Send + 'static) {
    std::thread::spawn(move || {
        loop {
            if let Err(error) = listen() {
                tracing::debug!(%error, "nothing to listen to on this bus");
            }
            std::thread::sleep(AGAIN);
        }
    });
}

/// A connection whose calls end.
pub(super) fn connect(builder: connection::Builder<'_>) -> Result<Connection> {
    builder.method_timeout(LIMIT).build()
}

/// Asks the bus for these signals and hands each to `told`, until the bus goes away. The bus itself sees to it that they come
/// from the sender's owner.
pub(super) fn listen(
    bus: &Connection,
    wanted: &[Wanted<'_>],
    mut told: impl FnMut(&Message) -> Result<()>,
) -> Result<()> {
    let signals = MessageIterator::from(bus);
    let daemon = DBusProxy::new(bus)?;
    for one in wanted {
        daemon.add_match_rule(rule(one)?)?;
    }
    for message in signals {
        let message = message?;
        if message.message_type() == Type::Signal
            && let Err(error) = told(&message)
        {
            tracing::debug!(%error, "a signal is not as it should be");
        }
    }
    Ok(())
}

fn rule<'a>(one: &Wanted<'a>) -> Result<MatchRule<'a>> {
    let rule = MatchRule::builder()
        .msg_type(Type::Signal)
        .sender(one.sender)?
        .interface(one.interface)?
        .member(one.member)?;
    Ok(match one.path {
        Some(path) => rule.path(path)?.build(),
        None => rule.build(),
    })
}

/// The interface and the name of a signal.
pub(super) fn names(message: &Message) -> (String, String) {
    let header = message.header();
    let text = |name: Option<&str>| name.unwrap_or_default().to_owned();
    (
        text(header.interface().map(|name| name.as_str())),
        text(header.member().map(|name| name.as_str())),
    )
}
