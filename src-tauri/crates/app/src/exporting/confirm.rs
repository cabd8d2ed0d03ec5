//! An export is worth what it reads back as: every file is opened again, as the app it is meant for would, and compared key by
//! key before it is handed out. A page is read as the camera before it would: by its codes.

use std::collections::HashMap;

use secrecy::SecretString;
use transfer::exports::{LeftOut, Outgoing};
use transfer::{Input, Work};
use zeroize::Zeroizing;

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

/// [`reads_back`] for a page of QR codes.
pub(super) fn page_reads_back(
    html: &[u8],
    outgoing: &[Outgoing],
    left_out: &[(usize, LeftOut)],
) -> Result<(), AppError> {
    let texts = codes_of(html).ok_or(AppError::ExportNotFaithful)?;
    if left_out.len() == outgoing.len() && texts.is_empty() {
        // Nothing could be missing, and no text is no format's.
        return Ok(());
    }
    reads_back(texts.as_bytes(), outgoing, left_out, None)
}

/// What the page's codes say, one a line; `None` where one says nothing.
fn codes_of(html: &[u8]) -> Option<Zeroizing<String>> {
    let html = std::str::from_utf8(html).ok()?;
    // Texts are shorter than the paths that draw them.
    let mut texts = Zeroizing::new(String::with_capacity(html.len()));
    for code in html.split("<svg viewBox=\"0 0 ").skip(1) {
        let (modules, rest) = code.split_once(' ')?;
        let path = rest.split_once("d=\"")?.1.split_once('"')?.0;
        texts.push_str(&qr::drawn(modules.parse().ok()?, path)?);
        texts.push('\n');
    }
    Some(texts)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::super::pages;
    use super::*;

    #[test]
    fn a_page_that_lacks_a_code_or_draws_another_is_not_handed_out() {
        let entry = |account: &str, secret: &str| {
            let read = otp::OtpauthUri::parse(&format!("otpauth://totp/x?secret={secret}")).unwrap();
            Outgoing {
                otpauth: otp::OtpauthUri::new(read.otp, None, account).unwrap(),
                original: None,
                extras: transfer::Extras::default(),
            }
        };
        // Names on the page are no codes of it.
        let ann = entry("<svg viewBox=\"0 0 9 9\">", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        let bob = entry("bob", "NBSWY3DPEB3W64TMMQQGG33EMVZSA2LO");
        let both = [ann.clone(), bob.clone()];
        for page in [
            pages::printable(&both).unwrap(),
            pages::google(&both, &mut |bytes| bytes.fill(7)).unwrap(),
        ] {
            let html = &page.written;
            assert!(page_reads_back(html, &both, &[]).is_ok());
            let third = entry("cy", "MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U");
            assert!(page_reads_back(html, &[ann.clone(), bob.clone(), third], &[]).is_err());
            let html = String::from_utf8(html.to_vec()).unwrap();
            let spoiled = html.replacen("<path d=\"", "<path d=\"M4 4h1v1h-1z\" id=\"", 1);
            assert!(page_reads_back(spoiled.as_bytes(), &both, &[]).is_err());
        }
    }
}
