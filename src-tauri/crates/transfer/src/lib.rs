//! Other apps' files, in and out: what a person brings from another authenticator, and what they take along.
//!
//! Why a crate of its own: every format is a small world of quirks, and none of them may leak. Bytes come in, values go
//! out; there is no clock, no file, no network and no randomness here. A record that can't be understood is never skipped
//! and never guessed at: it comes out as an [`Issue`] with its reason, so that the caller can account for every record
//! of the source.
//!
//! The way in is [`recognise`], which tells the format by its content, then [`read`].

mod archive;
mod cipher;
mod derive;
mod draft;
mod error;
pub mod exports;
mod formats;
mod input;
mod issue;
pub mod migration;
mod registry;
mod sqlite;
mod work;

pub use draft::{Draft, DraftKind, DraftSecret, Extras};
pub use error::{ImportError, Refusal};
pub use input::Input;
pub use issue::{Import, Imported, Issue, Parts, Reason};
pub use registry::{FORMATS, Format, Recognised, claims, format, read, recognise};
pub use work::{Cancelled, KeyCost, Work};
