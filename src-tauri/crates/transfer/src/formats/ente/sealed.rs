//! Ente's encrypted export: Argon2id, then one message of libsodium's secretstream (XChaCha20-Poly1305).

use argon2::Algorithm;
use crypto_secretstream::{Header, Key as StreamKey, PullStream, Tag};
use data_encoding::BASE64;
use secrecy::SecretString;
use serde::Deserialize;
use zeroize::Zeroizing;

use crate::Work;
use crate::derive::{self, Key};
use crate::error::{ImportError, Refusal};

/// The shortest message: its own tag, and the cipher's.
const LEAST: usize = 17;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sealed {
    version: u64,
    kdf_params: Cost,
    encrypted_data: String,
    encryption_nonce: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Cost {
    /// In bytes.
    mem_limit: u64,
    ops_limit: u64,
    salt: String,
}

/// The links within.
pub(super) fn opened(
    text: &str,
    password: Option<&SecretString>,
    work: &Work,
) -> Result<Zeroizing<Vec<u8>>, ImportError> {
    let sealed: Sealed = serde_json::from_str(text).map_err(|_| ImportError::Damaged)?;
    if sealed.version != 1 {
        return Err(Refusal::UnknownVersion.into());
    }
    let decoded = |text: &str| BASE64.decode(text.as_bytes()).map_err(|_| ImportError::Damaged);
    let (salt, nonce) = (decoded(&sealed.kdf_params.salt)?, decoded(&sealed.encryption_nonce)?);
    let mut message = Zeroizing::new(decoded(&sealed.encrypted_data)?);
    let header = Header::try_from(&nonce[..]).map_err(|_| ImportError::Damaged)?;
    if message.len() < LEAST {
        return Err(ImportError::Damaged);
    }
    let cost = (sealed.kdf_params.mem_limit / 1024, sealed.kdf_params.ops_limit, 1);
    let key: Key<32> = derive::argon2(Algorithm::Argon2id, derive::needed(password)?, &salt, cost, work)?;
    let mut stream = PullStream::init(header, &StreamKey::from(*key));
    // One tag guards all of it: a wrong password and a flipped bit look alike, and the password is the likelier.
    let tag = stream
        .pull(&mut *message, &[])
        .map_err(|_| ImportError::WrongPassword)?;
    match tag {
        // Ente has ended its one message either way.
        Tag::Final | Tag::Message => Ok(message),
        _ => Err(ImportError::Damaged),
    }
}
