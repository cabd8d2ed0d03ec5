//! The ways in which KeePass and its relatives keep a one-time code among an entry's attributes.

use zeroize::Zeroizing;

use super::xml::Entry;
use crate::formats::json::filled;
use crate::formats::password_manager::code_of;
use crate::{Draft, DraftKind, DraftSecret, Extras};

/// The attributes that every entry has.
const TITLE: &str = "Title";
const USER_NAME: &str = "UserName";
const NOTES: &str = "Notes";

/// Every attribute that has to do with codes.
pub(super) const NAMES: [&str; 15] = [
    "otp",
    "TOTP Seed",
    "TOTP Settings",
    "TimeOtp-Secret",
    "TimeOtp-Secret-Hex",
    "TimeOtp-Secret-Base32",
    "TimeOtp-Secret-Base64",
    "TimeOtp-Algorithm",
    "TimeOtp-Length",
    "TimeOtp-Period",
    "HmacOtp-Secret",
    "HmacOtp-Secret-Hex",
    "HmacOtp-Secret-Base32",
    "HmacOtp-Secret-Base64",
    "HmacOtp-Counter",
];

/// Whether an attribute is looked at here. Of an entry nothing else is kept, and least of all its password.
pub(super) fn is_wanted(name: &str) -> bool {
    NAMES.contains(&name) || [TITLE, USER_NAME, NOTES].contains(&name)
}

/// The entry's codes: one a way, as one entry may have both a time-based and a counter-based code.
pub(super) fn drafts(entry: &Entry, path: &[String]) -> Vec<Draft> {
    let ways = [otp(entry), seed(entry), time_otp(entry), hmac_otp(entry)];
    let mut drafts: Vec<Draft> = ways.into_iter().flatten().collect();
    for draft in &mut drafts {
        name(draft, entry);
        draft.extras = Extras {
            tags: path.iter().cloned().chain(entry.tags.iter().cloned()).collect(),
            note: filled(entry.get(NOTES).map(|note| Zeroizing::new(note.to_owned()))),
            ..Extras::default()
        };
    }
    drafts
}

/// The entry's title and user name, where the code brings no names of its own.
fn name(draft: &mut Draft, entry: &Entry) {
    let named = draft
        .uri
        .as_ref()
        .map(|uri| code_of(uri, entry.get(TITLE), entry.get(USER_NAME)));
    if let Some(named) = named {
        (draft.issuer, draft.account) = (named.issuer, named.account);
    } else {
        draft.issuer = entry.get(TITLE).map(str::to_owned);
        draft.account = entry.get(USER_NAME).unwrap_or_default().to_owned();
    }
}

/// `otp`: a link (KeePassXC), or `key=…&size=…&step=…&otpHashMode=…` (KeeOtp).
fn otp(entry: &Entry) -> Option<Draft> {
    let text = entry.get("otp").map(str::trim).filter(|text| !text.is_empty())?;
    if !text.starts_with("key=") && !text.contains("&key=") {
        return Some(code_of(text, None, None));
    }
    let mut draft = Draft::new(DraftKind::Totp, DraftSecret::Missing);
    for (name, value) in text.split('&').filter_map(|part| part.split_once('=')) {
        let value = percent_encoding::percent_decode_str(value)
            .decode_utf8_lossy()
            .into_owned();
        match name {
            "key" => draft.secret = DraftSecret::Base32(Zeroizing::new(value)),
            "size" => draft.digits = Some(value),
            "step" => draft.period = Some(value),
            "otpHashMode" => draft.algorithm = Some(value),
            "counter" => draft.counter = Some(value),
            "type" if value.eq_ignore_ascii_case("hotp") => draft.kind = DraftKind::Hotp,
            "type" if value.eq_ignore_ascii_case("steam") => draft.kind = DraftKind::Steam,
            "type" if !value.eq_ignore_ascii_case("totp") => draft.kind = DraftKind::Unknown(value),
            // What isn't known may change the code.
            "encoding" if !value.eq_ignore_ascii_case("base32") => draft.kind = DraftKind::Unknown(value),
            _ => {}
        }
    }
    Some(draft)
}

/// `TOTP Seed` with `TOTP Settings` such as `30;6` or `30;S` (KeeTrayTOTP, older KeePassXC).
fn seed(entry: &Entry) -> Option<Draft> {
    let key = text(entry, "TOTP Seed")?;
    let mut draft = Draft::new(DraftKind::Totp, DraftSecret::Base32(key));
    if let Some(settings) = entry
        .get("TOTP Settings")
        .filter(|settings| !settings.trim().is_empty())
    {
        // A third part is the address of a clock.
        let mut parts = settings.trim().split(';');
        draft.period = parts.next().map(str::to_owned);
        match parts.next() {
            Some("S") => draft.kind = DraftKind::Steam,
            other => draft.digits = other.map(str::to_owned),
        }
    }
    Some(draft)
}

/// `TimeOtp-…` (KeePass 2.47 and later).
fn time_otp(entry: &Entry) -> Option<Draft> {
    let mut draft = Draft::new(DraftKind::Totp, secret(entry, "TimeOtp-Secret")?);
    let given = |name: &str| {
        entry
            .get(name)
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    };
    draft.algorithm = given("TimeOtp-Algorithm");
    draft.digits = given("TimeOtp-Length");
    draft.period = given("TimeOtp-Period");
    Some(draft)
}

/// `HmacOtp-…` (KeePass 2).
fn hmac_otp(entry: &Entry) -> Option<Draft> {
    let mut draft = Draft::new(DraftKind::Hotp, secret(entry, "HmacOtp-Secret")?);
    draft.counter = Some(entry.get("HmacOtp-Counter").unwrap_or("0").trim().to_owned());
    Some(draft)
}

/// A key in one of the four ways that KeePass writes it.
fn secret(entry: &Entry, name: &str) -> Option<DraftSecret> {
    if let Some(key) = text(entry, &format!("{name}-Base32")) {
        return Some(DraftSecret::Base32(key));
    }
    if let Some(key) = text(entry, &format!("{name}-Hex")) {
        return Some(DraftSecret::Hex(key));
    }
    if let Some(key) = text(entry, &format!("{name}-Base64")) {
        let bytes = data_encoding::BASE64.decode(key.as_bytes());
        return Some(bytes.map_or(DraftSecret::Missing, |bytes| DraftSecret::Bytes(Zeroizing::new(bytes))));
    }
    let key = text(entry, name)?;
    Some(DraftSecret::Bytes(Zeroizing::new(key.as_bytes().to_vec())))
}

fn text(entry: &Entry, name: &str) -> Option<Zeroizing<String>> {
    filled(entry.get(name).map(|text| Zeroizing::new(text.to_owned())))
}
