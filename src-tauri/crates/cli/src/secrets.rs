//! Where secrets come from: a prompt that doesn't echo, standard input, a file descriptor. Never an argument.

use std::io::{BufRead, ErrorKind, IsTerminal, Read};
use std::path::Path;

use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use crate::failure::Failure;

/// The longest secret or list of links read, in bytes.
const MOST: usize = 1024 * 1024;

/// The fewest characters of a new passphrase.
const SHORTEST: usize = 8;

/// Asks at the terminal; `None` where there is none.
pub(crate) fn ask(question: &str) -> Option<SecretString> {
    if !std::io::stdin().is_terminal() && !std::io::stderr().is_terminal() {
        return None;
    }
    rpassword::prompt_password(format!("{question}: "))
        .ok()
        .map(SecretString::from)
}

/// The first line of standard input.
pub(crate) fn first_line() -> Result<SecretString, Failure> {
    line_of(std::io::stdin().lock(), Path::new("standard input"))
}

/// All of standard input, as text. More than is read is refused: what is cut may still look whole.
pub(crate) fn all_of_input() -> Result<Zeroizing<String>, Failure> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(4096));
    let read = up_to_most(std::io::stdin().lock()).read_to_end(&mut bytes);
    text_of(read.map(|_| bytes), Path::new("standard input"))
}

/// A reader that ends a byte after the most: one more tells that there is more.
fn up_to_most<R: Read>(reader: R) -> std::io::Take<R> {
    reader.take(MOST as u64 + 1)
}

fn line_of(reader: impl BufRead, name: &Path) -> Result<SecretString, Failure> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(256));
    let read = up_to_most(reader).read_until(b'\n', &mut bytes);
    let line = text_of(read.map(|_| bytes), name)?;
    Ok(SecretString::from(line.trim_end_matches(['\r', '\n'])))
}

fn text_of(read: std::io::Result<Zeroizing<Vec<u8>>>, name: &Path) -> Result<Zeroizing<String>, Failure> {
    let bytes = read.map_err(Failure::file(name))?;
    if bytes.len() > MOST {
        return Err(Failure::Usage("the input is longer than 1 MiB; nothing of it was used"));
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| Failure::file(name)(ErrorKind::InvalidData.into()))?;
    Ok(Zeroizing::new(text.to_owned()))
}

/// The first line of a file descriptor that the caller has opened.
#[cfg(unix)]
pub(crate) fn of_descriptor(descriptor: i32) -> Result<SecretString, Failure> {
    if descriptor == 0 {
        return first_line();
    }
    // The descriptor's own name in the file system: it is opened anew, and nothing of ours closes the caller's.
    let path = std::path::PathBuf::from(format!("/dev/fd/{descriptor}"));
    let file = std::fs::File::open(&path).map_err(Failure::file(&path))?;
    line_of(std::io::BufReader::new(file), &path)
}

/// Windows has no such names: only standard input can be read.
#[cfg(not(unix))]
pub(crate) fn of_descriptor(descriptor: i32) -> Result<SecretString, Failure> {
    match descriptor {
        0 => first_line(),
        _ => Err(Failure::Usage("on this system --passphrase-fd takes 0, standard input")),
    }
}

/// Asks for a new passphrase, twice.
pub(crate) fn ask_new(question: &str) -> Result<SecretString, Failure> {
    let first = ask(question).ok_or(Failure::Usage(
        "a passphrase is needed: run this at a terminal, or give it on standard input",
    ))?;
    let again = ask("The same again").ok_or(Failure::Usage("the passphrase must be typed twice"))?;
    // Exposed to be compared with each other.
    if first.expose_secret() != again.expose_secret() {
        return Err(Failure::Usage("the two differ; nothing was done"));
    }
    long_enough(first)
}

/// A new passphrase of at least the length that the app asks for.
pub(crate) fn long_enough(passphrase: SecretString) -> Result<SecretString, Failure> {
    // Exposed to be measured.
    if passphrase.expose_secret().chars().count() < SHORTEST {
        return Err(Failure::Usage("the passphrase is too short: at least 8 characters"));
    }
    Ok(passphrase)
}
