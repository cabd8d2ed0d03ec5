//! The tour: a picture of every screen of the real app, light and dark, in three languages, written to `target/tour`.
//!
//! `cargo xtask tour [FILTER]` builds the app and starts this. Pictures are named `<screen>.<theme>.<language>.png`, those of the
//! smallest window `<screen>.small.<theme>.<language>.png`.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::process::ExitCode;

fn main() -> ExitCode {
    #[cfg(target_os = "linux")]
    {
        let filter = std::env::args().nth(1).unwrap_or_default();
        let taken = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(Into::into)
            .and_then(|runtime| {
                let folder = gatehouse_tests::desk::target_folder().join("tour");
                std::fs::create_dir_all(&folder)?;
                runtime.block_on(gatehouse_tests::screens::walk(folder, &filter))
            });
        match taken {
            Ok(0) => eprintln!("no screen has a name that contains “{filter}”"),
            Ok(count) => {
                println!("      {count} pictures");
                return ExitCode::SUCCESS;
            }
            Err(failure) => eprintln!("{failure}"),
        }
    }
    ExitCode::FAILURE
}
