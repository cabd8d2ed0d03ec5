//! KeePass databases (KDBX 4 and 3), as KeePass, KeePassXC and others write them. History and recycle bin are left out: what
//! is there was thrown away or replaced.
//!
//! The header's tag tells a wrong password from damage. A database that also needs a key file or a hardware key can't be told
//! from one with another password.

mod attributes;
mod content;
mod header;
mod key;
mod xml;

use std::cell::Cell;

use secrecy::SecretString;
use zeroize::Zeroizing;

use self::content::Unpacked;
use self::header::Header;
use self::key::Keys;
use self::xml::{Entry, Stream};
use crate::derive;
use crate::error::{ImportError, Refusal};
use crate::input::Input;
use crate::registry::Format;
use crate::{Import, Work};

pub(crate) const FORMAT: Format = Format {
    id: "keepass",
    app: "KeePass",
    detect,
    parse,
};

fn detect(input: &Input<'_>) -> Option<bool> {
    header::is_keepass(input.bytes()).then_some(true)
}

fn parse(input: &Input<'_>, password: Option<&SecretString>, work: &Work) -> Result<Import, ImportError> {
    let password = derive::needed(password)?;
    let header = Header::parse(input.bytes())?;
    let keys = Keys::derive(&header, password, work)?;
    let content = content::decrypted(&header, &keys)?;
    work.go_on()?;
    let is_too_large = Cell::new(false);
    let unpacked = Unpacked::of(&content, header.is_packed, &is_too_large);
    match entries(&header, unpacked, work) {
        Err(ImportError::Damaged) if is_too_large.get() => Err(Refusal::TooLarge.into()),
        read => read,
    }
}

fn entries(header: &Header<'_>, mut content: Unpacked<'_>, work: &Work) -> Result<Import, ImportError> {
    let stream = match &header.older {
        Some(older) => Stream::numbered(older.stream, older.stream_key)?,
        None => {
            let (number, key) = content.inner_header()?;
            Stream::numbered(number, &key)?
        }
    };
    content.begin_xml();
    let mut import = Import::default();
    xml::entries(content, stream, &mut |entry, path| {
        work.go_on()?;
        for draft in attributes::drafts(entry, path) {
            import.take(draft, || verbatim(entry))?;
        }
        Ok(())
    })?;
    Ok(import)
}

/// The entry's attributes that have to do with codes, as they are.
fn verbatim(entry: &Entry) -> Zeroizing<String> {
    let lines: Vec<Zeroizing<String>> = attributes::NAMES
        .iter()
        .filter_map(|name| Some(Zeroizing::new(format!("{name}={}", entry.get(name)?))))
        .collect();
    let all: Vec<&str> = lines.iter().map(|line| line.as_str()).collect();
    Zeroizing::new(all.join("\n"))
}
