//! Ways through the app that several journeys, the tour and the benches share.
//!
//! They go by the labels a person reads.

pub mod codes;
pub mod keyboard;
pub mod vault;
mod words;

pub use words::Words;

use crate::desk::{App, Outcome};

/// First run: the authenticator's door, a vault opened by the keyring, a group of the recovery key typed back. Gives the
/// recovery key's groups, as the sheet shows them.
///
/// # Errors
/// A part of the way is not on the screen.
pub async fn first_vault(app: &App<'_>) -> Outcome<Vec<String>> {
    vault::NewVault::default().make(app, &Words::of("en")?).await
}

/// Adds what an otpauth address describes, by pasting it on the list, and saves the preview.
///
/// # Errors
/// A part of the way is not on the screen.
pub async fn add_address(app: &App<'_>, address: &str) -> Outcome {
    let _owner = app.desk().put_on_clipboard(address)?;
    app.press(&["ctrl+v"])?;
    codes::save_preview(app).await
}
