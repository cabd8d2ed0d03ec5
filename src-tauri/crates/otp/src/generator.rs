//! What makes a code: the kind with its settings, the key, and the arithmetic of time. Time is passed in.

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::{Algorithm, Code, Digits, OtpError, Period, Pin, Secret, hotp, motp, yandex};

/// How codes are made. Matches on it are exhaustive on purpose: a kind added later must be thought about everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// By time (RFC 6238), counted from 1970 in periods.
    Totp {
        /// The hash under HMAC.
        algorithm: Algorithm,
        /// The code's length.
        digits: Digits,
        /// How long a code lives.
        period: Period,
    },
    /// By a counter (RFC 4226).
    Hotp {
        /// The hash under HMAC.
        algorithm: Algorithm,
        /// The code's length.
        digits: Digits,
        /// The counter of the code to show next.
        counter: u64,
    },
    /// Steam's: TOTP with SHA-1 and 30 seconds, spelled in five letters.
    Steam,
    /// Mobile-OTP's: MD5 over ten-second steps, the key and a PIN, six hexadecimal digits.
    Motp,
    /// Yandex.Key's: SHA-256 with a PIN in the key, 30 seconds, eight letters.
    Yandex,
}

impl Kind {
    /// TOTP as nearly every service sets it up: SHA-1, six digits, 30 seconds.
    pub const TOTP: Self = Self::Totp {
        algorithm: Algorithm::Sha1,
        digits: Digits::SIX,
        period: Period::THIRTY,
    };

    /// The kind's name: `totp`, `hotp`, `steam`, `motp`, `yandex`.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Totp { .. } => "totp",
            Self::Hotp { .. } => "hotp",
            Self::Steam => "steam",
            Self::Motp => "motp",
            Self::Yandex => "yandex",
        }
    }

    /// The hash under HMAC; `None` for mOTP, which has no HMAC.
    pub const fn algorithm(&self) -> Option<Algorithm> {
        match self {
            Self::Totp { algorithm, .. } | Self::Hotp { algorithm, .. } => Some(*algorithm),
            Self::Steam => Some(Algorithm::Sha1),
            Self::Yandex => Some(Algorithm::Sha256),
            Self::Motp => None,
        }
    }

    /// How many digits or letters a code has.
    pub const fn length(&self) -> u8 {
        match self {
            Self::Totp { digits, .. } | Self::Hotp { digits, .. } => digits.get(),
            Self::Steam => hotp::STEAM_LENGTH as u8,
            Self::Motp => motp::LENGTH,
            Self::Yandex => yandex::LENGTH,
        }
    }

    /// Whether a PIN is part of making the code.
    pub const fn needs_pin(&self) -> bool {
        matches!(self, Self::Motp | Self::Yandex)
    }

    /// How long a code lives; `None` for HOTP, whose codes have no clock.
    pub const fn period(&self) -> Option<Period> {
        match self {
            Self::Totp { period, .. } => Some(*period),
            Self::Hotp { .. } => None,
            Self::Steam | Self::Yandex => Some(Period::THIRTY),
            Self::Motp => Some(Period::TEN),
        }
    }
}

/// A key and how to use it.
#[derive(Clone, PartialEq, Eq)]
pub struct Otp {
    /// How codes are made.
    pub kind: Kind,
    /// The key.
    pub secret: Secret,
    /// The PIN, for kinds that need one and no others.
    pin: Option<Pin>,
}

/// When a code is good, in Unix seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The first second.
    pub from: u64,
    /// The first second after it.
    pub until: u64,
}

impl Otp {
    /// A key of a kind without a PIN.
    pub const fn new(kind: Kind, secret: Secret) -> Self {
        Self {
            kind,
            secret,
            pin: None,
        }
    }

    /// A Mobile-OTP key.
    pub const fn motp(secret: Secret, pin: Pin) -> Self {
        Self {
            kind: Kind::Motp,
            secret,
            pin: Some(pin),
        }
    }

    /// A Yandex key: 16 bytes, or the 26 of a QR code, of which the first 16 are kept. Its PIN is digits: a link with any
    /// other would read back as none, or as another.
    ///
    /// # Errors
    /// [`OtpError::NotYandexKey`] for other lengths, [`OtpError::BadPin`].
    pub fn yandex(secret: &Secret, pin: Pin) -> Result<Self, OtpError> {
        // Exposed to be looked at.
        if !pin.expose().bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(OtpError::BadPin);
        }
        // Exposed to be measured and cut.
        let key = secret.expose();
        let unlike = OtpError::NotYandexKey { bytes: key.len() };
        let secret = match key.len() {
            yandex::KEY_BYTES | yandex::WHOLE_BYTES => Secret::from_bytes(&key[..yandex::KEY_BYTES]),
            _ => return Err(unlike),
        };
        let secret = secret.map_err(|_| unlike)?;
        Ok(Self {
            kind: Kind::Yandex,
            secret,
            pin: Some(pin),
        })
    }

    /// The PIN, for kinds that need one.
    pub const fn pin(&self) -> Option<&Pin> {
        self.pin.as_ref()
    }

    /// The key as its kind writes it, in URIs and for people: base32, for mOTP hexadecimal.
    pub fn key_text(&self) -> Zeroizing<String> {
        match self.kind {
            Kind::Motp => self.secret.to_hex(),
            _ => self.secret.to_base32(),
        }
    }

    /// The code at a time, in Unix seconds; for HOTP the code of the stored counter, whatever the time.
    ///
    /// # Errors
    /// [`OtpError::PinMissing`] for a kind that needs a PIN and has none.
    pub fn code_at(&self, unix_seconds: u64) -> Result<Code, OtpError> {
        self.code_of(self.counter_at(unix_seconds))
    }

    /// The code after the one [`Otp::code_at`] gives: of the next period, or of the counter plus one.
    ///
    /// # Errors
    /// [`OtpError::CounterExhausted`] where there is no next; as [`Otp::code_at`].
    pub fn next_at(&self, unix_seconds: u64) -> Result<Code, OtpError> {
        let next = self
            .counter_at(unix_seconds)
            .checked_add(1)
            .ok_or(OtpError::CounterExhausted)?;
        self.code_of(next)
    }

    /// When the code at a time is good; `None` for HOTP.
    pub fn window_at(&self, unix_seconds: u64) -> Option<Window> {
        let period = u64::from(self.kind.period()?.get());
        let from = unix_seconds - unix_seconds % period;
        Some(Window {
            from,
            until: from.saturating_add(period),
        })
    }

    /// Moves an HOTP counter on by one and gives the new counter; other kinds have none and answer `None`, unchanged.
    ///
    /// # Errors
    /// [`OtpError::CounterExhausted`] at the last counter, unchanged.
    pub fn advance(&mut self) -> Result<Option<u64>, OtpError> {
        let Kind::Hotp { counter, .. } = &mut self.kind else {
            return Ok(None);
        };
        *counter = counter.checked_add(1).ok_or(OtpError::CounterExhausted)?;
        Ok(Some(*counter))
    }

    /// Whether both make the same codes: kind, key, PIN, algorithm, digits, and period or counter.
    pub fn duplicate_of(&self, other: &Self) -> bool {
        self == other
    }

    /// A digest of all that makes the codes: two keys with the same one are duplicates. For looking up among thousands;
    /// one-way, but kept as secret as the key, which it could confirm.
    pub fn fingerprint(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        let setting = match self.kind {
            Kind::Hotp { counter, .. } => counter,
            _ => self.kind.period().map_or(0, |period| u64::from(period.get())),
        };
        hash.update([self.kind.name().len() as u8, self.kind.length()]);
        hash.update(self.kind.name());
        hash.update([self.kind.algorithm().map_or(0, |algorithm| algorithm as u8 + 1)]);
        hash.update(setting.to_be_bytes());
        // Key and PIN, each behind its length, so that neither can run on into the other.
        for part in [
            self.secret.expose(),
            self.pin.as_ref().map_or(&[][..], |pin| pin.expose().as_bytes()),
        ] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        hash.finalize().into()
    }

    fn counter_at(&self, unix_seconds: u64) -> u64 {
        match (self.kind, self.kind.period()) {
            (Kind::Hotp { counter, .. }, _) => counter,
            (_, Some(period)) => unix_seconds / u64::from(period.get()),
            (_, None) => 0,
        }
    }

    fn code_of(&self, counter: u64) -> Result<Code, OtpError> {
        let value = |algorithm| hotp::value(algorithm, &self.secret, counter);
        let pin = || self.pin.as_ref().ok_or(OtpError::PinMissing);
        Ok(match self.kind {
            Kind::Totp { algorithm, digits, .. } | Kind::Hotp { algorithm, digits, .. } => {
                hotp::decimal(value(algorithm), digits)
            }
            Kind::Steam => hotp::steam(value(Algorithm::Sha1)),
            Kind::Motp => motp::code(&self.secret, pin()?, counter),
            Kind::Yandex => yandex::code(&self.secret, pin()?, counter),
        })
    }
}
