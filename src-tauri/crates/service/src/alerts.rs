//! Alerts: what people decided about them, who gets one, and how a test alert goes out.

pub(crate) mod decide;
pub(crate) mod notice;
pub(crate) mod recipients;
pub(crate) mod settings;

#[cfg(test)]
mod properties;
