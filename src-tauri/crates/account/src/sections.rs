//! The account's sections, one file each; the same names in every layer.

pub mod alerts;
pub mod closure;
pub mod consents;
pub mod devices;
pub mod factors;
pub mod keys;
pub mod password;
pub mod phones;
pub mod profile;
pub mod sessions;
