//! An export is worth what it reads back as: every file is opened again, as the app it is meant for would, and compared key by
//! key before it is handed out.

use std::collections::HashMap;

use secrecy::SecretString;
use transfer::exports::{LeftOut, Outgoing};
use transfer::{Input, Work};

use crate::AppError;

/// Whether the bytes hold every entry that was not left out, with the same codes.
pub(super) fn reads_back(
    bytes: &[u8],
    outgoing: &[Outgoing],
    left_out: &[(usize, LeftOut)],
    password: Option<&SecretString>,
) -> Result<(), AppError> {
    let input = Input::new(bytes);
    let failed = |_| AppError::ExportNotFaithful;
    let recognised = transfer::recognise(&input).map_err(failed)?;
    let back = transfer::read(recognised.format, &input, password, &Work::default()).map_err(failed)?;
    let mut found: HashMap<[u8; 32], usize> = HashMap::new();
    for entry in &back.entries {
        *found.entry(entry.otpauth.otp.fingerprint()).or_default() += 1;
    }
    for (place, entry) in outgoing.iter().enumerate() {
        if left_out.iter().any(|(left, _)| *left == place) {
            continue;
        }
        match found.get_mut(&entry.otpauth.otp.fingerprint()) {
            Some(count) if *count > 0 => *count -= 1,
            _ => return Err(AppError::ExportNotFaithful),
        }
    }
    Ok(())
}
