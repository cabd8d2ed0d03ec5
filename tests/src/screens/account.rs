//! The practice server, signing in to it, and every section of an account.

use serde_json::json;

use super::Stage;
use super::stage::command;
use crate::captcha::answer_to;
use crate::desk::{App, Outcome, css};

/// A password the service's rules take.
const PASSWORD: &str = "Slow-Heron-27";
/// The sample account's.
const SAMPLE_PASSWORD: &str = "Paper-Kite-58";
/// The form's button that sends it.
const SEND: &str = "form [type=submit]";

/// From the practice server to an account with OTP.
pub(super) async fn visit(stage: &mut Stage, app: &App<'_>) -> Outcome {
    practice(app).await?;
    stage.shoot(app, "practice").await?;
    sign_up(stage, app).await?;
    practice(app).await?;
    app.click(&css(".card-foot .btn-primary")).await?;
    app.until("the sample account is filled in", || async {
        Ok(!app.value_of(&css("form input[type=password]")).await?.is_empty())
    })
    .await?;
    stage.shoot(app, "sign-in").await?;
    forgotten(stage, app).await?;
    app.click(&css(SEND)).await?;
    app.find(&css(".nav-sub")).await?;
    sections(stage, app).await
}

/// Once there are codes: the second factor of a sign-in, and settings.
pub(super) async fn visit_again(stage: &mut Stage, app: &App<'_>) -> Outcome {
    let accounts = command(app, "accounts_list", json!({})).await?;
    command(app, "account_sign_out", json!({ "id": accounts[0]["id"] })).await?;
    app.click(&css("[aria-keyshortcuts='Control+3']")).await?;
    app.click(&css(".card-foot .btn-primary")).await?;
    app.until("the sample account is filled in", || async {
        Ok(!app.value_of(&css("form input[type=password]")).await?.is_empty())
    })
    .await?;
    app.click(&css(SEND)).await?;
    app.find(&css(".btn.use")).await?;
    stage.shoot(app, "sign-in-mfa").await?;
    app.click(&css(".below .btn")).await?;
    app.click(&css("[aria-keyshortcuts='Control+,']")).await?;
    app.find(&css("select")).await?;
    stage.shoot(app, "settings").await
}

/// The practice server's page; its entry in the sidebar stands before the last one.
async fn practice(app: &App<'_>) -> Outcome {
    app.click(&css("[aria-keyshortcuts='Control+2']")).await?;
    app.find(&css("section.card .card-foot .btn-primary")).await.map(|_| ())
}

/// A forgotten password as far as the forced change, and back to the form with the sample filled in.
async fn forgotten(stage: &mut Stage, app: &App<'_>) -> Outcome {
    let first = css("form .field .row > button:not(.btn)");
    app.click(&first).await?;
    let question = css("[id$='-question']");
    app.find(&question).await?;
    stage.shoot_both_sizes(app, "sign-in-forgotten").await?;
    let asked = app.text_of(&question).await?;
    app.fill(&css("form input[aria-describedby$='-question']"), &answer_to(&asked))
        .await?;
    app.click(&css(SEND)).await?;
    app.gone(&question).await?;
    stage.shoot(app, "sign-in-sent").await?;
    app.click(&css(".entry .card .btn-primary")).await?;
    let messages = command(app, "practice_outbox", json!({})).await?;
    let temporary = messages[0]["code"].as_str().unwrap_or_default().to_owned();
    app.fill(&css("form input[type=password]"), &temporary).await?;
    app.click(&css(SEND)).await?;
    app.find(&css("form input[autocomplete=new-password]")).await?;
    stage.shoot(app, "sign-in-replace").await?;
    app.click(&css(".below .btn")).await?;
    app.click(&css("form .banner .btn")).await
}

async fn sign_up(stage: &mut Stage, app: &App<'_>) -> Outcome {
    app.click(&css(".card-foot .btn-secondary")).await?;
    app.fill(&css("form input[type=email]"), "jun.seo@example.com").await?;
    app.fill(&css("form input[type=password]"), PASSWORD).await?;
    app.find(&css(".meter")).await?;
    app.find(&css(&format!("{SEND}:not([aria-disabled])"))).await?;
    stage.shoot(app, "sign-up").await?;
    app.click(&css(SEND)).await?;
    app.gone(&css(".meter")).await?;
    app.find(&css("form input")).await?;
    stage.shoot(app, "verify-email").await?;
    // The code it asks for waits in the outbox.
    practice_page(app, 2).await?;
    app.find(&css(".pane-list .list-row")).await?;
    stage.shoot_both_sizes(app, "outbox").await
}

async fn practice_page(app: &App<'_>, number: usize) -> Outcome {
    practice(app).await?;
    section(app, number).await
}

async fn section(app: &App<'_>, number: usize) -> Outcome {
    app.click(&css(&format!(".nav-sub .nav-item:nth-child({number})")))
        .await
}

async fn sections(stage: &mut Stage, app: &App<'_>) -> Outcome {
    app.find(&css(".card select")).await?;
    stage.shoot(app, "account-profile").await?;
    section(app, 2).await?;
    password(stage, app).await?;
    section(app, 3).await?;
    turn_otp_on(stage, app).await?;
    section(app, 4).await?;
    app.find(&css(".secret")).await?;
    stage.shoot(app, "account-tokens").await?;
    section(app, 5).await?;
    app.find(&css(".radio-cards")).await?;
    stage.shoot(app, "account-marketing").await?;
    section(app, 6).await?;
    app.find(&css(".danger-zone, .list, .list-row")).await?;
    stage.shoot(app, "account-sessions").await
}

async fn password(stage: &mut Stage, app: &App<'_>) -> Outcome {
    let fields = css("form input[type=password]");
    app.until("three passwords are asked for", || async {
        Ok(app.find_all(&fields).await?.len() == 3)
    })
    .await?;
    stage.shoot_both_sizes(app, "account-password").await?;
    let typed = [SAMPLE_PASSWORD, PASSWORD, PASSWORD];
    for (field, words) in app.find_all(&fields).await?.iter().zip(typed) {
        field.send_keys(words).await?;
    }
    app.find(&css("[data-save]:not([aria-disabled])")).await?;
    stage.shoot(app, "account-password-ready").await
}

async fn turn_otp_on(stage: &mut Stage, app: &App<'_>) -> Outcome {
    let add = css(".step .btn-primary");
    app.find(&add).await?;
    stage.shoot(app, "account-mfa-start").await?;
    // The picture, then the key.
    app.click(&css(".step .side .row .btn")).await?;
    app.find(&css(".qr-place")).await?;
    app.click(&css(".step .side .row .btn")).await?;
    app.find(&css(".secret code")).await?;
    stage.shoot_both_sizes(app, "account-mfa").await?;
    app.click(&add).await?;
    step_up(stage, app).await?;
    app.find(&css("dialog ol code")).await?;
    stage.shoot(app, "recovery-codes").await?;
    app.click(&css("dialog [type=submit]")).await?;
    app.gone(&css("dialog[open]")).await?;
    app.find(&css(".danger-zone")).await?;
    stage.shoot(app, "account-mfa-on").await
}

/// A sign-in alone does not prove enough for OTP.
async fn step_up(stage: &mut Stage, app: &App<'_>) -> Outcome {
    let field = css("dialog input[type=password]");
    app.find(&field).await?;
    stage.shoot(app, "step-up").await?;
    app.fill(&field, SAMPLE_PASSWORD).await?;
    app.click(&css("dialog [type=submit]")).await
}
