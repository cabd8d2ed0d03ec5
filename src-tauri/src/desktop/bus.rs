//! Short questions to the session bus, from which nobody waits long for an answer.

use std::sync::mpsc;
use std::time::Duration;

use zbus::blocking::Connection;

/// A bus or a program that does not answer within this time has nothing to say.
const PATIENCE: Duration = Duration::from_secs(2);

/// The answer, or none where there is no bus, nobody to ask, or no answer in time.
pub(crate) fn asked<T: Send + 'static>(question: fn(&Connection) -> zbus::Result<T>) -> Option<T> {
    let (answer, answered) = mpsc::channel();
    std::thread::spawn(move || {
        let said = Connection::session().and_then(|bus| question(&bus));
        // Nobody waits any more once the time is over.
        let _ = answer.send(said.ok());
    });
    answered.recv_timeout(PATIENCE).ok().flatten()
}
