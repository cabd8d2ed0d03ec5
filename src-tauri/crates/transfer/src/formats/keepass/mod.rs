//! KeePass databases (KDBX 4 and 3), as KeePass, KeePassXC and others write them. History and recycle bin are left out: what
//! is there was thrown away or replaced.
//!
//! The header's tag tells a wrong password from damage. A database that also needs a key file or a hardware key can't be told
//! from one with another password.

mod attributes;
mod header;

use keepass::db::{EntryRef, GroupId, GroupRef};
use keepass::error::{DatabaseKeyError, DatabaseOpenError};
use keepass::{Database, DatabaseKey};
use secrecy::SecretString;
use zeroize::Zeroizing;

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

/// How deep groups may lie in each other; people have a handful.
const DEEPEST: usize = 128;

fn detect(input: &Input<'_>) -> Option<bool> {
    header::is_keepass(input.bytes()).then_some(true)
}

fn parse(input: &Input<'_>, password: Option<&SecretString>, work: &Work) -> Result<Import, ImportError> {
    let bytes = input.bytes();
    let needed = derive::needed(password)?;
    header::check(bytes, work.most())?;
    work.go_on()?;
    let password = std::str::from_utf8(needed).map_err(|_| ImportError::WrongPassword)?;
    let key = DatabaseKey::new().with_password(password);
    // The reader has been seen to panic over headers that are made to hurt.
    let parsed = std::panic::catch_unwind(|| Database::parse(bytes, key)).map_err(|_| ImportError::Damaged)?;
    let database = parsed.map_err(|error| reason(&error, bytes))?;
    work.go_on()?;
    let mut import = Import::default();
    let bin = database.recycle_bin().map(|bin| bin.id());
    walk(&database.root(), bin, &[], &mut import, work)?;
    Ok(import)
}

fn reason(error: &DatabaseOpenError, bytes: &[u8]) -> ImportError {
    match error {
        DatabaseOpenError::Key(DatabaseKeyError::IncorrectKey) => ImportError::WrongPassword,
        // KDBX 3 has no tag over its header: another password shows in what doesn't decrypt.
        DatabaseOpenError::Cryptography(_) if header::is_version_3(bytes) => ImportError::WrongPassword,
        DatabaseOpenError::UnsupportedVersion => Refusal::UnknownVersion.into(),
        _ => ImportError::Damaged,
    }
}

/// Every entry of a group and of the groups in it; the groups' names become tags.
fn walk(
    group: &GroupRef<'_>,
    bin: Option<GroupId>,
    path: &[String],
    import: &mut Import,
    work: &Work,
) -> Result<(), ImportError> {
    if path.len() > DEEPEST {
        return Err(ImportError::Damaged);
    }
    for entry in group.entries() {
        work.go_on()?;
        for draft in attributes::drafts(&entry, path) {
            import.take(draft, || verbatim(&entry))?;
        }
    }
    for inner in group.groups() {
        if Some(inner.id()) == bin {
            continue;
        }
        let mut path = path.to_vec();
        path.push(inner.name.clone());
        walk(&inner, bin, &path, import, work)?;
    }
    Ok(())
}

/// The entry's attributes that have to do with codes, as they are.
fn verbatim(entry: &EntryRef<'_>) -> Zeroizing<String> {
    let lines: Vec<Zeroizing<String>> = attributes::NAMES
        .iter()
        .filter_map(|name| Some(Zeroizing::new(format!("{name}={}", entry.get(name)?))))
        .collect();
    let all: Vec<&str> = lines.iter().map(|line| line.as_str()).collect();
    Zeroizing::new(all.join("\n"))
}
