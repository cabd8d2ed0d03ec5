//! A page with QR codes, to be printed or scanned off a screen: one file, without scripts, pictures or links of its own.

use std::fmt::Write;

use zeroize::Zeroizing;

use super::Outgoing;

/// A QR code's picture: how many modules it is wide, and the path of the dark ones.
pub struct QrPath {
    /// Width and height, in modules.
    pub modules: u32,
    /// SVG path data.
    pub path: Zeroizing<String>,
}

/// One code of the page.
pub struct Card {
    /// What stands largest.
    pub title: String,
    /// What stands under it.
    pub subtitle: String,
    /// The key and its settings, to be typed where no camera is; empty where there is none.
    pub key: Zeroizing<String>,
    /// The QR code.
    pub qr: QrPath,
}

const HEAD: &str = "<!doctype html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<title>Gatehouse</title>\n<style>\n\
body{font:14px/1.4 sans-serif;margin:24px;color:#000;background:#fff}\n\
section{display:inline-block;vertical-align:top;width:240px;margin:0 16px 24px 0;break-inside:avoid}\n\
h2{font-size:15px;margin:0}p{margin:2px 0;overflow-wrap:anywhere}code{font-size:12px}\n\
svg{width:220px;height:220px;shape-rendering:crispEdges}\n</style>\n</head>\n<body>\n";

/// An entry's key in groups of four, and its settings.
#[must_use]
pub fn typed_key(entry: &Outgoing) -> Zeroizing<String> {
    let otp = &entry.otpauth.otp;
    let key = match otp.kind {
        otp::Kind::Motp => otp.secret.to_hex(),
        _ => otp.secret.to_base32(),
    };
    let mut text = Zeroizing::new(String::with_capacity(key.len() * 2 + 64));
    for (place, letter) in key.chars().enumerate() {
        if place > 0 && place % 4 == 0 {
            text.push(' ');
        }
        text.push(letter);
    }
    let hash = otp.kind.algorithm().map_or("MD5", otp::Algorithm::name);
    let _ = write!(text, " · {} · {hash} · {}", otp.kind.name(), otp.kind.length());
    match otp.kind {
        otp::Kind::Hotp { counter, .. } => drop(write!(text, " · #{counter}")),
        kind => drop(kind.period().map(|period| write!(text, " · {} s", period.get()))),
    }
    if let Some(pin) = otp.pin() {
        // The PIN is as much part of the code as the key.
        let _ = write!(text, " · PIN {}", pin.expose());
    }
    text
}

/// The page.
#[must_use]
pub fn page(cards: &[Card]) -> Zeroizing<Vec<u8>> {
    // Room for all of it at once: a text that grows leaves copies of keys behind.
    let length: usize = cards
        .iter()
        .map(|card| card.qr.path.len() + card.key.len() * 6 + 1024)
        .sum();
    let mut html = Zeroizing::new(String::with_capacity(HEAD.len() + length + 64));
    html.push_str(HEAD);
    for card in cards {
        html.push_str("<section>\n<h2 dir=\"auto\">");
        escape(&mut html, &card.title);
        html.push_str("</h2>\n<p dir=\"auto\">");
        escape(&mut html, &card.subtitle);
        let modules = card.qr.modules;
        let _ = write!(
            html,
            "</p>\n<svg viewBox=\"0 0 {modules} {modules}\"><path d=\"{}\"/></svg>\n",
            &*card.qr.path
        );
        if !card.key.is_empty() {
            html.push_str("<p><code>");
            escape(&mut html, &card.key);
            html.push_str("</code></p>\n");
        }
        html.push_str("</section>\n");
    }
    html.push_str("</body>\n</html>\n");
    Zeroizing::new(std::mem::take(&mut *html).into_bytes())
}

fn escape(html: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            other => html.push(other),
        }
    }
}
