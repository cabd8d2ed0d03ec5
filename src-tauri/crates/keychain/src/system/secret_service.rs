//! The Secret Service of a Linux or BSD session, over the session bus.
//!
//! The store's calls prompt and block when something is locked. So its state is asked first with plain bus calls that
//! answer at once: <https://specifications.freedesktop.org/secret-service/latest/>. Between the question and the call
//! the state can change; the caller's limit covers that.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use keyring_core::api::CredentialStore;
use zbus::blocking::{Connection, Proxy, connection};
use zbus::zvariant::{ObjectPath, OwnedObjectPath, OwnedValue, Value};

use crate::error::KeychainError;

/// The store in use.
pub(crate) const NAME: &str = "secret-service";

const BUS_NAME: &str = "org.freedesktop.secrets";
const ROOT: &str = "/org/freedesktop/secrets";
const SERVICE: &str = "org.freedesktop.Secret.Service";
const COLLECTION: &str = "org.freedesktop.Secret.Collection";
const PROMPT: &str = "org.freedesktop.Secret.Prompt";

/// A new store with its own connection and session. Only this type: no mock, no kernel key store.
pub(crate) fn store() -> Result<Arc<CredentialStore>, KeychainError> {
    Ok(zbus_secret_service_keyring_store::Store::new()?)
}

/// Refuses a read or a removal that would prompt: the item, or the collection it may be in, is locked.
pub(crate) fn ready_to_read(limit: Duration, service: &str, user: &str) -> Result<(), KeychainError> {
    let bus = connect(limit)?;
    match find(&bus, service, user)? {
        Found::Open => Ok(()),
        Found::Locked => Err(KeychainError::Locked),
        // A locked collection may hide its items (KWallet does): without an answer it is locked, not missing.
        Found::Nothing => match default_state(&bus)? {
            Default::Locked(_) => Err(KeychainError::Locked),
            Default::Open | Default::None => Err(KeychainError::Missing),
        },
    }
}

/// Refuses a write that would prompt: the item to replace, or the collection a new one goes to, is locked or not there.
pub(crate) fn ready_to_write(limit: Duration, service: &str, user: &str) -> Result<(), KeychainError> {
    let bus = connect(limit)?;
    match find(&bus, service, user)? {
        Found::Open => Ok(()),
        Found::Locked => Err(KeychainError::Locked),
        Found::Nothing => default_state(&bus)?.usable(),
    }
}

/// Whether the collection new items go to is open.
pub(crate) fn available(limit: Duration) -> Result<(), KeychainError> {
    default_state(&connect(limit)?)?.usable()
}

/// Unlocks the default collection, or creates it where there is none, through the provider's own prompt.
pub(crate) fn unlock(limit: Duration) -> Result<(), KeychainError> {
    let bus = connect(limit)?;
    let service = proxy(&bus, ROOT, SERVICE)?;
    let prompt: OwnedObjectPath = match default_state(&bus)? {
        Default::Open => return Ok(()),
        Default::Locked(path) => {
            let (_, prompt): (Vec<OwnedObjectPath>, _) = service.call("Unlock", &(vec![path],)).map_err(failed)?;
            prompt
        }
        Default::None => {
            let label = HashMap::from([("org.freedesktop.Secret.Collection.Label", Value::from("Login"))]);
            let (_, prompt): (OwnedObjectPath, _) =
                service.call("CreateCollection", &(label, "default")).map_err(failed)?;
            prompt
        }
    };
    answer(&bus, &prompt)?;
    default_state(&bus)?.usable()
}

/// Shows a prompt and waits for the person's answer. `/` means that none is needed.
fn answer(bus: &Connection, prompt: &ObjectPath<'_>) -> Result<(), KeychainError> {
    if prompt.as_str() == "/" {
        return Ok(());
    }
    let prompt = proxy(bus, prompt.as_str(), PROMPT)?;
    let mut completed = prompt.receive_signal("Completed").map_err(failed)?;
    prompt.call::<_, _, ()>("Prompt", &("",)).map_err(failed)?;
    let signal = completed.next().ok_or(KeychainError::Failed {
        code: "provider-went-away",
    })?;
    let (dismissed, _): (bool, OwnedValue) = signal.body().deserialize().map_err(failed)?;
    if dismissed { Err(KeychainError::Denied) } else { Ok(()) }
}

/// Where an item with the store's attributes is.
enum Found {
    Open,
    Locked,
    Nothing,
}

fn find(bus: &Connection, service: &str, user: &str) -> Result<Found, KeychainError> {
    let attributes = HashMap::from([("service", service), ("username", user)]);
    let (open, locked): (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) = proxy(bus, ROOT, SERVICE)?
        .call("SearchItems", &(attributes,))
        .map_err(failed)?;
    // The store unlocks every match before it reads one, so a single locked match is enough to prompt.
    Ok(match (locked.is_empty(), open.is_empty()) {
        (false, _) => Found::Locked,
        (true, false) => Found::Open,
        (true, true) => Found::Nothing,
    })
}

/// The collection new items go to.
enum Default {
    Open,
    Locked(OwnedObjectPath),
    None,
}

impl Default {
    fn usable(self) -> Result<(), KeychainError> {
        match self {
            Self::Open => Ok(()),
            Self::Locked(_) => Err(KeychainError::Locked),
            Self::None => Err(KeychainError::Failed {
                code: "no-default-collection",
            }),
        }
    }
}

fn default_state(bus: &Connection) -> Result<Default, KeychainError> {
    let path: OwnedObjectPath = proxy(bus, ROOT, SERVICE)?
        .call("ReadAlias", &("default",))
        .map_err(failed)?;
    if path.as_str() == "/" {
        return Ok(Default::None);
    }
    let locked: bool = proxy(bus, path.as_str(), COLLECTION)?
        .get_property("Locked")
        .map_err(failed)?;
    Ok(if locked { Default::Locked(path) } else { Default::Open })
}

/// Our own connection: its calls end after `limit`, so that the thread they are on ends too.
fn connect(limit: Duration) -> Result<Connection, KeychainError> {
    let builder = connection::Builder::session().map_err(|_| KeychainError::NoProvider)?;
    builder
        .method_timeout(limit)
        .build()
        .map_err(|error| match failed(error) {
            KeychainError::TimedOut => KeychainError::TimedOut,
            _ => KeychainError::NoProvider,
        })
}

/// A proxy that caches no property: a cached `Locked` would be a guess.
fn proxy<'a>(bus: &Connection, path: &'a str, interface: &'static str) -> Result<Proxy<'a>, KeychainError> {
    zbus::blocking::proxy::Builder::new(bus)
        .destination(BUS_NAME)
        .and_then(|builder| builder.path(path))
        .and_then(|builder| builder.interface(interface))
        .map(|builder| builder.cache_properties(zbus::proxy::CacheProperties::No))
        .and_then(zbus::blocking::proxy::Builder::build)
        .map_err(failed)
}

/// A bus error in our terms.
fn failed(error: zbus::Error) -> KeychainError {
    match error {
        zbus::Error::MethodError(name, ..) => named(name.as_str()),
        zbus::Error::FDO(error) => match *error {
            zbus::fdo::Error::ZBus(inner) => failed(inner),
            other => named(zbus::DBusError::name(&other).as_str()),
        },
        zbus::Error::InputOutput(error) if error.kind() == std::io::ErrorKind::TimedOut => KeychainError::TimedOut,
        _ => KeychainError::Failed { code: "bus" },
    }
}

/// The bus's and the Secret Service's own error names.
fn named(name: &str) -> KeychainError {
    match name.strip_prefix("org.freedesktop.").unwrap_or(name) {
        "DBus.Error.ServiceUnknown" | "DBus.Error.NameHasNoOwner" => KeychainError::NoProvider,
        spawn if spawn.starts_with("DBus.Error.Spawn.") => KeychainError::NoProvider,
        "DBus.Error.Timeout" | "DBus.Error.TimedOut" => KeychainError::TimedOut,
        "DBus.Error.AccessDenied" => KeychainError::Denied,
        "Secret.Error.IsLocked" => KeychainError::Locked,
        "DBus.Error.NoReply" => KeychainError::Failed {
            code: "provider-went-away",
        },
        _ => KeychainError::Failed {
            code: "provider-refused",
        },
    }
}
