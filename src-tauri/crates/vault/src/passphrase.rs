//! The passphrase slot: `identity.age`, the identity encrypted by age's own scrypt, which stock `age -i` takes.

use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use crate::crypt::{self, Unreadable};
use crate::error::VaultError;
use crate::folder::Folder;
use crate::identity::Identity;
use crate::restore::is_passphrase_file;
use crate::{backups, replace};

/// The most work accepted from a file: 2^20, one gibibyte of memory.
const MOST_WORK: u8 = 20;

/// How much work each guess of a passphrase costs: scrypt with `N = 2^log_n`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkFactor(u8);

impl WorkFactor {
    /// 2^18, as stock `age -p`: about a second and 256 MiB. A fixed number, not one measured on this machine in this
    /// moment: a busy machine would choose a weak one.
    pub const STANDARD: Self = Self(18);

    /// Far too little to protect anything: for tests, which set many passphrases.
    pub const WEAK_FOR_TESTS: Self = Self(4);
}

impl Default for WorkFactor {
    fn default() -> Self {
        Self::STANDARD
    }
}

/// Opens the passphrase slot. Takes about a second, by design.
///
/// # Errors
/// [`VaultError::NoPassphrase`] without a slot; [`VaultError::WrongPassphrase`]; [`VaultError::Damaged`] when the file
/// is no longer an age file or the passphrase fits and the contents do not. (A flipped bit in the one part that the
/// passphrase opens looks like a wrong passphrase; the recovery sheet and the keyring still open the vault.)
pub fn unlock_with_passphrase(folder: &Folder, passphrase: &SecretString) -> Result<Identity, VaultError> {
    let (sealed, _) = folder.read(&folder.identity())?.ok_or(VaultError::NoPassphrase)?;
    identity_under_passphrase(&sealed, passphrase).map_err(|error| match error {
        VaultError::Damaged { .. } => backups::damaged(folder),
        error => error,
    })
}

/// The identity in the bytes of an `identity.age`, wherever it lies.
///
/// # Errors
/// As [`unlock_with_passphrase`].
pub fn identity_under_passphrase(sealed: &[u8], passphrase: &SecretString) -> Result<Identity, VaultError> {
    let damaged = || VaultError::Damaged { backups: 0 };
    let text = unseal(sealed, passphrase)?;
    // The copy is a secret of its own and wiped like one.
    let text = std::str::from_utf8(&text)
        .map(SecretString::from)
        .map_err(|_| damaged())?;
    Identity::parse(&first_key(&text)).map_err(|_| damaged())
}

/// What is in a file under a passphrase.
pub(crate) fn unseal(sealed: &[u8], passphrase: &SecretString) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let mut key = age::scrypt::Identity::new(passphrase.clone());
    key.set_max_work_factor(MOST_WORK);
    crypt::unseal(&key, sealed).map_err(|error| match error {
        Unreadable::NoMatch if is_passphrase_file(sealed) => VaultError::WrongPassphrase,
        Unreadable::NoMatch | Unreadable::Damaged => VaultError::Damaged { backups: 0 },
        Unreadable::TooMuchWork(log_n) => VaultError::TooMuchWork { log_n },
    })
}

/// The first line that is no comment, as age reads identity files.
fn first_key(text: &SecretString) -> SecretString {
    // Exposed to find the line with the key; the answer is wiped like the question.
    let mut lines = text.expose_secret().lines().map(str::trim);
    SecretString::from(
        lines
            .find(|line| !line.is_empty() && !line.starts_with('#'))
            .unwrap_or_default(),
    )
}

/// `identity.age`'s bytes: checked by decrypting them again before anyone relies on them.
pub(crate) fn seal(identity: &Identity, passphrase: &SecretString, work: WorkFactor) -> Result<Vec<u8>, VaultError> {
    let (recipient, key) = scrypt(passphrase, work);
    let text = identity.to_text();
    // Exposed to be encrypted; a line end follows, as age-keygen writes it.
    let text = text.expose_secret();
    let mut line = Zeroizing::new(String::with_capacity(text.len() + 1));
    line.push_str(text);
    line.push('\n');
    crypt::seal_checked(&recipient, &key, line.as_bytes())
}

/// A passphrase as age's recipient, and as the identity that checks what was encrypted to it.
pub(crate) fn scrypt(passphrase: &SecretString, work: WorkFactor) -> (age::scrypt::Recipient, age::scrypt::Identity) {
    let mut recipient = age::scrypt::Recipient::new(passphrase.clone());
    recipient.set_work_factor(work.0);
    let mut key = age::scrypt::Identity::new(passphrase.clone());
    key.set_max_work_factor(MOST_WORK);
    (recipient, key)
}

/// Writes `identity.age` anew in one step. The old one is not kept: the old passphrase would open it.
pub(crate) fn save(folder: &Folder, sealed: &[u8]) -> Result<(), VaultError> {
    replace::replace(folder, &folder.identity(), sealed, None).map(drop)
}
