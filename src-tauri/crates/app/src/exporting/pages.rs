//! Exports that are pages of QR codes.

use transfer::exports::{Card, Export, LeftOut, Outgoing, QrPath, Random, google as links, page, typed_key};
use zeroize::Zeroizing;

use super::confirm::page_reads_back;
use crate::AppError;

/// The codes that Google Authenticator takes over, several entries in each; what they say is read back.
pub(super) fn google(entries: &[Outgoing], random: Random<'_>) -> Result<Export, AppError> {
    let Export { written, left_out } = links(entries, random);
    let total = written.len();
    let cards = written.iter().enumerate().map(|(place, link)| {
        Ok(Card {
            title: format!("{} / {total}", place + 1),
            subtitle: "Google Authenticator".to_owned(),
            key: Zeroizing::default(),
            qr: drawn(link)?,
        })
    });
    checked(&cards.collect::<Result<Vec<_>, AppError>>()?, entries, left_out)
}

/// A QR code and the key of each entry; what the codes say is read back.
pub(super) fn printable(entries: &[Outgoing]) -> Result<Export, AppError> {
    let cards = entries.iter().map(|entry| {
        Ok(Card {
            title: entry.otpauth.issuer.clone().unwrap_or_default(),
            subtitle: entry.otpauth.account.clone(),
            key: typed_key(entry),
            qr: drawn(&entry.otpauth.to_uri())?,
        })
    });
    checked(&cards.collect::<Result<Vec<_>, AppError>>()?, entries, Vec::new())
}

fn checked(cards: &[Card], entries: &[Outgoing], left_out: Vec<(usize, LeftOut)>) -> Result<Export, AppError> {
    let written = page(cards);
    page_reads_back(&written, entries, &left_out)?;
    Ok(Export { written, left_out })
}

fn drawn(text: &str) -> Result<QrPath, AppError> {
    let drawing = qr::draw(text)?;
    Ok(QrPath {
        modules: drawing.modules,
        path: drawing.path,
    })
}
