//! Logs: on request, to standard error, and never with anything secret in them.

use tracing_subscriber::EnvFilter;

/// Starts logging as `GATEHOUSE_LOG` asks; warnings only where it doesn't.
pub(crate) fn start() {
    let filter = EnvFilter::try_from_env("GATEHOUSE_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .without_time()
        .init();
}
