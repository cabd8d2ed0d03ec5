//! What can be typed. Nothing here ever takes a secret.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

/// One-time codes at the terminal, from the vault that the Gatehouse app keeps.
///
/// Exit codes: 0 done, 1 failed, 2 usage, 3 the vault is locked or has no key, 4 partly done.
#[derive(Parser)]
#[command(name = "gatehouse", version, disable_help_subcommand = true)]
pub(crate) struct Arguments {
    /// Print JSON for programs
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Read the vault's passphrase or recovery key from this file descriptor
    #[arg(long, global = true, value_name = "FD")]
    pub(crate) passphrase_fd: Option<i32>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// List entries
    List {
        /// Words that must all occur in issuer, account, tags or note
        query: Vec<String>,
    },
    /// Show one entry's code
    Code(Code),
    /// Add codes from otpauth links on standard input, or from a picture
    Add {
        /// A picture with QR codes
        #[arg(long, value_name = "FILE")]
        qr: Option<PathBuf>,
        /// Add these tags
        #[arg(long = "tag", value_name = "TAG")]
        tags: Vec<String>,
    },
    /// Import another app's file
    Import(Import),
    /// Export codes to a new file that only you can read
    Export {
        /// Which format (see `gatehouse formats`)
        #[arg(long)]
        format: String,
        /// Where to
        file: PathBuf,
        /// Read the file's new passphrase from the first line of standard input
        #[arg(long)]
        password_stdin: bool,
        /// Replace the file if it is there
        #[arg(long)]
        force: bool,
    },
    /// Change an entry's names, tags, note or pin
    Edit(Edit),
    /// Move an entry to the trash
    Remove {
        /// Words that name one entry, or its id
        #[arg(required = true)]
        query: Vec<String>,
    },
    /// The trash
    Trash {
        #[command(subcommand)]
        what: Trash,
    },
    /// The vault's earlier states
    Backup {
        #[command(subcommand)]
        what: Backup,
    },
    /// Make a new vault under a passphrase, where there is none
    Init,
    /// Take the vault's key out of the system keyring: the passphrase or recovery key is needed from then on
    Lock,
    /// Keep the vault's key in the system keyring, so that nothing is asked from then on
    Unlock,
    /// Whether there is a vault, and whether it opens
    Status,
    /// The formats that can be imported and exported
    Formats,
    /// Print a completion script for a shell
    Completions {
        /// Which shell
        shell: Shell,
    },
    /// Print a manual page, of the program or of one of its commands
    Man {
        /// The command
        command: Vec<String>,
    },
    /// Hold the clipboard's content; it is read from standard input
    #[command(hide = true)]
    HoldClipboard {
        /// Seconds until it is cleared; 0 never
        seconds: u32,
    },
}

#[derive(Args)]
pub(crate) struct Code {
    /// Words that name one entry, or its id
    #[arg(required = true)]
    pub(crate) query: Vec<String>,
    /// The code after the current one; a counter moves on, and is saved before its code is shown
    #[arg(long)]
    pub(crate) next: bool,
    /// Copy it instead of printing it; the clipboard is cleared later
    #[arg(long)]
    pub(crate) copy: bool,
    /// The code of another moment, in seconds since 1970
    #[arg(long, value_name = "UNIX_TIME")]
    pub(crate) at: Option<u64>,
}

#[derive(Args)]
pub(crate) struct Import {
    /// The other app's file; - for standard input
    pub(crate) file: PathBuf,
    /// Take the file for this format instead of telling it by its content
    #[arg(long)]
    pub(crate) format: Option<String>,
    /// Read the file's password from the first line of standard input
    #[arg(long)]
    pub(crate) password_stdin: bool,
    /// Only say what the file holds; needs no vault
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// With --dry-run: print the keys too, as otpauth links; asks first on a terminal
    #[arg(long, requires = "dry_run")]
    pub(crate) reveal: bool,
}

#[derive(Args)]
pub(crate) struct Edit {
    /// Words that name one entry, or its id
    #[arg(required = true)]
    pub(crate) query: Vec<String>,
    /// A new issuer
    #[arg(long)]
    pub(crate) issuer: Option<String>,
    /// A new account
    #[arg(long)]
    pub(crate) account: Option<String>,
    /// New tags in the place of the old ones; an empty one removes them all
    #[arg(long = "tag", value_name = "TAG")]
    pub(crate) tags: Option<Vec<String>>,
    /// Read a new note from standard input; an empty one removes it
    #[arg(long)]
    pub(crate) note_stdin: bool,
    /// Pin it
    #[arg(long, conflicts_with = "unpin")]
    pub(crate) pin: bool,
    /// Unpin it
    #[arg(long)]
    pub(crate) unpin: bool,
}

#[derive(Subcommand)]
pub(crate) enum Trash {
    /// List what is in the trash
    List,
    /// Put an entry back
    Restore {
        /// Words that name one entry, or its id
        #[arg(required = true)]
        query: Vec<String>,
    },
    /// Delete an entry of the trash for good
    Delete {
        /// Words that name one entry, or its id
        #[arg(required = true)]
        query: Vec<String>,
    },
}

#[derive(Subcommand)]
pub(crate) enum Backup {
    /// List earlier states, newest first
    List,
    /// Put an earlier state in the vault's place; the present one is kept as a backup
    Restore {
        /// Its number
        number: u64,
    },
}
