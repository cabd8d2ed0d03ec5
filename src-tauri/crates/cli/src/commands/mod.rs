//! One file an area. Each command parses nothing itself: it is handed what was typed, calls the use case and prints.

mod add;
mod backup;
mod code;
mod edit;
mod export;
mod import;
mod keys;
mod list;
mod shell;

use crate::arguments::{Arguments, Command};
use crate::failure::{Done, Failure};
use crate::session::Session;

/// Runs what was typed.
pub(crate) fn run(arguments: Arguments) -> Result<Done, Failure> {
    let Arguments {
        json,
        passphrase_fd,
        command,
    } = arguments;
    let open = || Session::open(passphrase_fd);
    match command {
        Command::List { query } => list::list(&open()?, &query, json),
        Command::Code(what) => code::code(&open()?, &what, json),
        Command::Add { qr, tags } => add::add(open, qr.as_deref(), &tags, json),
        Command::Import(what) => import::import(open, &what, json),
        Command::Export {
            format,
            file,
            password_stdin,
            force,
        } => export::export(open, &format, &file, password_stdin, force, json),
        Command::Edit(what) => edit::edit(&open()?, &what, json),
        Command::Remove { query } => edit::remove(&open()?, &query, json),
        Command::Trash { what } => edit::trash(&open()?, &what, json),
        Command::Backup { what } => backup::backup(&Session::find(passphrase_fd)?, &what, json),
        Command::Init => keys::init(passphrase_fd, json),
        Command::Lock => keys::lock(&open()?, json),
        Command::Unlock => keys::unlock(&open()?, json),
        Command::Status => keys::status(passphrase_fd, json),
        Command::Formats => list::formats(json),
        Command::Completions { shell } => shell::completions(shell),
        Command::Man { command } => shell::manual(&command),
        Command::HoldClipboard { seconds } => code::hold_clipboard(seconds),
    }
}
