//! The client against a server that misbehaves in every way the design names.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    missing_docs
)]

#[path = "hostile/any_answer.rs"]
mod any_answer;
#[path = "hostile/better.rs"]
mod better;
#[path = "hostile/capabilities.rs"]
mod capabilities;
#[path = "hostile/case.rs"]
mod case;
#[path = "hostile/changes.rs"]
mod changes;
#[path = "hostile/every_call.rs"]
mod every_call;
#[path = "hostile/origins.rs"]
mod origins;
#[path = "hostile/readings.rs"]
mod readings;
#[path = "hostile/server.rs"]
mod server;
