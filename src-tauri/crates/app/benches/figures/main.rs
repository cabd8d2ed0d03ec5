//! What the app's work costs, most of it beside other programs that do the same to the same entries in the same run.
//!
//! `cargo bench -p app --bench figures -- codes|entries|list`; figures are printed. Nothing is asserted of them, only that
//! every program did what it was timed for. Why one target: its parts share vaults, entries and peers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod codes;
mod dialog;
mod entries;
mod house;
mod keepassxc;
mod list;
mod otpclient;
mod sample;
mod time;

fn main() {
    // Cargo adds words of its own for harnesses that know them.
    let asked = std::env::args().skip(1).find(|word| !word.starts_with('-'));
    match asked.as_deref() {
        Some("codes") => codes::print(),
        Some("entries") => entries::print(),
        Some("list") => list::print(),
        _ => println!("one of: codes, entries, list"),
    }
}
