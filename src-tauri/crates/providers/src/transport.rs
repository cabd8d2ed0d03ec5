//! How requests travel and what is allowed to come back.

pub(crate) mod client;
pub(crate) mod clock;
pub(crate) mod exchange;
pub(crate) mod http;
pub(crate) mod in_process;
pub(crate) mod json;
pub(crate) mod language;
pub(crate) mod origin;
pub(crate) mod retry_after;
pub(crate) mod text;
