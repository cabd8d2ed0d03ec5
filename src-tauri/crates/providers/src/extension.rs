//! The account extension's JSON as neutral values; sent by the adapters of services that serve it.

pub(crate) mod consents;
pub(crate) mod discovery;
pub(crate) mod keys;
pub(crate) mod password_policy;
pub(crate) mod problem;
pub(crate) mod profile;
pub(crate) mod temporary_password;
