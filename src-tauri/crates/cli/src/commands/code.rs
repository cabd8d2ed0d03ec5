//! One entry's code: printed, or copied and cleared again.

use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use app::clock::CodeClock;
use app::codes::{CodeAt, Row};
use otp::Kind;
use serde::Serialize;
use zeroize::Zeroizing;

use crate::arguments::Code;
use crate::failure::{Done, Failure};
use crate::output::{json, line};
use crate::pick;
use crate::secrets;
use crate::session::Session;

/// A code for programs.
#[derive(Serialize)]
struct Shown<'a> {
    id: String,
    issuer: &'a str,
    account: &'a str,
    code: &'a str,
    next: Option<&'a str>,
    seconds_left: Option<u64>,
}

pub(super) fn code(session: &Session, what: &Code, as_json: bool) -> Result<Done, Failure> {
    let rows = session.codes.list(&what.query.join(" "))?.rows;
    let row = pick::one(&what.query, rows, || Ok(session.codes.list("")?.rows))?;
    let now = what
        .at
        .unwrap_or_else(|| CodeClock::new(std::sync::Arc::clone(&session.settings)).now());
    let at = made(session, &row, now, what)?;
    // A counter that was moved on has its next code already: it is the one that counts now.
    let text = at.next.as_ref().filter(|_| what.next).unwrap_or(&at.code);
    if what.copy {
        copy(text.as_str(), session.clear_clipboard_after())?;
        return Ok(Done::All);
    }
    // The code is what was asked for.
    if !as_json {
        line(text.as_str())?;
        return Ok(Done::All);
    }
    json(&Shown {
        id: row.id.to_string(),
        issuer: &row.issuer,
        account: &row.account,
        code: text.as_str(),
        next: at.next.as_ref().filter(|_| !what.next).map(otp::Code::as_str),
        seconds_left: at.window.map(|window| {
            let later = row.kind.period().filter(|_| what.next);
            window.until - now + later.map_or(0, |period| u64::from(period.get()))
        }),
    })?;
    Ok(Done::All)
}

/// The entry's codes. A counter is moved on for its next code, and is on the disk before that is known to anyone.
fn made(session: &Session, row: &Row, now: u64, what: &Code) -> Result<CodeAt, Failure> {
    match row.kind {
        Kind::Hotp { .. } if what.at.is_some() => Err(Failure::Usage("--at is for codes that follow the clock")),
        Kind::Hotp { .. } if what.next => Ok(session.codes.advance(row.id)?),
        _ => Ok(session.codes.at(row.id, now)?),
    }
}

/// Hands the code to a process of its own, which holds the clipboard until it is cleared: under X11 the one who copied
/// serves it. The code goes there by a pipe, not as an argument.
fn copy(code: &str, seconds: u32) -> Result<(), Failure> {
    let this = std::env::current_exe().map_err(|_| Failure::Clipboard)?;
    let mut holder = Command::new(this)
        .args(["hold-clipboard", &seconds.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|_| Failure::Clipboard)?;
    let mut pipe = holder.stdin.take().ok_or(Failure::Clipboard)?;
    pipe.write_all(code.as_bytes()).map_err(|_| Failure::Clipboard)?;
    drop(pipe);
    // It says a word once the code is in the clipboard, and lives on.
    let mut answer = [0; 1];
    let mut told = holder.stdout.take().ok_or(Failure::Clipboard)?;
    std::io::Read::read_exact(&mut told, &mut answer).map_err(|_| Failure::Clipboard)?;
    match seconds {
        0 => eprintln!("Copied."),
        seconds => eprintln!("Copied; the clipboard is cleared in {seconds} s."),
    }
    Ok(())
}

/// Holds what standard input says in the clipboard, and clears it when its time is up if it is still ours.
pub(super) fn hold_clipboard(seconds: u32) -> Result<Done, Failure> {
    let text = secrets::all_of_input()?;
    let mut clipboard = arboard::Clipboard::new().map_err(|_| Failure::Clipboard)?;
    put(&mut clipboard, &text)?;
    let told = std::io::stdout()
        .write_all(b"\n")
        .and_then(|()| std::io::stdout().flush());
    told.map_err(|_| Failure::Pipe)?;
    let life = match seconds {
        // A day: whoever wants it for longer copies it again.
        0 => Duration::from_secs(86_400),
        seconds => Duration::from_secs(seconds.into()),
    };
    let until = Instant::now() + life;
    while Instant::now() < until && still_ours(&mut clipboard, &text) {
        std::thread::sleep(Duration::from_millis(500));
    }
    if still_ours(&mut clipboard, &text) {
        clipboard.clear().map_err(|_| Failure::Clipboard)?;
    }
    Ok(Done::All)
}

fn put(clipboard: &mut arboard::Clipboard, text: &str) -> Result<(), Failure> {
    #[cfg(target_os = "macos")]
    use arboard::SetExtApple as _;
    #[cfg(target_os = "linux")]
    use arboard::SetExtLinux as _;
    #[cfg(target_os = "windows")]
    use arboard::SetExtWindows as _;
    let set = clipboard.set().exclude_from_history();
    set.text(text).map_err(|_| Failure::Clipboard)
}

fn still_ours(clipboard: &mut arboard::Clipboard, text: &str) -> bool {
    clipboard
        .get_text()
        .is_ok_and(|held| Zeroizing::new(held).as_str() == text)
}
