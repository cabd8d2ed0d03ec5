//! The account's sections, one file each; the same names in every layer.

pub mod activity;
pub mod consents;
pub mod factors;
pub mod keys;
pub mod password;
pub mod profile;
pub mod sessions;
