//! The app under the stopwatch. It says itself when its first code is on the screen (`GATEHOUSE_TIMING`), so that no driver
//! stands in the way.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::mpsc;
use std::time::Instant;

use super::{LIMIT, Measure, entries, memory_since};
use crate::desk::{Desk, Failure, Outcome};
use crate::walk;

/// The build that is measured. (The vault is made with the debug build: a release lets no driver in.)
fn release() -> Outcome<PathBuf> {
    let given = std::env::var_os("GATEHOUSE_RELEASE_BIN").map(PathBuf::from);
    given.ok_or_else(|| {
        Failure::new("GATEHOUSE_RELEASE_BIN is not set: `cargo xtask bench startup` builds it and sets it")
    })
}

/// Makes a vault that the keyring opens, with the entries in it.
pub(super) async fn prepare(desk: &Desk) -> Outcome {
    let app = desk.launch(&[]).await?;
    walk::first_vault(&app).await?;
    for (_, address) in entries::all() {
        walk::add_address(&app, &address).await?;
    }
    app.close().await
}

/// Starts the app as a person does and stops the clock at its first code.
pub(super) fn measure(desk: &Desk) -> Outcome<Measure> {
    let before = desk.processes();
    let mut command = desk.command(release()?);
    command
        .env("GATEHOUSE_TIMING", "1")
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    let begun = Instant::now();
    let mut app = desk.spawn_with_pipes("gatehouse", command)?;
    let pipe = app
        .child()
        .stderr
        .take()
        .ok_or_else(|| Failure::new("no pipe to the app"))?;
    let (say, hear) = mpsc::channel();
    // The app's words are read to their end, or it would block on a full pipe.
    std::thread::spawn(move || {
        for line in BufReader::new(pipe).lines().map_while(Result::ok) {
            if line.starts_with("timing first-code") {
                let _ = say.send(Instant::now());
            }
        }
    });
    let shown = hear
        .recv_timeout(LIMIT)
        .map_err(|_| Failure::new(format!("the app showed no code within {LIMIT:?}")))?;
    let memory = memory_since(desk, &before);
    app.kill();
    Ok(Measure {
        shown: shown - begun,
        memory,
    })
}
