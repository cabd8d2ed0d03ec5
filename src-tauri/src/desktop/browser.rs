//! Opening an address outside: the person's own browser shows it, never a window of ours.

use std::process::{Command, Stdio};

use tauri::Url;

/// What the system opens an address with.
#[cfg(target_os = "linux")]
const OPENER: (&str, &[&str]) = ("xdg-open", &[]);
#[cfg(target_os = "macos")]
const OPENER: (&str, &[&str]) = ("/usr/bin/open", &[]);
#[cfg(target_os = "windows")]
const OPENER: (&str, &[&str]) = ("rundll32", &["url.dll,FileProtocolHandler"]);

/// Opens the address. Only one of the web, and of a secure connection, is: what else a system opens may be a program.
///
/// # Errors
/// It is another address, or the system opens none.
pub(crate) fn open(address: &str) -> std::io::Result<()> {
    let url = web(address).ok_or(std::io::ErrorKind::InvalidInput)?;
    let (program, words) = OPENER;
    let mut opener = Command::new(program)
        .args(words)
        .arg(url.as_str())
        .stdin(Stdio::null())
        .spawn()?;
    // Some openers stay as long as the browser does; each is waited for, so that none is left over.
    std::thread::spawn(move || opener.wait());
    Ok(())
}

fn web(address: &str) -> Option<Url> {
    let url = Url::parse(address).ok()?;
    (url.scheme() == "https" && url.username().is_empty() && url.password().is_none()).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_the_web_is_opened() {
        assert!(web("https://account.example.com/sessions?of=me").is_some());
        for other in [
            "http://account.example.com/",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "ms-settings:network",
            "https://somebody:secret@example.com/",
            "--help",
            "",
        ] {
            assert!(web(other).is_none(), "{other}");
        }
    }
}
