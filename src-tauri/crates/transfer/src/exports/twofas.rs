//! 2FAS' backup, schema 4, not encrypted. It has TOTP, HOTP and Steam codes.

use std::collections::BTreeMap;

use otp::Kind;
use serde::Serialize;
use zeroize::Zeroizing;

use super::{Export, LeftOut, Outgoing, Random, identity};
use crate::error::ImportError;

/// The periods that both of its systems have, in seconds.
const PERIODS: [u32; 4] = [10, 30, 60, 90];
/// The lengths that both have.
const DIGITS: std::ops::RangeInclusive<u8> = 5..=8;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct File<'a> {
    services: Vec<Service<'a>>,
    groups: Vec<Group<'a>>,
    updated_at: u64,
    schema_version: u64,
    app_version_code: u64,
    app_version_name: &'static str,
    app_origin: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Group<'a> {
    id: String,
    name: &'a str,
    is_expanded: bool,
    updated_at: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Service<'a> {
    name: &'a str,
    secret: Zeroizing<String>,
    updated_at: u64,
    otp: Otp<'a>,
    order: Order,
    #[serde(skip_serializing_if = "Option::is_none")]
    group_id: Option<String>,
}

#[derive(Serialize)]
struct Order {
    position: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Otp<'a> {
    label: &'a str,
    account: &'a str,
    issuer: &'a str,
    digits: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<u32>,
    algorithm: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    counter: Option<u64>,
    token_type: &'static str,
    source: &'static str,
}

/// A backup file; an entry's first tag becomes its group, for it can have only one.
///
/// # Errors
/// None that is met: the file is made of texts and numbers.
pub fn twofas(entries: &[Outgoing], random: Random<'_>) -> Result<Export, ImportError> {
    let mut groups: BTreeMap<&str, String> = BTreeMap::new();
    for tag in entries.iter().filter_map(|entry| entry.extras.tags.first()) {
        groups.entry(tag).or_insert_with(|| identity(random));
    }
    let mut left_out = Vec::new();
    let mut services = Vec::new();
    for (place, entry) in entries.iter().enumerate() {
        match kind(entry.otpauth.otp.kind).and_then(|kind| within(entry.otpauth.otp.kind).map(|()| kind)) {
            Ok(kind) => services.push(service(entry, kind, services.len(), &groups)),
            Err(why) => left_out.push((place, why)),
        }
    }
    let file = File {
        services,
        groups: groups
            .iter()
            .map(|(name, id)| Group {
                id: id.clone(),
                name,
                is_expanded: true,
                updated_at: 0,
            })
            .collect(),
        updated_at: 0,
        schema_version: 4,
        app_version_code: 0,
        app_version_name: "Gatehouse",
        app_origin: "android",
    };
    let written = serde_json::to_vec_pretty(&file).map_err(|_| ImportError::Damaged)?;
    Ok(Export {
        written: Zeroizing::new(written),
        left_out,
    })
}

/// The kind's name, where 2FAS has it.
fn kind(kind: Kind) -> Result<&'static str, LeftOut> {
    match kind {
        Kind::Totp { .. } => Ok("TOTP"),
        Kind::Hotp { .. } => Ok("HOTP"),
        Kind::Steam => Ok("STEAM"),
        Kind::Motp | Kind::Yandex => Err(LeftOut::Kind),
    }
}

/// Whether 2FAS makes the same codes of these settings on both of its systems.
fn within(kind: Kind) -> Result<(), LeftOut> {
    if let Kind::Hotp { counter, .. } = kind
        && i32::try_from(counter).is_err()
    {
        return Err(LeftOut::Counter);
    }
    if kind.period().is_some_and(|period| !PERIODS.contains(&period.get())) {
        return Err(LeftOut::Period);
    }
    if !DIGITS.contains(&kind.length()) {
        return Err(LeftOut::Digits);
    }
    Ok(())
}

fn service<'a>(
    outgoing: &'a Outgoing,
    token_type: &'static str,
    position: usize,
    groups: &BTreeMap<&str, String>,
) -> Service<'a> {
    let otpauth = &outgoing.otpauth;
    let kind = otpauth.otp.kind;
    let issuer = otpauth.issuer.as_deref().unwrap_or_default();
    let tag = outgoing.extras.tags.first();
    Service {
        name: issuer,
        secret: otpauth.otp.secret.to_base32(),
        updated_at: 0,
        otp: Otp {
            label: &otpauth.account,
            account: &otpauth.account,
            issuer,
            digits: kind.length(),
            period: kind.period().map(otp::Period::get),
            algorithm: kind.algorithm().map_or("SHA1", otp::Algorithm::name),
            counter: match kind {
                Kind::Hotp { counter, .. } => Some(counter),
                _ => None,
            },
            token_type,
            source: "Manual",
        },
        order: Order { position },
        group_id: tag.and_then(|tag| groups.get(tag.as_str()).cloned()),
    }
}
