//! The practice server, signing in to it, and every section of an account.

use serde_json::json;

use super::Stage;
use super::stage::command;
use crate::captcha::answer_to;
use crate::desk::{App, Outcome, css, xpath};

/// A password the service's rules take.
const PASSWORD: &str = "Slow-Heron-27";
/// The sample account's.
const SAMPLE_PASSWORD: &str = "Paper-Kite-58";
/// The one of the other service.
const SAMPLE_PHRASE: &str = "paper kite over water";
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
    stage.shoot(app, "settings").await?;
    two_factor(stage, app).await
}

/// The practice server's page; its entry in the sidebar stands before the last one.
async fn practice(app: &App<'_>) -> Outcome {
    app.click(&css("[aria-keyshortcuts='Control+2']")).await?;
    app.find(&css("section.card .card-foot .btn-primary")).await.map(|_| ())
}

/// A forgotten password as far as the forced change, and back to the form with the sample filled in.
async fn forgotten(stage: &mut Stage, app: &App<'_>) -> Outcome {
    let forgot =
        "//form//div[contains(@class, 'field')][.//input[@type='password']]//button[contains(@class, 'small')]";
    app.click(&xpath(forgot)).await?;
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
    phone(stage, app).await?;
    section(app, 5).await?;
    alerts(stage, app).await?;
    section(app, 6).await?;
    devices(stage, app).await?;
    section(app, 7).await?;
    app.find(&css(".secret")).await?;
    stage.shoot(app, "account-tokens").await?;
    section(app, 8).await?;
    app.find(&css(".radio-cards")).await?;
    stage.shoot(app, "account-marketing").await?;
    section(app, 9).await?;
    app.find(&css(".danger-zone, .list, .list-row")).await?;
    stage.shoot(app, "account-sessions").await?;
    section(app, 10).await?;
    withdrawal(stage, app).await
}

async fn withdrawal(stage: &mut Stage, app: &App<'_>) -> Outcome {
    app.find(&css(".not-met")).await?;
    stage.shoot_both_sizes(app, "account-withdrawal").await?;
    for project in command(app, "practice_projects", json!({ "preset": "whatap" }))
        .await?
        .as_array()
        .into_iter()
        .flatten()
    {
        for clearing in ["pay", "hand-over-billing", "add-manager"] {
            let cleared = json!({ "preset": "whatap", "project": project["id"], "clearing": clearing });
            command(app, "practice_clear_project", cleared).await?;
        }
    }
    app.click(&css(".card-head .btn-quiet")).await?;
    app.gone(&css(".not-met")).await?;
    app.find(&css(".danger-zone select")).await?.select_by_index(1).await?;
    app.click(&css(".danger-zone .check")).await?;
    stage.shoot(app, "account-withdrawal-ready").await?;
    app.click(&css(".danger-zone .btn-danger:not([aria-disabled])")).await?;
    app.find(&css("dialog[open] input")).await?;
    stage.shoot(app, "account-withdrawal-confirm").await?;
    app.click(&css("dialog .btn-secondary")).await?;
    app.gone(&css("dialog[open]")).await
}

/// As the design draws it: fatal alerts, on working days; and a test of it.
async fn alerts(stage: &mut Stage, app: &App<'_>) -> Outcome {
    app.click(&css(".radio-cards label:nth-child(2)")).await?;
    app.click(&css(".quick .btn:nth-child(2)")).await?;
    for (nth, words) in [(0, "08:00"), (1, "20:30")] {
        let field = css(&format!(".times input:nth-of-type({})", nth + 1));
        app.fill(&field, words).await?;
    }
    stage.shoot_both_sizes(app, "account-alerts").await?;
    app.click(&css("[data-save]")).await?;
    app.find(&css("[data-save][aria-disabled]")).await?;
    app.click(&css(".after .card .btn")).await?;
    app.click(&css("dialog [type=submit]")).await?;
    app.find(&css("dialog .list-row")).await?;
    stage.shoot(app, "account-test-alert").await?;
    app.click(&css("dialog .btn-secondary")).await?;
    app.gone(&css("dialog[open]")).await
}

/// One sample that answered its test, and one that is gone.
async fn devices(stage: &mut Stage, app: &App<'_>) -> Outcome {
    for nth in 1..=2 {
        app.click(&css(&format!(".kinds .btn:nth-child({nth})"))).await?;
        app.click(&css(&format!(".list-row:nth-child({nth}) .btn-secondary")))
            .await?;
        app.find(&css([".list-row .copied", ".list-row .badge-warn"][nth - 1]))
            .await?;
    }
    stage.shoot(app, "account-devices").await
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

/// A number that awaits its code. The step-up of the section before still counts.
async fn phone(stage: &mut Stage, app: &App<'_>) -> Outcome {
    app.fill(&css("input[type=tel]"), "10-5530-9184").await?;
    app.click(&css(".number .btn-primary:not([aria-disabled])")).await?;
    app.find(&css(".pin-input")).await?;
    app.fill(&css(".pin-input"), "640").await?;
    stage.shoot_both_sizes(app, "account-phone").await
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
    stage.shoot(app, "account-mfa-on").await?;
    // By mail instead: chosen, and the token on its way. OTP goes on.
    app.click(&css(".list-row:last-child .btn")).await?;
    app.click(&css(".step .btn-primary")).await?;
    app.find(&css(".step .step-body .pin")).await?;
    app.find(&css(".step.is-done:nth-child(2)")).await?;
    stage.shoot_both_sizes(app, "account-mfa-email").await?;
    app.click(&css(".banner .btn")).await?;
    app.find(&css(".danger-zone")).await.map(drop)
}

/// The other service: two-factor authentication as a switch, and a sign-in with the number that is mailed.
async fn two_factor(stage: &mut Stage, app: &App<'_>) -> Outcome {
    other_sample(app, 1).await?;
    app.click(&css(SEND)).await?;
    app.click(&css("[role=tab]:nth-child(3)")).await?;
    app.click(&css(".radio-card:not(.is-on) input:not([disabled])")).await?;
    app.find(&css(".stack-3 .radio-card")).await?;
    stage.shoot_both_sizes(app, "carecall-security").await?;
    app.click(&css(".card-foot .btn-primary")).await?;
    app.fill(&css("dialog input[type=password]"), SAMPLE_PHRASE).await?;
    app.click(&css("dialog [type=submit]")).await?;
    app.find(&css(".pin")).await?;
    stage.shoot(app, "carecall-security-number").await?;
    let sent = command(app, "practice_outbox", json!({})).await?;
    let code = sent[0]["code"].as_str().unwrap_or_default();
    app.fill(&css(".pin-input"), code).await?;
    app.click(&css(".card-foot .btn-primary")).await?;
    app.gone(&css(".pin")).await?;
    stage.shoot(app, "carecall-security-on").await?;
    let accounts = command(app, "accounts_list", json!({})).await?;
    command(app, "account_sign_out", json!({ "id": accounts[1]["id"] })).await?;
    other_sample(app, 2).await?;
    app.click(&css(SEND)).await?;
    app.find(&css(".pin")).await?;
    stage.shoot(app, "sign-in-mfa-email").await?;
    app.click(&css(".below .btn")).await
}

/// The sample account of the second practice service, filled in. The practice server stands after the accounts.
async fn other_sample(app: &App<'_>, accounts: usize) -> Outcome {
    app.click(&css(&format!("[aria-keyshortcuts='Control+{}']", accounts + 2)))
        .await?;
    app.click(&xpath(
        "(//*[contains(@class, 'card-foot')]//button[contains(@class, 'btn-primary')])[2]",
    ))
    .await?;
    app.until("the sample account is filled in", || async {
        Ok(!app.value_of(&css("form input[type=password]")).await?.is_empty())
    })
    .await
}

/// A sign-in alone does not prove enough for OTP.
async fn step_up(stage: &mut Stage, app: &App<'_>) -> Outcome {
    let field = css("dialog input[type=password]");
    app.find(&field).await?;
    stage.shoot(app, "step-up").await?;
    app.fill(&field, SAMPLE_PASSWORD).await?;
    app.click(&css("dialog [type=submit]")).await
}
