//! The stopwatch of `cargo xtask bench startup`: from process start to the first code readable, and the memory of the whole
//! process tree, beside KeePassXC with the same entries. Each run has a desk of its own; medians are compared.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::process::ExitCode;

fn main() -> ExitCode {
    #[cfg(target_os = "linux")]
    {
        let runs = std::env::args().nth(1).and_then(|word| word.parse().ok()).unwrap_or(8);
        let measured = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(Into::into)
            .and_then(|runtime| runtime.block_on(gatehouse_tests::bench::startup(runs)));
        match measured {
            Ok(report) => {
                println!("{report}");
                return ExitCode::SUCCESS;
            }
            Err(failure) => eprintln!("{failure}"),
        }
    }
    ExitCode::FAILURE
}
