//! Exports that are pages of QR codes.

use transfer::exports::{Card, Export, Outgoing, QrPath, Random, google as links, page, typed_key};
use zeroize::Zeroizing;

use super::confirm::reads_back;
use crate::AppError;

/// The codes that Google Authenticator takes over, several entries in each; what they hold is read back.
pub(super) fn google(entries: &[Outgoing], random: Random<'_>) -> Result<Export, AppError> {
    let Export { written, left_out } = links(entries, random);
    let all = Zeroizing::new(written.iter().map(|link| link.as_str()).collect::<Vec<_>>().join("\n"));
    if !written.is_empty() {
        reads_back(all.as_bytes(), entries, &left_out, None)?;
    }
    let total = written.len();
    let cards = written.iter().enumerate().map(|(place, link)| {
        Ok(Card {
            title: format!("{} / {total}", place + 1),
            subtitle: "Google Authenticator".to_owned(),
            key: Zeroizing::default(),
            qr: drawn(link)?,
        })
    });
    Ok(Export {
        written: page(&cards.collect::<Result<Vec<_>, AppError>>()?),
        left_out,
    })
}

/// A QR code and the key of each entry.
pub(super) fn printable(entries: &[Outgoing]) -> Result<Export, AppError> {
    let cards = entries.iter().map(|entry| {
        Ok(Card {
            title: entry.otpauth.issuer.clone().unwrap_or_default(),
            subtitle: entry.otpauth.account.clone(),
            key: typed_key(entry),
            qr: drawn(&entry.otpauth.to_uri())?,
        })
    });
    Ok(Export {
        written: page(&cards.collect::<Result<Vec<_>, AppError>>()?),
        left_out: Vec::new(),
    })
}

fn drawn(text: &str) -> Result<QrPath, AppError> {
    let drawing = qr::draw(text)?;
    Ok(QrPath {
        modules: drawing.modules,
        path: drawing.path,
    })
}
