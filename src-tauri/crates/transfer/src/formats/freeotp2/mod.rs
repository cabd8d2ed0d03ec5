//! FreeOTP 2 (Android): a map that Java has serialised. A master key under the password opens each token's key, and what
//! makes the code stands beside it in the open.

mod java;

use std::collections::HashMap;

use data_encoding::BASE32;
use otp::Algorithm;
use secrecy::SecretString;
use serde::Deserialize;
use zeroize::Zeroizing;

use super::freeotp::Described;
use super::json::Loose;
use crate::cipher::open_gcm;
use crate::derive::{self, Hash, Key};
use crate::error::{ImportError, Refusal};
use crate::input::Input;
use crate::registry::Format;
use crate::{Draft, Import, Reason, Work};

pub(crate) const FORMAT: Format = Format {
    id: "freeotp2",
    app: "FreeOTP",
    detect,
    parse,
};

/// The name the master key has in the map.
const MASTER: &str = "masterKey";
/// What a token's settings are named after its identity.
const SETTINGS: &str = "-token";
/// The largest file, in bytes: ten thousand tokens of a kilobyte, twice. Each text takes some four times its length to read.
const MOST_BYTES: usize = 20 * 1024 * 1024;
/// The nonce's place in its DER (an octet string of 12 bytes, within a sequence): its prefix.
const NONCE_DER: [u8; 4] = [0x30, 0x11, 0x04, 0x0c];

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Master {
    m_algorithm: String,
    m_encrypted_key: Encrypted,
    m_iterations: u64,
    m_salt: Vec<i8>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Encrypted {
    m_cipher: String,
    m_cipher_text: Vec<i8>,
    m_parameters: Vec<i8>,
    m_token: String,
}

#[derive(Deserialize)]
struct Wrapped {
    key: String,
}

#[derive(Deserialize)]
struct Settings {
    #[serde(flatten)]
    described: Described,
    #[serde(default)]
    counter: Loose,
}

fn detect(input: &Input<'_>) -> Option<bool> {
    java::is_stream(input.bytes()).then_some(true)
}

fn parse(input: &Input<'_>, password: Option<&SecretString>, work: &Work) -> Result<Import, ImportError> {
    if input.bytes().len() > MOST_BYTES {
        return Err(Refusal::TooLarge.into());
    }
    let map = java::string_map(input.bytes()).ok_or(ImportError::Damaged)?;
    let named: HashMap<&str, &Zeroizing<String>> = map.iter().collect();
    let master = named.get(MASTER).ok_or(ImportError::Damaged)?;
    let master = master_key(master, derive::needed(password)?, work)?;
    let mut import = Import::default();
    for (name, settings) in map.iter() {
        let Some(id) = name.strip_suffix(SETTINGS) else {
            continue;
        };
        work.go_on()?;
        let key = key_of(named.get(id).copied(), &master);
        // Without its key a held record would be worth nothing: both are kept.
        let verbatim = || match &key {
            Ok((key, _)) => Zeroizing::new(format!(
                "{}\n{}",
                settings.as_str(),
                &*Zeroizing::new(BASE32.encode(key))
            )),
            Err(_) => settings.clone(),
        };
        let read = key
            .as_ref()
            .map_err(Clone::clone)
            .and_then(|(key, hash)| token(settings, key, hash));
        match read {
            Ok(draft) => import.take(draft, verbatim)?,
            Err(reason) => import.refuse(reason, verbatim())?,
        }
    }
    for (name, key) in map.iter() {
        let alone =
            name != MASTER && !name.ends_with(SETTINGS) && !named.contains_key(format!("{name}{SETTINGS}").as_str());
        if alone {
            import.refuse(Reason::Malformed { field: "token" }, key.clone())?;
        }
    }
    Ok(import)
}

fn master_key(text: &str, password: &[u8], work: &Work) -> Result<Key<32>, ImportError> {
    let master: Master = serde_json::from_str(text).map_err(|_| ImportError::Damaged)?;
    let hash = match master.m_algorithm.to_ascii_lowercase().as_str() {
        "pbkdf2withhmacsha1" => Hash::Sha1,
        "pbkdf2withhmacsha512" => Hash::Sha512,
        _ => return Err(Refusal::UnknownEncryption.into()),
    };
    let key: Key<32> = derive::pbkdf2(hash, password, &unsigned(&master.m_salt), master.m_iterations, work)?;
    let opened = master.m_encrypted_key.opened(&key)?.ok_or(ImportError::WrongPassword)?;
    let opened = <[u8; 32]>::try_from(&opened[..]).map_err(|_| ImportError::Damaged)?;
    Ok(Zeroizing::new(opened))
}

/// A token's key, and the hash it is for.
fn key_of(key: Option<&Zeroizing<String>>, master: &[u8; 32]) -> Result<(Zeroizing<Vec<u8>>, String), Reason> {
    let malformed = Reason::Malformed { field: "key" };
    let key = key.ok_or(malformed.clone())?;
    let wrapped: Wrapped = serde_json::from_str(key).map_err(|_| malformed.clone())?;
    let encrypted: Encrypted = serde_json::from_str(&wrapped.key).map_err(|_| malformed.clone())?;
    let opened = encrypted
        .opened(master)
        .map_err(|_| malformed)?
        .ok_or(Reason::Damaged)?;
    Ok((opened, encrypted.m_token))
}

fn token(settings: &str, key: &[u8], hash_of_key: &str) -> Result<Draft, Reason> {
    let malformed = |field| Reason::Malformed { field };
    let Settings { mut described, counter } = serde_json::from_str(settings).map_err(|_| malformed("token"))?;
    // Where the settings name no hash the app takes the usual one. The key names its own: both must agree.
    let algorithm = described.algo.0.unwrap_or_else(|| "SHA1".to_owned());
    let same = |one: &str, other: &str| match (Algorithm::parse(one), Algorithm::parse(other)) {
        (Ok(one), Ok(other)) => one == other,
        _ => true,
    };
    if !same(&algorithm, hash_of_key) {
        return Err(malformed("algo"));
    }
    described.algo = Loose(Some(algorithm));
    let mut draft = described.draft(Zeroizing::new(key.to_vec()));
    draft.counter = counter.0;
    Ok(draft)
}

impl Encrypted {
    /// The key within; `None` when it does not open.
    fn opened(&self, key: &[u8; 32]) -> Result<Option<Zeroizing<Vec<u8>>>, ImportError> {
        if self.m_cipher != "AES/GCM/NoPadding" {
            return Err(Refusal::UnknownEncryption.into());
        }
        let parameters = unsigned(&self.m_parameters);
        let nonce = parameters.strip_prefix(&NONCE_DER).and_then(|rest| rest.get(..12));
        let nonce = nonce.ok_or(ImportError::Damaged)?;
        Ok(open_gcm(
            key,
            nonce,
            &unsigned(&self.m_cipher_text),
            self.m_token.as_bytes(),
        ))
    }
}

/// Java's signed bytes as bytes.
fn unsigned(bytes: &[i8]) -> Vec<u8> {
    bytes.iter().map(|byte| byte.cast_unsigned()).collect()
}
