//! What a person types that opens something: sealed by the page, opened where it is used.
//!
//! Between the page and Rust lie the buffers of the web view's message channel, which are given back to memory unwiped and
//! would hold a passphrase long after the lock. The page agrees on a key with Rust by Diffie-Hellman (P-256, which every web
//! view's WebCrypto has) and seals with AES-256-GCM; only ciphertext passes the channel. This is no shelter from a page that
//! is not ours: that such a page never gets here is the content policy's work.

use std::sync::{Mutex, PoisonError};

use aes_gcm::aead::{Aead, KeyInit};
use aes_gcm::{Aes256Gcm, Nonce};
use data_encoding::BASE64;
use p256::ecdh::EphemeralSecret;
use p256::elliptic_curve::rand_core::OsRng;
use p256::elliptic_curve::sec1::ToEncodedPoint;
use secrecy::{ExposeSecret, SecretString};
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use sha2::{Digest, Sha256};
use specta::Type;
use zeroize::Zeroizing;

/// The key agreed on with the page that is open.
static KEY: Mutex<Option<Zeroizing<[u8; 32]>>> = Mutex::new(None);

/// How many bytes of nonce stand before the ciphertext.
const NONCE: usize = 12;

/// A text sealed by the page (base64 of nonce and ciphertext); open once it is in Rust. Has no `Debug` and no `Serialize`.
#[derive(Clone, Type)]
#[specta(transparent)]
pub(crate) struct Sealed(#[specta(type = String)] SecretString);

impl Sealed {
    /// The text, to be handed on as a secret.
    pub(crate) fn into_secret(self) -> SecretString {
        self.0
    }

    /// The text itself; say at the call why it is needed.
    pub(crate) fn expose(&self) -> &str {
        // The callers say why.
        self.0.expose_secret()
    }
}

impl<'de> Deserialize<'de> for Sealed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let sealed = String::deserialize(deserializer)?;
        opened(&sealed)
            .map(Self)
            .ok_or_else(|| D::Error::custom("not sealed for this app"))
    }
}

/// Agrees on a key with a page that gives its public half, as base64 of an uncompressed point, and answers with ours. The
/// page before it had another key.
pub(crate) fn agree(page: &str) -> Option<String> {
    let page = p256::PublicKey::from_sec1_bytes(&BASE64.decode(page.as_bytes()).ok()?).ok()?;
    let ours = EphemeralSecret::random(&mut OsRng);
    let answer = BASE64.encode(ours.public_key().to_encoded_point(false).as_bytes());
    let key = Sha256::digest(ours.diffie_hellman(&page).raw_secret_bytes());
    *KEY.lock().unwrap_or_else(PoisonError::into_inner) = Some(Zeroizing::new(key.into()));
    Some(answer)
}

fn opened(sealed: &str) -> Option<SecretString> {
    let bytes = BASE64.decode(sealed.as_bytes()).ok()?;
    let (nonce, ciphertext) = bytes.split_at_checked(NONCE)?;
    let key = KEY.lock().unwrap_or_else(PoisonError::into_inner).clone()?;
    let cipher = Aes256Gcm::new_from_slice(&*key).ok()?;
    let text = cipher.decrypt(&Nonce::try_from(nonce).ok()?, ciphertext).ok()?;
    String::from_utf8(text).ok().map(SecretString::from)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    /// What the page does, by WebCrypto there.
    fn sealed_by_a_page(text: &str) -> String {
        let page = EphemeralSecret::random(&mut OsRng);
        let public = BASE64.encode(page.public_key().to_encoded_point(false).as_bytes());
        let app = BASE64.decode(agree(&public).unwrap().as_bytes()).unwrap();
        let shared = page.diffie_hellman(&p256::PublicKey::from_sec1_bytes(&app).unwrap());
        let cipher = Aes256Gcm::new(&Sha256::digest(shared.raw_secret_bytes()));
        let nonce = [7; NONCE];
        let ciphertext = cipher.encrypt(&Nonce::from(nonce), text.as_bytes()).unwrap();
        BASE64.encode(&[&nonce[..], &ciphertext].concat())
    }

    #[test]
    fn what_a_page_sealed_is_read_and_nothing_else() {
        let sealed = sealed_by_a_page("correct horse 배터리");
        let read: Sealed = serde_json::from_str(&format!("\"{sealed}\"")).unwrap();
        assert_eq!(read.expose(), "correct horse 배터리");
        for other in ["", "plain text", &sealed[4..], &BASE64.encode(b"twelve bytes")] {
            assert!(
                serde_json::from_str::<Sealed>(&format!("\"{other}\"")).is_err(),
                "{other}"
            );
        }
        // The page that comes after a lock has a key of its own.
        sealed_by_a_page("another page");
        assert!(serde_json::from_str::<Sealed>(&format!("\"{sealed}\"")).is_err());
    }

    #[test]
    fn a_point_that_is_none_is_refused() {
        assert!(agree("").is_none());
        assert!(agree(&BASE64.encode(&[4; 65])).is_none());
    }
}
