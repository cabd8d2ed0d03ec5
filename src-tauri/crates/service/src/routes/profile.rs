//! `/account/v1/profile`: who the person is, in the fields the preset has.
//!
//! A change names the version it was made from (`If-Match`), so that two windows can't undo each other's.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::response::Response;
use protocol::extension::PROFILE_PATH;
use protocol::extension::discovery::{FieldKind, ProfileField};
use protocol::extension::phones::PhoneChannel;
use protocol::extension::problem::codes;
use protocol::extension::profile::{Profile, ProfileChanges};
use serde_json::Value;

use super::{extension, turn};
use crate::answer::{Halt, Outcome};
use crate::call::Call;
use crate::operation::Operation;
use crate::store::accounts::Account;
use crate::store::{phones, profiles};
use crate::turn::Turn;

pub(crate) fn operations() -> Vec<Operation> {
    let faults = [
        codes::REQUIRED,
        codes::TOO_LONG,
        codes::NOT_A_CHOICE,
        codes::UNKNOWN_TIME_ZONE,
        codes::READ_ONLY,
        codes::UNKNOWN_FIELD,
        codes::NOT_TEXT,
    ];
    vec![
        Operation::get(
            PROFILE_PATH,
            "A value for each field that the discovery document names",
            get,
        )
        .signed_in()
        .answers::<Profile>()
        .tagged(),
        Operation::patch(PROFILE_PATH, "Change some fields", patch)
            .details("A merge patch (RFC 7396): fields that are left out stay. Answers the whole profile.")
            .signed_in()
            .changes_a_version()
            .takes::<ProfileChanges>(&faults)
            .answers::<Profile>()
            .tagged(),
    ]
}

async fn get(call: Call) -> Response {
    turn!(call, look)
}

async fn patch(call: Call) -> Response {
    turn!(call, change)
}

/// The profile with a value for every field the preset has.
async fn complete(turn: &mut Turn, account: &Account, mut stored: BTreeMap<String, String>) -> Result<Profile, Halt> {
    let service = Arc::clone(&turn.service);
    let mut fields = BTreeMap::new();
    for field in &service.preset.profile {
        let value = match &field.kind {
            FieldKind::Email => account.email.clone(),
            FieldKind::Phone { channel } => match PhoneChannel::of_name(channel) {
                Some(channel) => phones::on(turn.db(), account.id, channel).await?.map(|row| row.number),
                None => None,
            }
            .unwrap_or_default(),
            _ => stored.remove(&field.name).unwrap_or_default(),
        };
        fields.insert(field.name.clone(), value);
    }
    Ok(Profile { fields })
}

async fn look(turn: &mut Turn) -> Outcome {
    let account = extension::signed_in(turn)?;
    let stored = profiles::of(turn.db(), account.id).await?;
    Ok(extension::versioned(
        &complete(turn, &account, stored.fields).await?,
        stored.version,
    ))
}

async fn change(turn: &mut Turn) -> Outcome {
    let account = extension::signed_in(turn)?;
    let stored = profiles::of(turn.db(), account.id).await?;
    extension::require_version(turn, stored.version)?;
    let changes = extension::object(turn)?;
    let mut fields = stored.fields;
    let mut faults = Vec::new();
    for (name, value) in changes {
        match accept(&turn.service.preset.profile, &name, &value) {
            Ok(value) => drop(fields.insert(name, value)),
            Err(code) => faults.push(extension::fault(&name, code)),
        }
    }
    if !faults.is_empty() {
        return Err(extension::refuse_fields(faults));
    }
    let version = profiles::save(turn.db(), account.id, &fields).await?;
    Ok(extension::versioned(&complete(turn, &account, fields).await?, version))
}

/// The value to keep for a field, or the code of what is wrong with it.
fn accept(form: &[ProfileField], name: &str, value: &Value) -> Result<String, &'static str> {
    let field = form
        .iter()
        .find(|field| field.name == name)
        .ok_or(codes::UNKNOWN_FIELD)?;
    if !field.edit {
        return Err(codes::READ_ONLY);
    }
    let text = extension::text(Some(value))?;
    if text.is_empty() {
        return if field.required {
            Err(codes::REQUIRED)
        } else {
            Ok(String::new())
        };
    }
    match &field.kind {
        FieldKind::Text { max_length } => Ok(extension::line(text, *max_length as usize)?.to_owned()),
        FieldKind::Choice { choices } if !choices.iter().any(|choice| choice == text) => Err(codes::NOT_A_CHOICE),
        FieldKind::TimeZone => zone(text).ok_or(codes::UNKNOWN_TIME_ZONE),
        FieldKind::Email | FieldKind::Phone { .. } | FieldKind::Other => Err(codes::READ_ONLY),
        FieldKind::Choice { .. } => Ok(text.to_owned()),
    }
}

/// The IANA name of a time zone, in its own spelling.
fn zone(name: &str) -> Option<String> {
    Some(jiff::tz::TimeZone::get(name).ok()?.iana_name()?.to_owned())
}
