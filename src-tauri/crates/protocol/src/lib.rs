//! The JSON of the account API, shared by the client (`providers`) and the embedded service (`service`).
//!
//! Both sides distrust each other, so this crate holds shapes only: no defaults that decide anything, no validation, no
//! transport. [`core`] is django-allauth "headless", client kind `app`, version 1, exactly as recorded from a genuine
//! server; [`extension`] is what this project adds.
//!
//! Unknown fields are ignored everywhere (a newer service may say more); a field of the wrong type is an error.

pub mod core;
pub mod extension;
pub mod sensitive;

pub use sensitive::Sensitive;
