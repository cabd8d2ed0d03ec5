//! The adapter for services that speak django-allauth's headless API (client kind `app`), with this project's extension
//! where the service serves it.

mod activity;
mod alerts;
mod answer;
mod calls;
mod capabilities;
mod closure;
mod consents;
mod convert;
mod devices;
mod extended;
mod factors;
mod keys;
mod password;
mod phones;
mod profile;
mod provider;
mod second_factor;
mod sessions;
mod sign_in;
mod temporary_password;

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use account::Provider;
use url::Url;

use crate::transport::client::Client;
use crate::transport::exchange::Exchange;

/// An adapter to one service. Shared by every account there; a session goes along with each call.
pub struct AllauthProvider {
    client: Client,
    extension: AtomicU8,
}

/// A provider for the service at `origin`, reached through `exchange`.
///
/// `origin` also names an in-process service; any https address that resolves nowhere will do, for example
/// `https://practice.invalid`, since nothing is looked up.
#[must_use]
pub fn allauth(origin: Url, exchange: Exchange) -> Arc<dyn Provider> {
    Arc::new(AllauthProvider::new(origin, exchange))
}

impl AllauthProvider {
    /// The same as a concrete type.
    #[must_use]
    pub fn new(origin: Url, exchange: Exchange) -> Self {
        Self {
            client: Client::new(origin, exchange),
            extension: AtomicU8::new(Extension::Unasked as u8),
        }
    }

    fn extension(&self) -> Extension {
        match self.extension.load(Ordering::Relaxed) {
            1 => Extension::Served,
            2 => Extension::Absent,
            _ => Extension::Unasked,
        }
    }

    fn note_extension(&self, found: Extension) {
        self.extension.store(found as u8, Ordering::Relaxed);
    }
}

/// Whether the service serves the extension, as far as it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Extension {
    Unasked = 0,
    Served = 1,
    Absent = 2,
}
