//! The embedded account service: the core of the account API and its extension, over SQLite.
//!
//! It serves three ways with the same routes: inside the desktop app with no port at all (the practice server), in
//! tests, and as the program `gatehouse-service` on an address.
//!
//! ```no_run
//! # async fn example() -> Result<(), service::ServiceError> {
//! use service::{Options, Preset, Service};
//!
//! let service = Service::open(Options::new("/tmp/practice", Preset::WhaTap)).await?;
//! let router: axum::Router = service.router(); // a tower::Service of HTTP requests
//! let messages = service.outbox_messages().await?; // what would have been mailed
//! # Ok(()) }
//! ```
//!
//! What is kept, and how:
//! - passwords as Argon2id hashes;
//! - session tokens, one-time codes and recovery codes as digests. The codes that were *sent* are also in the outbox
//!   of a practice server, which exists to show them;
//! - messages that are to leave, with their codes, until they are delivered or have run out (see `post`);
//! - API tokens and keys as digests; with their secrets only where the service shows those again, which is the preset's
//!   to say and the operator's to refuse (`show_keys_once`);
//! - of a closed account a keyed digest of its address, so that it can't be used again, and nothing of the person;
//! - TOTP keys as they are, because they must be used: who can read the database can make codes. The database file is
//!   its owner's alone (0600 in a folder of 0700).

mod activity;
mod addresses;
mod alerts;
mod answer;
mod api_keys;
mod asker;
mod call;
mod captcha;
mod clock;
mod closure;
mod error;
mod factors;
mod files;
mod flows;
mod form;
mod limits;
mod message;
mod numbering;
mod openapi;
mod operation;
mod options;
mod outward;
mod passwords;
mod phone_numbers;
mod policy;
mod post;
mod preset;
mod push;
mod recovery;
mod routes;
mod sample_world;
mod secrets;
mod service;
mod state;
mod steps;
mod store;
mod texts;
mod totp;
mod turn;

pub use clock::Clock;
pub use error::ServiceError;
pub use message::{Channel, Message};
pub use openapi::openapi;
pub use options::{Options, Outbox, PasswordCost};
pub use post::places::{MailServer, TextGateway, WrongPlace};
pub use preset::{Preset, UnknownPreset};
pub use push::{NotAnOrigin, PushOrigin};
pub use sample_world::{Clearing, SampleProject};
pub use service::{SampleAccount, Service, unavailable};
