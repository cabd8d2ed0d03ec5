//! The passwords of mail server and text gateway: from the environment, or else from the system's keyring, where `keep-password` puts them.
//! Arguments are seen by every program, so none is one. Only the program asks the keyring; the service is handed what it needs.

use std::io::{self, BufRead as _, IsTerminal as _, Read as _, Write as _};

use clap::ValueEnum;
use keychain::{Keychain, KeychainError};
use secrecy::SecretString;
use url::Url;
use zeroize::Zeroizing;

use crate::Failure;

/// The service's name in the keyring.
const SERVICE: &str = "gatehouse-service";
/// More of a line is not even read; the keyring takes far less.
const LONGEST_LINE: usize = 4096;

/// Whose password.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Whose {
    /// That of the user in --smtp.
    Smtp,
    /// That of the user in --text-gateway.
    TextGateway,
}

impl Whose {
    fn variable(self) -> &'static str {
        match self {
            Self::Smtp => "GATEHOUSE_SMTP_PASSWORD",
            Self::TextGateway => "GATEHOUSE_TEXT_GATEWAY_PASSWORD",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Smtp => "smtp",
            Self::TextGateway => "text-gateway",
        }
    }

    /// The password for this address. One that names no user needs none, and the keyring is not asked.
    pub(crate) fn password(self, address: &str) -> Result<Option<SecretString>, KeychainError> {
        if let Some(given) = std::env::var(self.variable()).ok().filter(|text| !text.is_empty()) {
            return Ok(Some(SecretString::from(given)));
        }
        if !Url::parse(address).is_ok_and(|url| !url.username().is_empty() && url.password().is_none()) {
            return Ok(None);
        }
        match Keychain::system().get(SERVICE, self.name()) {
            Ok(kept) => Ok(Some(kept)),
            // Many servers have no keyring. That a password is lacking is said where it is needed.
            Err(KeychainError::Missing | KeychainError::NoProvider) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Puts the password on standard input into the keyring, in place of the one before.
    pub(crate) fn keep(self) -> Result<(), Failure> {
        Keychain::system().set(SERVICE, self.name(), &typed().map_err(Failure::Input)?)?;
        let keyring = Keychain::provider();
        Ok(writeln!(
            io::stdout(),
            "kept in the keyring ({keyring}) as {} of {SERVICE}",
            self.name()
        )?)
    }
}

/// The first line of standard input; at a terminal it is asked for, and not shown.
fn typed() -> io::Result<SecretString> {
    let input = io::stdin();
    if input.is_terminal() {
        return rpassword::prompt_password("Password: ").map(SecretString::from);
    }
    // With room for all of it, so that it leaves no copy behind when it grows.
    let mut line = Zeroizing::new(String::with_capacity(LONGEST_LINE));
    let longest = u64::try_from(LONGEST_LINE).unwrap_or(u64::MAX);
    input.lock().take(longest).read_line(&mut line)?;
    Ok(SecretString::from(line.trim_end_matches(['\r', '\n'])))
}
