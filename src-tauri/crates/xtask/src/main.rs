//! `cargo xtask`: what a person types. Everything a fresh machine with only Rust and Node needs happens here, step by step,
//! and a step that fails says what to do about it.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod bench;
mod bindings;
mod checks;
mod command;
mod distribution;
mod failure;
mod headless;
mod openapi;
mod packages;
mod privilege;
mod run;
mod rust;
mod steps;
mod tally;
mod targets;
mod test;
mod tour;
mod ui;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::failure::Failure;

/// Builds, opens and tests Gatehouse.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install what is missing, build a release and open the app
    Run {
        /// Run under a display, a bus and a keyring of its own, for machines without a display
        #[arg(long)]
        headless: bool,
        /// What the app is given: a picture, or an otpauth:// link
        #[arg(last = true)]
        arguments: Vec<String>,
    },
    /// Install what the tests need and run everything
    Test {
        /// Leave out what needs a window or a foreign server
        #[arg(long)]
        fast: bool,
        /// Only tests whose name contains this; the linters are left out then
        filter: Option<String>,
    },
    /// Write a picture of every screen, light and dark, in three languages, to target/tour
    Tour {
        /// Only screens whose name contains this
        filter: Option<String>,
    },
    /// Measure the app
    Bench {
        #[command(subcommand)]
        what: Bench,
    },
    /// Type-check for Windows and macOS (on Debian)
    CheckTargets {
        /// Only these members of the workspace
        #[arg(short, long)]
        package: Vec<String>,
    },
    /// Write the web view's TypeScript bindings anew
    Bindings,
    /// Write the OpenAPI document of the account extension anew
    Openapi,
}

#[derive(Subcommand)]
enum Bench {
    /// Process start to first code readable, and memory, beside KeePassXC
    Startup {
        /// How often each program is started
        #[arg(long, default_value_t = 8)]
        runs: u32,
    },
    /// Codes a second, beside oathtool, KeePassXC and OTPClient
    Codes,
    /// QR codes found in 500 screenshots, and how fast, beside zbarimg
    Screenshots,
    /// Importing, opening, searching and saving up to 10,000 entries, beside KeePassXC and OTPClient
    Entries,
}

fn main() -> ExitCode {
    match perform(Arguments::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Told) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("\n{failure}");
            ExitCode::FAILURE
        }
    }
}

fn perform(task: Task) -> Result<(), Failure> {
    match task {
        Task::Run { headless, arguments } => run::run(headless, &arguments),
        Task::Test { fast, filter } => test::test(fast, filter.as_deref()),
        Task::Tour { filter } => tour::tour(filter.as_deref()),
        Task::Bench { what } => match what {
            Bench::Startup { runs } => bench::startup(runs),
            Bench::Codes => bench::target("app", "figures", Some("codes")),
            Bench::Screenshots => bench::target("qr", "screenshots", None),
            Bench::Entries => bench::target("app", "figures", Some("entries")),
        },
        Task::CheckTargets { package } => targets::check(&package),
        Task::Bindings => bindings::write(),
        Task::Openapi => openapi::write(),
    }
}
