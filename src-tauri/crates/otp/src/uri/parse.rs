//! Text to [`OtpauthUri`]. By hand, not by a general URL reader: labels carry a plain `#` in the wild, which a URL reader
//! would take for a fragment and with it drop the key.

use zeroize::Zeroizing;

use super::{
    MOST_BYTES, OtpauthUri, UriError,
    kind::{Type, kind},
    label::{self, Label, decoded},
    query::Query,
};
use crate::{Kind, Otp, OtpError, Pin, Secret, SecretError};

impl OtpauthUri {
    /// Reads `otpauth://totp|hotp|steam|yaotp|motp/label?parameters`, also with `encoder=steam`, `steam://KEY`, or
    /// `motp://label?parameters`, whose key is hexadecimal. Spaces around the text are passed over; type, parameter names
    /// and algorithm in any case.
    ///
    /// # Errors
    /// [`UriError`], whenever anything that decides the code is missing, doubled, out of range or not understood.
    pub fn parse(text: &str) -> Result<Self, UriError> {
        let text = text.trim();
        if text.len() > MOST_BYTES {
            return Err(UriError::TooLong { limit: MOST_BYTES });
        }
        if let Some(rest) = motp_scheme(text) {
            return Self::of_parts(Type::Motp, rest, Secret::parse_hex);
        }
        let (scheme, rest) = text.split_once("://").ok_or(UriError::NotOtpauth)?;
        match scheme.to_ascii_lowercase().as_str() {
            "otpauth" => Self::parse_otpauth(rest),
            "steam" => Self::new(Otp::new(Kind::Steam, Secret::parse_base32(rest)?), None, ""),
            "otpauth-migration" => Err(UriError::MigrationExport),
            _ => Err(UriError::NotOtpauth),
        }
    }

    fn parse_otpauth(rest: &str) -> Result<Self, UriError> {
        // A URI may end with its type, or go on with parameters alone.
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (named, rest) = rest.split_at(end);
        Self::of_parts(
            Type::parse(named)?,
            rest.strip_prefix('/').unwrap_or(rest),
            Secret::parse_base32,
        )
    }

    /// The rest of a URI: its label and parameters, and how its key is written.
    fn of_parts(
        named: Type,
        rest: &str,
        written: impl Fn(&str) -> Result<Secret, SecretError>,
    ) -> Result<Self, UriError> {
        let (label, query) = rest.split_once('?').unwrap_or((rest, ""));
        let mut query = Query::parse(query)?;
        let kind = kind(named, &mut query)?;
        let secret = secret(&query, written)?;
        let otp = otp(kind, secret, query.pin)?;
        let Label { prefix, account } = Label::parse(label)?;
        let issuer = query
            .issuer
            .map(|text| label::issuer(text, prefix.as_deref()))
            .transpose()?
            .flatten();
        let (issuer, label_issuer) = match (issuer, prefix) {
            (Some(issuer), prefix) => (Some(issuer.clone()), prefix.filter(|prefix| *prefix != issuer)),
            (None, prefix) => (prefix, None),
        };
        Ok(Self {
            otp,
            issuer,
            account,
            label_issuer,
            ignored: query.ignored,
        })
    }
}

/// What follows `motp:` and its slashes: some write two, some three, some none.
fn motp_scheme(text: &str) -> Option<&str> {
    let scheme = text.get(..5).filter(|scheme| scheme.eq_ignore_ascii_case("motp:"))?;
    Some(text[scheme.len()..].trim_start_matches('/'))
}

fn secret(query: &Query<'_>, written: impl Fn(&str) -> Result<Secret, SecretError>) -> Result<Secret, UriError> {
    let text: Zeroizing<String> = decoded("secret", query.secret.ok_or(UriError::MissingSecret)?)?;
    Ok(written(&text)?)
}

fn otp(kind: Kind, secret: Secret, pin: Option<&str>) -> Result<Otp, UriError> {
    match (kind, pin) {
        (Kind::Motp, Some(text)) => Ok(Otp::motp(secret, Pin::new(&decoded("pin", text)?)?)),
        (Kind::Yandex, Some(text)) => Ok(Otp::yandex(&secret, yandex_pin(&decoded("pin", text)?)?)?),
        (Kind::Motp | Kind::Yandex, None) => Err(OtpError::PinMissing.into()),
        (_, Some(_)) => Err(UriError::Unsupported {
            parameter: "pin".to_owned(),
        }),
        (_, None) => Ok(Otp::new(kind, secret)),
    }
}

/// Yandex's PINs are digits. Aegis writes them in base32, which for a digit always begins with a letter; others write them
/// plain, so neither can be taken for the other.
fn yandex_pin(text: &str) -> Result<Pin, UriError> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(Pin::new(text)?);
    }
    let bytes = Secret::parse_base32(text).map_err(|_| OtpError::BadPin)?;
    // The PIN's digits, exposed to be read as text.
    let digits = std::str::from_utf8(bytes.expose()).map_err(|_| OtpError::BadPin)?;
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(Pin::new(digits)?)
    } else {
        Err(OtpError::BadPin.into())
    }
}
