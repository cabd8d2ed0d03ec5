//! What crosses to the web view. Domain types never do: these are their faces, without secrets.

pub(crate) mod account;
pub(crate) mod add;
pub(crate) mod alerts;
pub(crate) mod backups;
pub(crate) mod closure;
pub(crate) mod codes;
pub(crate) mod consents;
pub(crate) mod desk;
pub(crate) mod devices;
pub(crate) mod email;
pub(crate) mod export;
pub(crate) mod factors;
pub(crate) mod failure;
pub(crate) mod finding;
pub(crate) mod import;
pub(crate) mod keys;
pub(crate) mod panel;
pub(crate) mod password;
pub(crate) mod phones;
pub(crate) mod practice;
pub(crate) mod profile;
pub(crate) mod sessions;
pub(crate) mod settings;
pub(crate) mod sign_in;
pub(crate) mod time;
pub(crate) mod vault;
