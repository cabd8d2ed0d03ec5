//! The account's sections, one file each; the same names in every layer.

pub mod factors;
pub mod password;
pub mod profile;
pub mod sessions;
