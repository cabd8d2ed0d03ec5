//! `cargo xtask openapi`: the OpenAPI document of the account extension, written from the service's operations.

use crate::command::Task;
use crate::failure::Failure;
use crate::steps::{Done, Steps};
use crate::workspace;

const FILE: &str = "src-tauri/crates/protocol/openapi.json";

/// Runs the service's test that compares the file, told to write it first.
pub(crate) fn write() -> Result<(), Failure> {
    let mut steps = Steps::new(1);
    steps.step("The OpenAPI document", || {
        Task::cargo("The OpenAPI document")
            .args(["test", "--package", "service", "--test", "openapi", "committed"])
            .env("UPDATE_OPENAPI", "1")
            .remedy("the compiler's first error above is the one to read")
            .run()?;
        Ok(Done::Worked)
    })?;
    println!("{} is up to date.", workspace::root().join(FILE).display());
    Ok(())
}
