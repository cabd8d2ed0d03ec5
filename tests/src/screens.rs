//! Every screen of the app and the way to it, for the tour.
//!
//! One walk leads through the whole app; at each stop its pictures are taken in every theme and language, which the app changes
//! without a restart. Ways go by place and shape, not by words, so that a new wording never stops the tour.

mod account;
mod codes;
mod first_run;
mod stage;
mod states;

use std::path::PathBuf;

pub use stage::Stage;

use crate::desk::{Desk, DeskOptions, Outcome};

/// Walks through the app and leaves a picture of each screen whose name contains the filter; gives how many it left.
///
/// # Errors
/// A part of the way is not on the screen.
pub async fn walk(folder: PathBuf, filter: &str) -> Outcome<usize> {
    let desk = Desk::start(DeskOptions {
        label: "tour".into(),
        ..DeskOptions::default()
    })?;
    let mut stage = Stage::new(folder, filter);
    let app = desk.launch(&[]).await?;
    let recovery_key = first_run::visit(&mut stage, &app).await?;
    account::visit(&mut stage, &app).await?;
    codes::visit(&mut stage, &app).await?;
    account::visit_again(&mut stage, &app).await?;
    states::visit(&mut stage, app, &recovery_key).await?;
    Ok(stage.taken())
}
