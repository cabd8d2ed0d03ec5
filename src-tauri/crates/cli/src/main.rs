//! `gatehouse`: codes at the terminal and in scripts, on the same vault and the same use cases as the app. Both may run at
//! once: every change is merged under the vault's lock.
//!
//! Secrets come from a prompt, standard input or a file descriptor, never from an argument.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod arguments;
mod commands;
mod failure;
mod output;
mod pick;
mod secrets;
mod session;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::Arguments;
use crate::failure::Failure;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match commands::run(arguments) {
        Ok(done) => done.into(),
        Err(Failure::Pipe) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("gatehouse: {failure}");
            failure.exit_code()
        }
    }
}
