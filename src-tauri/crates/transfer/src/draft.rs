//! A record of the source on its way to becoming a code: its values as the source wrote them, not yet believed. One strict
//! reading for every format, and what a person can put right by hand where it fails.

use otp::{Algorithm, Digits, Kind, Otp, OtpError, OtpauthUri, Period, Pin, Secret, UriError};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use zeroize::Zeroizing;

use crate::Reason;

/// Which kind of code a record asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DraftKind {
    /// By time.
    Totp,
    /// By a counter.
    Hotp,
    /// Steam's.
    Steam,
    /// Mobile-OTP's.
    Motp,
    /// Yandex.Key's.
    Yandex,
    /// A name no kind here has.
    Unknown(String),
}

/// A key as the source writes it. No `Debug`: it is the key.
#[derive(Clone)]
pub enum DraftSecret {
    /// Base32 text.
    Base32(Zeroizing<String>),
    /// Hexadecimal text.
    Hex(Zeroizing<String>),
    /// The bytes themselves.
    Bytes(Zeroizing<Vec<u8>>),
    /// There is none.
    Missing,
}

/// What a source keeps beside the key. No `Debug`: notes may hold secrets.
#[derive(Clone, Default)]
pub struct Extras {
    /// Groups, folders, categories and tags, as tags.
    pub tags: Vec<String>,
    /// The note.
    pub note: Option<Zeroizing<String>>,
    /// Pinned, a favourite.
    pub pinned: bool,
    /// In the source's trash.
    pub trashed: bool,
    /// The name of the icon, such as `github`; never an address, never a picture.
    pub icon: Option<String>,
}

/// A record's values as the source wrote them. Numbers are text here: what isn't one is named, not dropped. No `Debug`: it
/// holds the key.
#[derive(Clone)]
pub struct Draft {
    /// The whole URI, where the record is one; then the fields below it are left as they are.
    pub uri: Option<Zeroizing<String>>,
    /// The URI as it once came, for sources that keep it beside a newer one.
    pub original: Option<Zeroizing<String>>,
    /// Which kind of code.
    pub kind: DraftKind,
    /// The key.
    pub secret: DraftSecret,
    /// Who asks for the code.
    pub issuer: Option<String>,
    /// Whose account it is.
    pub account: String,
    /// The hash's name; `None` means the format's own default, SHA-1.
    pub algorithm: Option<String>,
    /// How many digits; `None` means six.
    pub digits: Option<String>,
    /// Seconds a code lasts; `None` means 30.
    pub period: Option<String>,
    /// The counter of the code to show next.
    pub counter: Option<String>,
    /// The PIN, for kinds that need one.
    pub pin: Option<Zeroizing<String>>,
    /// What the source keeps beside the key.
    pub extras: Extras,
    /// Gatehouse's own record word for word, where the source is a vault of ours: it says more than any other app's.
    pub own: Option<Zeroizing<String>>,
}

impl Draft {
    /// A record with a key in base32 and everything else at its default.
    #[must_use]
    pub fn new(kind: DraftKind, secret: DraftSecret) -> Self {
        Self {
            uri: None,
            original: None,
            kind,
            secret,
            issuer: None,
            account: String::new(),
            algorithm: None,
            digits: None,
            period: None,
            counter: None,
            pin: None,
            extras: Extras::default(),
            own: None,
        }
    }

    /// A record that is a URI.
    #[must_use]
    pub fn of_uri(uri: &str) -> Self {
        let mut draft = Self::new(DraftKind::Totp, DraftSecret::Missing);
        draft.uri = Some(Zeroizing::new(uri.to_owned()));
        draft
    }

    /// What a person knows the record by: `issuer: account`, whichever there is; empty where there is neither. Never the
    /// key.
    #[must_use]
    pub fn name(&self) -> String {
        match self.issuer.as_deref().map(str::trim).filter(|name| !name.is_empty()) {
            Some(issuer) if self.account.trim().is_empty() => issuer.to_owned(),
            Some(issuer) => format!("{issuer}: {}", self.account.trim()),
            None => self.account.trim().to_owned(),
        }
    }

    /// The code the record asks for, every value within its range.
    ///
    /// Names given beside a URI, such as a label the person edited in the other app, take the place of the URI's own.
    ///
    /// # Errors
    /// [`Reason`], whenever anything that decides the code is missing, out of range or not understood.
    pub fn finish(&self) -> Result<OtpauthUri, Reason> {
        if let Some(uri) = &self.uri {
            let read = match &self.pin {
                Some(pin) => OtpauthUri::parse(&with_pin(uri, pin))?,
                None => OtpauthUri::parse(uri)?,
            };
            return self.renamed(read);
        }
        let otp = self.otp()?;
        Ok(OtpauthUri::new(otp, self.issuer.as_deref(), &self.account)?)
    }

    fn renamed(&self, mut read: OtpauthUri) -> Result<OtpauthUri, Reason> {
        if self.issuer.is_none() && self.account.is_empty() {
            return Ok(read);
        }
        let issuer = self.issuer.as_deref().or(read.issuer.as_deref());
        let account = if self.account.is_empty() {
            &read.account
        } else {
            &self.account
        };
        let named = OtpauthUri::new(read.otp.clone(), issuer, account)?;
        read.issuer = named.issuer;
        read.account = named.account;
        read.label_issuer = None;
        Ok(read)
    }

    fn otp(&self) -> Result<Otp, Reason> {
        let secret = self.secret()?;
        let kind = match &self.kind {
            DraftKind::Totp => Kind::Totp {
                algorithm: self.algorithm()?,
                digits: self.digits()?,
                period: self.period()?,
            },
            DraftKind::Hotp => Kind::Hotp {
                algorithm: self.algorithm()?,
                digits: self.digits()?,
                counter: self.counter()?,
            },
            DraftKind::Steam => {
                self.agrees(Kind::Steam)?;
                Kind::Steam
            }
            DraftKind::Motp => {
                self.agrees(Kind::Motp)?;
                return Ok(Otp::motp(secret, self.pin()?));
            }
            DraftKind::Yandex => {
                self.agrees(Kind::Yandex)?;
                return Ok(Otp::yandex(&secret, self.pin()?)?);
            }
            DraftKind::Unknown(name) => {
                let value = name.chars().take(16).collect();
                return Err(UriError::UnknownType { value }.into());
            }
        };
        Ok(Otp::new(kind, secret))
    }

    fn secret(&self) -> Result<Secret, Reason> {
        Ok(match &self.secret {
            DraftSecret::Base32(text) => Secret::parse_base32(text)?,
            DraftSecret::Hex(text) => Secret::parse_hex(text)?,
            DraftSecret::Bytes(bytes) => Secret::from_bytes(bytes.to_vec())?,
            DraftSecret::Missing => return Err(UriError::MissingSecret.into()),
        })
    }

    fn pin(&self) -> Result<Pin, Reason> {
        let text = self.pin.as_ref().ok_or(OtpError::PinMissing)?;
        Ok(Pin::new(text)?)
    }

    fn algorithm(&self) -> Result<Algorithm, Reason> {
        match &self.algorithm {
            Some(name) => Ok(Algorithm::parse(name)?),
            None => Ok(Algorithm::Sha1),
        }
    }

    fn digits(&self) -> Result<Digits, Reason> {
        match &self.digits {
            Some(text) => Ok(Digits::new(number("digits", text)?)?),
            None => Ok(Digits::SIX),
        }
    }

    fn period(&self) -> Result<Period, Reason> {
        match &self.period {
            Some(text) => Ok(Period::new(number("period", text)?)?),
            None => Ok(Period::THIRTY),
        }
    }

    fn counter(&self) -> Result<u64, Reason> {
        number("counter", self.counter.as_ref().ok_or(UriError::MissingCounter)?)
    }

    /// Kinds with settings of their own: a source may repeat those, but not contradict them.
    fn agrees(&self, kind: Kind) -> Result<(), Reason> {
        if let (Some(text), Some(hash)) = (&self.algorithm, kind.algorithm())
            && Algorithm::parse(text)? != hash
        {
            return Err(fixed(kind, "algorithm", text));
        }
        if let Some(text) = &self.digits
            && number("digits", text)? != u64::from(kind.length())
        {
            return Err(fixed(kind, "digits", text));
        }
        if let (Some(text), Some(period)) = (&self.period, kind.period())
            && number("period", text)? != u64::from(period.get())
        {
            return Err(fixed(kind, "period", text));
        }
        Ok(())
    }
}

/// A link with this PIN, in the place of one that it has.
fn with_pin(uri: &str, pin: &str) -> Zeroizing<String> {
    let encoded = Zeroizing::new(utf8_percent_encode(pin, NON_ALPHANUMERIC).to_string());
    let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
    let is_pin = |part: &&str| {
        let name = part.split('=').next().unwrap_or_default();
        name.eq_ignore_ascii_case("pin")
    };
    let mut with = Zeroizing::new(String::with_capacity(uri.len() + encoded.len() + "?&pin=".len()));
    with.push_str(path);
    with.push('?');
    for part in query.split('&').filter(|part| !is_pin(part)) {
        with.push_str(part);
        with.push('&');
    }
    with.push_str("pin=");
    with.push_str(&encoded);
    with
}

fn fixed(kind: Kind, parameter: &'static str, value: &str) -> Reason {
    UriError::FixedSetting {
        kind: kind.name(),
        parameter,
        value: value.chars().take(16).collect(),
    }
    .into()
}

/// A whole number in the digits 0 to 9.
fn number(parameter: &'static str, text: &str) -> Result<u64, Reason> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match text.parse() {
        Ok(number) if digits => Ok(number),
        Err(_) if digits && parameter == "counter" => Err(UriError::CounterOutOfRange.into()),
        _ => Err(UriError::NotANumber {
            parameter,
            value: text.chars().take(16).collect(),
        }
        .into()),
    }
}
