//! From nothing to an empty vault.

use super::Stage;
use crate::desk::{App, Outcome, css};
use crate::walk;

/// The doors, the vault's set-up, the empty list. Gives the recovery key.
pub(super) async fn visit(stage: &mut Stage, app: &App<'_>) -> Outcome<String> {
    app.find(&css(".bigchoice")).await?;
    stage.shoot_both_sizes(app, "welcome").await?;
    app.click(&css(".bigchoice")).await?;
    app.find(&css("form .secret, form ol code")).await?;
    stage.shoot(app, "vault-setup").await?;
    app.click(&css(".card-foot .btn-quiet")).await?;
    let groups = walk::first_vault(app).await?;
    app.find(&css(".empty, .drop")).await?;
    stage.shoot(app, "authenticator-empty").await?;
    Ok(groups.concat())
}
