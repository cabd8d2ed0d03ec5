//! WinAuth: an archive with one text, a link a line, perhaps encrypted in the archive's old way.
//!
//! The name a person gave a code is the link's label; it is the issuer where the link names none. Steam's codes are marked only
//! by the parameters WinAuth adds to them.

use percent_encoding::percent_decode_str;
use secrecy::SecretString;
use zeroize::Zeroizing;

use super::otpauth_list::{begins, lines};
use crate::archive::Archive;
use crate::derive::needed;
use crate::error::ImportError;
use crate::input::Input;
use crate::registry::Format;
use crate::{Draft, Import, Work};

pub(crate) const FORMAT: Format = Format {
    id: "winauth",
    app: "WinAuth",
    detect,
    parse,
};

/// Parameters only WinAuth knows: they stay in the note, for a Steam or Battle.net code can be set up again with them.
const NOTED: [&str; 3] = ["serial", "deviceid", "data"];
/// The longest line taken apart, in bytes; a longer one is not understood.
const MOST_LINE: usize = 64 * 1024;

fn detect(input: &Input<'_>) -> Option<bool> {
    if !Archive::is_meant(input.bytes()) {
        return None;
    }
    let Ok(mut archive) = Archive::open(input.bytes()) else {
        // Of an archive that can't be opened nobody can tell whose it is.
        return Some(false);
    };
    if archive.names().next().is_none() {
        return Some(false);
    }
    let name = only_text(&archive)?;
    if archive.is_encrypted(&name).ok()? {
        return Some(true);
    }
    let text = archive.read(&name, None, begins).ok()?;
    begins(&text).then_some(false)
}

/// The name of the one text that is the archive's whole content.
fn only_text(archive: &Archive<'_>) -> Option<String> {
    let mut names = archive.names();
    let name = names.next().filter(|_| names.next().is_none())?;
    let end = name.get(name.len().checked_sub(4)?..)?;
    let other = super::authenticator_plus::TEXT;
    (end.eq_ignore_ascii_case(".txt") && !name.eq_ignore_ascii_case(other)).then(|| name.into_owned())
}

fn parse(input: &Input<'_>, password: Option<&SecretString>, work: &Work) -> Result<Import, ImportError> {
    let mut archive = Archive::open(input.bytes())?;
    let name = only_text(&archive).ok_or(ImportError::Damaged)?;
    let password = if archive.is_encrypted(&name)? {
        Some(needed(password)?)
    } else {
        None
    };
    let text = archive.read(&name, password, begins)?;
    let text = Input::new(&text).text().ok_or(ImportError::Damaged)?;
    let mut import = Import::default();
    for line in lines(text).filter(|line| !line.starts_with('#')) {
        work.go_on()?;
        import.take(draft(line), || Zeroizing::new(line.to_owned()))?;
        if let Some(entry) = import.entries.last_mut().filter(|entry| entry.original.is_some()) {
            entry.original = Some(Zeroizing::new(line.to_owned()));
        }
    }
    Ok(import)
}

/// The link, with what WinAuth means by it said in the way links say it.
fn draft(line: &str) -> Draft {
    let Some((label, query)) = line.split_once('?').filter(|_| line.len() <= MOST_LINE) else {
        return Draft::of_uri(line);
    };
    let (kept, noted): (Vec<_>, Vec<_>) = query.split('&').partition(|part| !NOTED.contains(&name_of(part)));
    let mut uri = vec![label, "?"];
    let encoded;
    if let Some((begin, name)) = unnamed(label, query) {
        encoded = in_query(name);
        uri = vec![begin, "/?issuer=", &encoded, "&"];
    }
    for part in kept.iter().filter(|part| name_of(part) != "icon") {
        uri.extend([part, "&"]);
    }
    if noted.iter().any(|part| name_of(part) == "deviceid") {
        uri.push("encoder=steam");
    }
    let uri = Zeroizing::new(uri.concat());
    let mut draft = Draft::of_uri(uri.trim_end_matches('&'));
    draft.extras.note = note(&noted);
    draft.extras.icon = kept.iter().find_map(|part| icon(part));
    draft
}

fn name_of(part: &str) -> &str {
    part.split_once('=').map_or(part, |(name, _)| name)
}

/// What stands before the label, and the label, where nothing in the link names the issuer.
fn unnamed<'a>(label: &'a str, query: &str) -> Option<(&'a str, &'a str)> {
    let (begin, name) = label.rsplit_once('/')?;
    let named = query.split('&').any(|part| name_of(part) == "issuer") || name.contains(':');
    let named = named || name.to_ascii_uppercase().contains("%3A");
    (!named && !name.is_empty() && begin.len() > "otpauth://".len()).then_some((begin, name))
}

/// A label's text as a parameter's: characters that mean something only there.
fn in_query(label: &str) -> String {
    label.replace('&', "%26").replace('+', "%2B")
}

fn icon(part: &str) -> Option<String> {
    let icon = part.strip_prefix("icon=")?;
    // A picture is no name, and every code without a picture of its own has WinAuth's.
    (!icon.starts_with("base64") && icon != "WinAuth").then(|| icon.to_owned())
}

fn note(parts: &[&str]) -> Option<Zeroizing<String>> {
    let values = parts.iter().filter_map(|part| part.split_once('='));
    let written: Vec<Zeroizing<String>> = values
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| {
            // Written by a form's rules, where a space is a plus.
            let value = value.replace('+', " ");
            let value = percent_decode_str(&value).decode_utf8_lossy();
            Zeroizing::new(format!("{name}: {value}"))
        })
        .collect();
    let lines: Vec<&str> = written.iter().map(|line| line.as_str()).collect();
    (!lines.is_empty()).then(|| Zeroizing::new(lines.join("\n")))
}
