//! Start-up measured on request: `GATEHOUSE_TIMING=1` prints when the first code could be read.

use std::sync::Once;
use std::time::Instant;

static PRINTED: Once = Once::new();

/// The first code is on the screen.
#[allow(clippy::print_stderr)]
pub(crate) fn first_code(started: Instant) {
    if std::env::var_os("GATEHOUSE_TIMING").is_some() {
        PRINTED.call_once(|| eprintln!("timing first-code {}", started.elapsed().as_millis()));
    }
}
