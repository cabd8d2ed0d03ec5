//! Which kind of code a URI asks for: its type and parameters, each within its range or refused.

use super::{
    UriError,
    label::decoded,
    query::{Query, number},
};
use crate::{Algorithm, Digits, Kind, Period, error::quoted, motp};

/// The types a URI can name.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Type {
    Totp,
    Hotp,
    Steam,
    Motp,
    Yandex,
}

impl Type {
    /// Reads what stands between `//` and the label, in any case.
    pub(super) fn parse(text: &str) -> Result<Self, UriError> {
        if text.contains('@') {
            return Err(UriError::UserInfo);
        }
        if text.contains(':') {
            return Err(UriError::Port);
        }
        match text.to_ascii_lowercase().as_str() {
            "totp" => Ok(Self::Totp),
            "hotp" => Ok(Self::Hotp),
            "steam" => Ok(Self::Steam),
            "motp" => Ok(Self::Motp),
            "yaotp" => Ok(Self::Yandex),
            // No known type is longer; a longer one may be a key in the wrong place.
            _ => Err(UriError::UnknownType {
                value: quoted(text).chars().take(8).collect(),
            }),
        }
    }
}

/// The kind of a type with these parameters.
pub(super) fn kind(named: Type, query: &mut Query<'_>) -> Result<Kind, UriError> {
    match encoded_type(named, query.encoder)? {
        Type::Totp => totp(query),
        Type::Hotp => hotp(query),
        Type::Steam => fixed(Kind::Steam, query),
        Type::Motp => fixed(Kind::Motp, query),
        Type::Yandex => fixed(Kind::Yandex, query),
    }
}

/// KeePassXC writes Steam's keys as `totp` with `encoder=steam`.
fn encoded_type(named: Type, encoder: Option<&str>) -> Result<Type, UriError> {
    let Some(encoder) = encoder else { return Ok(named) };
    let encoder = decoded("encoder", encoder)?;
    if matches!(named, Type::Totp | Type::Steam) && encoder.eq_ignore_ascii_case("steam") {
        return Ok(Type::Steam);
    }
    Err(UriError::UnknownEncoder {
        value: quoted(&encoder),
    })
}

fn totp(query: &mut Query<'_>) -> Result<Kind, UriError> {
    query.ignore("counter", query.counter);
    Ok(Kind::Totp {
        algorithm: algorithm(query)?.unwrap_or(Algorithm::Sha1),
        digits: digits(query)?.unwrap_or(Digits::SIX),
        period: period(query)?.unwrap_or(Period::THIRTY),
    })
}

fn hotp(query: &mut Query<'_>) -> Result<Kind, UriError> {
    query.ignore("period", query.period);
    let counter = query.counter.ok_or(UriError::MissingCounter)?;
    Ok(Kind::Hotp {
        algorithm: algorithm(query)?.unwrap_or(Algorithm::Sha1),
        digits: digits(query)?.unwrap_or(Digits::SIX),
        counter: number("counter", counter)?.ok_or(UriError::CounterOutOfRange)?,
    })
}

/// A kind whose settings are fixed; a URI may repeat them, but not contradict them.
fn fixed(kind: Kind, query: &mut Query<'_>) -> Result<Kind, UriError> {
    query.ignore("counter", query.counter);
    let (parameter, value) = if !repeats_algorithm(kind, query)? {
        ("algorithm", query.algorithm)
    } else if digits(query)?.is_some_and(|digits| digits.get() != kind.length()) {
        ("digits", query.digits)
    } else if period(query)?.is_some_and(|period| Some(period) != kind.period()) {
        ("period", query.period)
    } else {
        return Ok(kind);
    };
    let value = quoted(value.unwrap_or_default());
    Err(match kind {
        Kind::Steam => UriError::NotSteam { parameter, value },
        _ => UriError::FixedSetting {
            kind: kind.name(),
            parameter,
            value,
        },
    })
}

/// Whether a URI names no hash, or the kind's own.
fn repeats_algorithm(kind: Kind, query: &Query<'_>) -> Result<bool, UriError> {
    let Some(text) = query.algorithm else { return Ok(true) };
    let text = decoded("algorithm", text)?;
    Ok(match kind.algorithm() {
        Some(own) => Algorithm::parse(&text)? == own,
        None => text.eq_ignore_ascii_case(motp::HASH),
    })
}

fn algorithm(query: &Query<'_>) -> Result<Option<Algorithm>, UriError> {
    let Some(text) = query.algorithm else { return Ok(None) };
    Ok(Some(Algorithm::parse(&decoded("algorithm", text)?)?))
}

fn digits(query: &Query<'_>) -> Result<Option<Digits>, UriError> {
    let Some(text) = query.digits else { return Ok(None) };
    Ok(Some(Digits::new(number("digits", text)?.unwrap_or(u64::MAX))?))
}

fn period(query: &Query<'_>) -> Result<Option<Period>, UriError> {
    let Some(text) = query.period else { return Ok(None) };
    Ok(Some(Period::new(number("period", text)?.unwrap_or(u64::MAX))?))
}
