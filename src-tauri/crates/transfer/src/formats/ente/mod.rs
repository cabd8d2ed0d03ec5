//! Ente Auth: links with what Ente keeps beside them in a parameter of its own, plain or under a password.

mod sealed;

use percent_encoding::percent_decode_str;
use secrecy::SecretString;
use serde::Deserialize;
use zeroize::Zeroizing;

use super::json::{few, filled};
use crate::error::ImportError;
use crate::input::Input;
use crate::registry::Format;
use crate::{Draft, Extras, Import, Work};

pub(crate) const FORMAT: Format = Format {
    id: "ente",
    app: "Ente Auth",
    detect,
    parse,
};

/// Ente's own parameter of a link.
const DISPLAY: &str = "codeDisplay=";
/// The longest link taken apart, in bytes, Ente's parameter with a note in it included; a longer one is not understood.
const MOST_LINK: usize = 1024 * 1024;

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Display {
    pinned: bool,
    trashed: bool,
    #[serde(deserialize_with = "few")]
    tags: Vec<String>,
    note: Option<Zeroizing<String>>,
    icon_src: Option<String>,
    #[serde(rename = "iconID")]
    icon_id: Option<String>,
}

fn detect(input: &Input<'_>) -> Option<bool> {
    if input.is_object_with(&["version", "kdfParams", "encryptedData", "encryptionNonce"]) {
        return Some(true);
    }
    is_list(input.text()?).then_some(false)
}

/// Whether it is a list of links with Ente's parameter.
pub(super) fn is_list(text: &str) -> bool {
    let ente = |line: &str| line.starts_with("otpauth://") && line.contains(DISPLAY);
    lines(text).any(ente)
}

fn parse(input: &Input<'_>, password: Option<&SecretString>, work: &Work) -> Result<Import, ImportError> {
    let text = input.text().ok_or(ImportError::Damaged)?;
    if input.json().is_none() {
        return links(text, work);
    }
    let opened = sealed::opened(text, password, work)?;
    links(std::str::from_utf8(&opened).map_err(|_| ImportError::Damaged)?, work)
}

fn links(text: &str, work: &Work) -> Result<Import, ImportError> {
    let mut import = Import::default();
    for line in lines(text).filter(|line| !line.is_empty()) {
        work.go_on()?;
        let mut draft = Draft::of_uri(&tidied(line));
        draft.original = Some(Zeroizing::new(line.to_owned()));
        draft.extras = extras(line).unwrap_or_default();
        import.take(draft, || Zeroizing::new(line.to_owned()))?;
    }
    Ok(import)
}

/// The lines; automatic backups write each as a text in JSON.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(|line| line.trim().trim_matches('"'))
}

/// The link without Ente's own parameter, which may be longer than any link, and without what a form's rules make of others:
/// an empty issuer has no sign of equality, and a space in a key is a plus.
fn tidied(link: &str) -> Zeroizing<String> {
    let Some((label, query)) = link.split_once('?').filter(|_| link.len() <= MOST_LINK) else {
        return Zeroizing::new(link.to_owned());
    };
    let kept: Vec<Zeroizing<String>> = query
        .split('&')
        .filter(|part| !part.starts_with(DISPLAY) && *part != "issuer")
        .map(|part| match part.starts_with("secret=") {
            true => Zeroizing::new(part.replace('+', "")),
            false => Zeroizing::new(part.to_owned()),
        })
        .collect();
    let parts: Vec<&str> = kept.iter().map(|part| part.as_str()).collect();
    Zeroizing::new(format!("{label}?{}", parts.join("&")))
}

fn extras(link: &str) -> Option<Extras> {
    let (_, rest) = link.split_once(DISPLAY)?;
    // Written by a form's rules, where a space is a plus.
    let encoded = Zeroizing::new(rest.split('&').next()?.replace('+', " "));
    let json = Zeroizing::new(percent_decode_str(&encoded).decode_utf8().ok()?.into_owned());
    let display: Display = serde_json::from_str(&json).ok()?;
    // Only Ente's own and the common icons have names; others are pictures.
    let named = display
        .icon_src
        .is_some_and(|source| source == "simpleIcon" || source == "ente");
    Some(Extras {
        tags: display.tags,
        note: filled(display.note),
        pinned: display.pinned,
        trashed: display.trashed,
        icon: display.icon_id.filter(|name| named && !name.is_empty()),
    })
}
