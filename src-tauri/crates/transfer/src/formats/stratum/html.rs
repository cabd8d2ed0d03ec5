//! Stratum's page for the browser: a table with a link in each row. The links say everything.

use zeroize::Zeroizing;

use crate::error::ImportError;
use crate::{Draft, Import, Work};

/// The titles its pages have had.
const TITLES: [&str; 2] = [
    "<title>Stratum Backup</title>",
    "<title>Authenticator Pro Backup</title>",
];
/// Where the title stands, at most.
const HEAD: usize = 4096;
/// The longest link taken apart, in bytes; a longer one is not understood.
const MOST_LINK: usize = 64 * 1024;

/// Whether it is such a page.
pub(super) fn is_page(text: &str) -> bool {
    let mut end = text.len().min(HEAD);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = &text[..end];
    head.trim_start().starts_with('<') && TITLES.iter().any(|title| head.contains(title))
}

/// Every link of the page.
pub(super) fn page(text: &str, work: &Work) -> Result<Import, ImportError> {
    if !text.trim_end().ends_with("</html>") {
        // The page was cut: rows may be missing.
        return Err(ImportError::Damaged);
    }
    let mut import = Import::default();
    for row in text.split("<code>").skip(1) {
        work.go_on()?;
        let (link, _) = row.split_once("</code>").ok_or(ImportError::Damaged)?;
        let link = unescaped(link.trim());
        import.take(Draft::of_uri(&said_as_steam(&link)), || link.clone())?;
    }
    Ok(import)
}

/// Stratum writes a Steam key as any other: with a bare `steam` among the parameters, or told by nothing but its issuer.
fn said_as_steam(link: &str) -> Zeroizing<String> {
    let Some((label, query)) = link.split_once('?').filter(|_| link.len() <= MOST_LINK) else {
        return Zeroizing::new(link.to_owned());
    };
    let parts: Vec<&str> = query.split('&').collect();
    let steam = parts.contains(&"steam") || (parts.contains(&"issuer=Steam") && label.starts_with("otpauth://totp/"));
    if !steam {
        return Zeroizing::new(link.to_owned());
    }
    let kept: Vec<&str> = parts.into_iter().filter(|part| *part != "steam").collect();
    Zeroizing::new(format!("{label}?{}&encoder=steam", kept.join("&")))
}

/// The characters that HTML escapes in a link.
fn unescaped(text: &str) -> Zeroizing<String> {
    let text = Zeroizing::new(text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\""));
    Zeroizing::new(text.replace("&#39;", "'").replace("&amp;", "&"))
}
