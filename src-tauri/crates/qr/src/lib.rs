//! QR codes: every text in a picture, and a text as a drawing.
//!
//! Why a crate of its own: pictures come from anywhere, and their decoders are the largest foreign code that touches them.
//! They stay behind three functions here, with limits on what they may take and their panics caught. No file is opened and
//! nothing is fetched: bytes in, texts out. Texts are wiped when dropped, for most carry a key.

mod draw;
mod drawn;
mod error;
mod finders;
mod gray;
mod limits;
mod order;
mod picture;
mod read;
mod reader;
mod redraw;
mod regions;
mod whole;

pub use draw::{Drawing, QUIET_ZONE, draw};
pub use drawn::drawn;
pub use error::{Format, Measure, QrError};
pub use limits::Limits;
pub use read::{read, read_rgba};
pub use redraw::redraw;
