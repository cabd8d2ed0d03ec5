//! What the tests of the whole product stand on: a desk to run the real app on, and servers to run it against.
#![allow(clippy::print_stdout, clippy::print_stderr)]

pub mod allauth_server;
#[cfg(target_os = "linux")]
pub mod bench;
pub mod better_auth_server;
pub mod captcha;
#[cfg(target_os = "linux")]
pub mod desk;
mod fixture_server;
pub mod inbox;
pub mod lossy_link;
pub mod python;
#[cfg(target_os = "linux")]
pub mod screens;
#[cfg(target_os = "linux")]
pub mod second_client;
pub mod service_server;
pub mod sink;
#[cfg(target_os = "linux")]
pub mod walk;
#[cfg(target_os = "linux")]
pub mod walk_account;
