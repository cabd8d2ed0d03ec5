//! [`OtpauthUri`] to text, in one canonical form: every setting spelled out, so that no reader has to guess a default.

use std::fmt::Write;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use zeroize::Zeroizing;

use super::{MOST_BYTES, OtpauthUri};
use crate::{Algorithm, Kind, motp};

/// Everything but RFC 3986's unreserved characters and `@`, which a path may hold and people look for.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'@');

impl OtpauthUri {
    /// The canonical URI: reading it gives this value back, but for [`OtpauthUri::ignored`].
    pub fn to_uri(&self) -> Zeroizing<String> {
        // Room for the longest at once: a string that grows leaves copies of the key behind.
        let mut uri = Zeroizing::new(String::with_capacity(MOST_BYTES));
        uri.push_str(match self.otp.kind {
            Kind::Totp { .. } => "otpauth://totp/",
            Kind::Hotp { .. } => "otpauth://hotp/",
            Kind::Steam => "otpauth://steam/",
            Kind::Yandex => "otpauth://yaotp/",
            Kind::Motp => "motp://",
        });
        self.write_label(&mut uri);
        uri.push_str("?secret=");
        uri.push_str(&self.otp.key_text());
        if let Some(issuer) = &self.issuer {
            uri.push_str("&issuer=");
            uri.extend(utf8_percent_encode(issuer, ENCODED));
        }
        self.write_settings(&mut uri);
        uri
    }

    fn write_label(&self, uri: &mut String) {
        let prefix = self.label_issuer.as_ref().or(self.issuer.as_ref());
        uri.extend(
            prefix
                .into_iter()
                .flat_map(|prefix| utf8_percent_encode(prefix, ENCODED)),
        );
        // The separator is the plain colon, also before an account that holds one itself and has no issuer.
        if prefix.is_some() || self.account.contains(':') {
            uri.push(':');
        }
        uri.extend(utf8_percent_encode(&self.account, ENCODED));
    }

    fn write_settings(&self, uri: &mut String) {
        let kind = self.otp.kind;
        uri.push_str("&algorithm=");
        uri.push_str(kind.algorithm().map_or(motp::HASH, Algorithm::name));
        let mut written = write!(uri, "&digits={}", kind.length());
        if let Kind::Hotp { counter, .. } = kind {
            written = written.and_then(|()| write!(uri, "&counter={counter}"));
        }
        if let Some(period) = kind.period() {
            written = written.and_then(|()| write!(uri, "&period={}", period.get()));
        }
        if let Some(pin) = self.otp.pin() {
            uri.push_str("&pin=");
            // The PIN is as much part of the URI as the key.
            uri.extend(utf8_percent_encode(pin.expose(), ENCODED));
        }
        debug_assert!(written.is_ok(), "a string takes everything written to it");
    }
}
