//! The app against a genuine better-auth server on loopback: another engine, the same screens.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use gatehouse_tests::better_auth_server::{BetterAuthOptions, BetterAuthServer};
use gatehouse_tests::desk::{App, Desk, DeskOptions, Failure, Outcome, css, heading, role, shown, text, xpath};
use gatehouse_tests::walk::first_vault;
use gatehouse_tests::walk_account::{
    JIN, accessible, enabled, give_recovery_code, go, mailed, one_press_otp, one_press_sign_in, place, prove_until,
    recovery_list, says, sign_in_again, sign_out, signed_in, step_up, use_code, web_sign_up,
};

const FACTORS: &str = "Multi-factor authentication";

async fn server(options: BetterAuthOptions) -> BetterAuthServer {
    tokio::task::spawn_blocking(move || BetterAuthServer::start(options))
        .await
        .unwrap()
        .expect("the better-auth fixture starts")
}

/// The app with a vault, and an account made at the server, through the door "Sign in to a service".
async fn with_vault_and_account<'d>(desk: &'d Desk, server: &BetterAuthServer) -> Outcome<App<'d>> {
    let app = desk.launch(&[]).await?;
    first_vault(&app).await?;
    go(&app, "Add a service", "Sign in to a service").await?;
    web_sign_up(&app, server.address(), JIN, &server.inbox()).await?;
    signed_in(&app).await?;
    Ok(app)
}

/// Answers the second step of a sign-in with a code that was mailed.
async fn give_mailed_code(app: &App<'_>, code: &str) -> Outcome {
    app.fill(&role("textbox", "Code"), code).await?;
    app.click(&enabled("Authentication")).await
}

/// Nothing went wrong inside the server, either.
fn no_trace(server: &BetterAuthServer) {
    let log = server.log_text();
    assert!(!log.contains("    at "), "{log}");
}

/// OTP in one press after the password, sign-in with the vault's code, and with a recovery code; a wrong password turns
/// nothing on.
#[tokio::test]
async fn otp_at_another_engine() -> Outcome {
    let server = server(BetterAuthOptions::default()).await;
    let desk = Desk::start(DeskOptions::default())?;
    let app = with_vault_and_account(&desk, &server).await?;
    go(&app, FACTORS, FACTORS).await?;
    app.click(&role("button", "Add to this authenticator")).await?;
    app.fill(&step_up(), "not the password").await?;
    app.click(&role("button", "OK")).await?;
    says(&app, "That password is not right.").await?;
    app.press(&["Escape"])?;
    app.gone(&step_up()).await?;
    let recovery = one_press_otp(&app, JIN.password).await?;
    assert_eq!(recovery.len(), 10);
    says(&app, "The service shows the codes only when they are made.").await?;
    accessible(&app, "OTP on, codes untold").await?;

    let mut used = Vec::new();
    for _ in 0..2 {
        sign_out(&app).await?;
        sign_in_again(&app, JIN.password).await?;
        app.find(&use_code()).await?;
        let code = one_press_sign_in(&app).await?;
        assert!(!used.contains(&code), "{code} was used before");
        used.push(code);
    }
    go(&app, FACTORS, FACTORS).await?;
    app.click(&enabled("New codes")).await?;
    says(&app, "The codes of before stop working at once.").await?;
    accessible(&app, "new codes, untold").await?;
    app.click(&role("button", "Make new codes")).await?;
    prove_until(&app, JIN.password, &recovery_list()).await?;
    let new = app.text_of(&recovery_list()).await?;
    app.click(&role("button", "Done")).await?;
    app.gone(&recovery_list()).await?;
    sign_out(&app).await?;
    sign_in_again(&app, JIN.password).await?;
    give_recovery_code(&app, &recovery[0]).await?;
    says(&app, "That code is not right.").await?;
    app.fill(&role("textbox", "Recovery code"), &new).await?;
    app.click(&role("button", "Authentication")).await?;
    signed_in(&app).await?;
    no_trace(&server);
    app.close().await
}

/// What it serves is shown and what it lacks is not: a name that is saved, a key that is told once and deleted, a mailed code,
/// a new password by mail.
#[tokio::test]
async fn sections_of_another_engine() -> Outcome {
    const NEW_PASSWORD: &str = "Copper-Violin-83";
    let server = server(BetterAuthOptions::default()).await;
    let inbox = server.inbox();
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    app.click(&role("button", "Sign in to a service").containing()).await?;
    web_sign_up(&app, server.address(), JIN, &inbox).await?;
    signed_in(&app).await?;
    for absent in ["Alert notification setting", "Mobile device", "Marketing option"] {
        assert!(app.find_all(&place(absent)).await?.is_empty(), "{absent} is not served");
    }
    app.click(&css("aside button[title^='User info']")).await?;
    app.fill(&role("textbox", "Name").containing(), "Jin Seo").await?;
    app.click(&enabled("Save")).await?;
    says(&app, "Saved").await?;

    go(&app, "API token", "API token").await?;
    says(&app, "No authentication key yet").await?;
    app.click(&enabled("Add authentication key")).await?;
    app.fill(&role("textbox", "Name"), &"x".repeat(33)).await?;
    app.click(&css("form .btn-primary")).await?;
    app.find(&css("form input[aria-invalid='true']")).await?;
    app.fill(&role("textbox", "Name"), "Robot").await?;
    app.click(&css("form .btn-primary")).await?;
    app.find(&heading("The new secret is shown only now")).await?;
    app.click(&css("dialog[open] button[aria-label='Copy Robot']")).await?;
    app.find(&css("dialog[open] .copied")).await?;
    assert!(desk.clipboard()?.is_some_and(|secret| secret.len() > 32));
    app.click(&css("dialog[open] .btn-primary")).await?;
    app.gone(&heading("The new secret is shown only now")).await?;
    accessible(&app, "keys without a bound").await?;
    app.click(&role("button", "More for Robot")).await?;
    app.click(&role("menuitem", "Delete")).await?;
    says(&app, "The key that begins with ").await?;
    app.click(&css("dialog[open] .btn-danger")).await?;
    says(&app, "No authentication key yet").await?;

    sign_out(&app).await?;
    sign_in_again(&app, "not the password").await?;
    says(&app, "The email or the password is not right.").await?;
    let before = inbox.newest_code(JIN.email);
    app.click(&role("button", "Log in with a mailed code")).await?;
    app.click(&role("button", "Send the code")).await?;
    app.find(&heading("Log in with a mailed code")).await?;
    let code = mailed(&inbox, JIN.email, before.as_deref())?;
    app.fill(&role("textbox", "Code"), &code).await?;
    app.click(&enabled("Verify")).await?;
    signed_in(&app).await?;

    sign_out(&app).await?;
    app.click(&role("button", "Sign in again")).await?;
    app.click(&role("button", "Forgot password?")).await?;
    app.click(&role("button", "Send the code")).await?;
    let reset = mailed(&inbox, JIN.email, Some(&code))?;
    app.fill(&role("textbox", "Code"), &reset).await?;
    app.fill(&role("textbox", "New password"), NEW_PASSWORD).await?;
    app.click(&enabled("Set the new password")).await?;
    says(&app, "The new password is set.").await?;
    app.click(&role("button", "Log in")).await?;
    signed_in(&app).await?;
    no_trace(&server);
    app.close().await
}

/// A site with passwords alone shows no more than that; and the session outlives the app, by the engine it was found to have.
#[tokio::test]
async fn a_bare_site_of_another_engine_after_a_restart() -> Outcome {
    let server = server(BetterAuthOptions {
        bare: true,
        ..BetterAuthOptions::default()
    })
    .await;
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    app.click(&role("button", "Sign in to a service").containing()).await?;
    gatehouse_tests::walk_account::type_address(&app, server.address()).await?;
    assert!(
        app.find_all(&role("button", "Log in with a mailed code"))
            .await?
            .is_empty()
    );
    app.click(&role("button", "Sign up")).await?;
    app.find(&role("heading", "Sign up at ").containing()).await?;
    app.fill(&role("textbox", "Email"), JIN.email).await?;
    app.fill(&role("textbox", "Password"), JIN.password).await?;
    app.click(&enabled("Sign up")).await?;
    signed_in(&app).await?;
    for absent in [FACTORS, "API token", "User phone", "Withdrawal"] {
        assert!(app.find_all(&place(absent)).await?.is_empty(), "{absent} is not served");
    }
    app.close().await?;
    let app = desk.launch(&[]).await?;
    app.click(&place(server.address().trim_start_matches("http://")))
        .await?;
    go(&app, "Sessions", "Sessions").await?;
    app.find(&text("This session")).await?;
    no_trace(&server);
    app.close().await
}

/// A code that is another one.
fn wrong(code: &str) -> &'static str {
    if code == "000000" { "111111" } else { "000000" }
}

/// A number is the account's by the code that came to it, and is taken away again. Refused: a wrong code, and wrong ones too
/// often.
#[tokio::test]
async fn a_number_at_another_engine() -> Outcome {
    const NUMBER: &str = "+821028410037";
    let server = server(BetterAuthOptions::default()).await;
    let inbox = server.inbox();
    let desk = Desk::start(DeskOptions::default())?;
    let app = with_vault_and_account(&desk, &server).await?;
    go(&app, "User phone", "User phone").await?;
    let (number, code) = (role("textbox", "Phone"), role("textbox", "Verification code"));
    app.fill(&number, "010-2841-0037").await?;
    app.click(&enabled("Send Credentials")).await?;
    app.find(&code).await?;
    let first = inbox.await_text_code("sms", NUMBER, None);
    let first = first.ok_or_else(|| Failure::new("no code was texted"))?;
    accessible(&app, "a code whose life is not told").await?;
    for _ in 0..3 {
        app.fill(&code, wrong(&first)).await?;
        app.click(&enabled("Verify")).await?;
        says(&app, "That code is not right.").await?;
        app.fill(&code, "1").await?;
        app.gone(&shown("That code is not right.")).await?;
    }
    app.fill(&code, &first).await?;
    app.click(&enabled("Verify")).await?;
    says(&app, "This step is over.").await?;
    app.gone(&code).await?;
    assert_eq!(app.value_of(&number).await?, "10-2841-0037", "nothing typed is lost");

    app.click(&enabled("Send Credentials")).await?;
    app.find(&code).await?;
    let second = inbox.await_text_code("sms", NUMBER, Some(&first));
    let second = second.ok_or_else(|| Failure::new("no other code was texted"))?;
    // Leaving the page does not lose the request.
    go(&app, "Sessions", "Sessions").await?;
    go(&app, "User phone", "User phone").await?;
    app.fill(&code, &second).await?;
    app.click(&enabled("Verify")).await?;
    says(&app, "+82 10-2841-0037").await?;
    says(&app, "In use").await?;
    accessible(&app, "a number without its date").await?;
    app.click(&enabled("Delete")).await?;
    app.click(&css("dialog[open] .btn-danger")).await?;
    app.find(&number).await?;
    app.gone(&shown("In use")).await?;
    no_trace(&server);
    app.close().await
}

/// Another address is the account's by the code that was mailed to it. Refused: a wrong code; the old address holds.
#[tokio::test]
async fn an_address_at_another_engine() -> Outcome {
    const NEW: &str = "jin.kim@example.com";
    let server = server(BetterAuthOptions::default()).await;
    let inbox = server.inbox();
    let desk = Desk::start(DeskOptions::default())?;
    let app = with_vault_and_account(&desk, &server).await?;
    app.click(&enabled("Change")).await?;
    let (address, code) = (role("textbox", "Email"), role("textbox", "Authentication number"));
    app.fill(&address, JIN.email).await?;
    app.click(&enabled("Send authentication number")).await?;
    app.find(&css("input[type='email'][aria-invalid='true']")).await?;
    app.fill(&address, NEW).await?;
    app.click(&enabled("Send authentication number")).await?;
    app.find(&code).await?;
    says(&app, "Until the code is stored, jin.seo@example.com holds.").await?;
    accessible(&app, "an address awaits its code").await?;
    let mailed = mailed(&inbox, NEW, None)?;
    app.fill(&code, wrong(&mailed)).await?;
    app.click(&enabled("Save")).await?;
    says(&app, "That code is not right.").await?;
    assert_eq!(app.value_of(&address).await?, NEW);
    app.fill(&code, &mailed).await?;
    app.click(&enabled("Save")).await?;
    app.gone(&code).await?;
    // The page's head names the account by it now.
    app.find(&xpath(&format!(
        "//header[contains(@class, 'page-head')]//span[normalize-space(.)='{NEW}']"
    )))
    .await?;
    sign_out(&app).await?;
    sign_in_again(&app, JIN.password).await?;
    signed_in(&app).await?;
    no_trace(&server);
    app.close().await
}

/// The account is deleted with its password, after a question. Refused: a wrong password deletes nothing. What is said of it
/// afterwards is what this engine does: no last mail, and the address is free.
#[tokio::test]
async fn an_account_at_another_engine_is_deleted() -> Outcome {
    let server = server(BetterAuthOptions::default()).await;
    let desk = Desk::start(DeskOptions::default())?;
    let app = with_vault_and_account(&desk, &server).await?;
    go(&app, "Withdrawal", "Withdrawal").await?;
    says(&app, "Agree to the deletion first.").await?;
    accessible(&app, "what an account's end means, in one number").await?;
    app.click(&role("checkbox", "I agree that all user information is deleted.").containing())
        .await?;
    let (ask, confirm) = (
        css(".danger-zone .btn-danger:not([aria-disabled])"),
        css("dialog[open] .btn-danger:not([aria-disabled])"),
    );
    app.click(&ask).await?;
    app.find(&heading("Delete the account jin.seo@example.com?")).await?;
    says(&app, "This deletes 1 session, and cannot be undone.").await?;
    app.click(&confirm).await?;
    app.fill(&step_up(), "not the password").await?;
    app.click(&role("button", "OK")).await?;
    says(&app, "That password is not right.").await?;
    app.press(&["Escape"])?;
    app.gone(&step_up()).await?;
    go(&app, "Sessions", "Sessions").await?;
    app.find(&text("This session")).await?;
    go(&app, "Withdrawal", "Withdrawal").await?;
    app.click(&role("checkbox", "I agree that all user information is deleted.").containing())
        .await?;
    app.click(&ask).await?;
    app.click(&confirm).await?;
    prove_until(&app, JIN.password, &heading("Account closed")).await?;
    says(&app, "Another account can be made with this address.").await?;
    accessible(&app, "account closed at another engine").await?;
    app.gone(&place(server.address().trim_start_matches("http://"))).await?;
    app.click(&role("button", "Go to the codes")).await?;
    go(&app, "Add a service", "Sign in to a service").await?;
    gatehouse_tests::walk_account::type_address(&app, server.address()).await?;
    app.fill(&role("textbox", "Email"), JIN.email).await?;
    app.fill(&role("textbox", "Password"), JIN.password).await?;
    app.click(&role("button", "Log in")).await?;
    says(&app, "The email or the password is not right.").await?;
    no_trace(&server);
    app.close().await
}

/// A second factor that is mailed: sent with the sign-in, sent again, answered; then turned off. Refused: a wrong code, and the one
/// before.
#[tokio::test]
async fn a_mailed_factor_at_another_engine() -> Outcome {
    let server = server(BetterAuthOptions {
        mailed_factor_only: true,
        ..BetterAuthOptions::default()
    })
    .await;
    let inbox = server.inbox();
    let desk = Desk::start(DeskOptions::default())?;
    let app = with_vault_and_account(&desk, &server).await?;
    let verified = mailed(&inbox, JIN.email, None)?;
    sign_out(&app).await?;
    sign_in_again(&app, JIN.password).await?;
    says(&app, "A code was sent to your email address.").await?;
    let first = mailed(&inbox, JIN.email, Some(&verified))?;
    give_mailed_code(&app, wrong(&first)).await?;
    says(&app, "That code is not right.").await?;
    accessible(&app, "a mailed code whose life is not told").await?;
    app.click(&role("button", "Resend")).await?;
    says(&app, "The code was sent again.").await?;
    let second = mailed(&inbox, JIN.email, Some(&first))?;
    give_mailed_code(&app, &first).await?;
    says(&app, "That code is not right.").await?;
    give_mailed_code(&app, &second).await?;
    signed_in(&app).await?;

    go(&app, FACTORS, FACTORS).await?;
    says(&app, "On, with Email").await?;
    accessible(&app, "a mailed factor that holds").await?;
    app.click(&css(".danger-zone .btn-danger-outline")).await?;
    app.click(&css("dialog[open] .btn-danger")).await?;
    prove_until(&app, JIN.password, &text("Logging in needs only your password.")).await?;
    sign_out(&app).await?;
    sign_in_again(&app, JIN.password).await?;
    signed_in(&app).await?;
    no_trace(&server);
    app.close().await
}

/// Where a site also mails codes, the authenticator stays the first way: the mail is sent when it is asked for.
#[tokio::test]
async fn a_mail_instead_of_the_authenticator() -> Outcome {
    let server = server(BetterAuthOptions {
        mailed_factor: true,
        ..BetterAuthOptions::default()
    })
    .await;
    let inbox = server.inbox();
    let desk = Desk::start(DeskOptions::default())?;
    let app = with_vault_and_account(&desk, &server).await?;
    go(&app, FACTORS, FACTORS).await?;
    one_press_otp(&app, JIN.password).await?;
    let before = mailed(&inbox, JIN.email, None)?;
    sign_out(&app).await?;
    sign_in_again(&app, JIN.password).await?;
    app.find(&use_code()).await?;
    app.click(&role("button", "Have a code mailed")).await?;
    says(&app, "A code was sent to your email address.").await?;
    accessible(&app, "a mail instead of the authenticator").await?;
    let code = mailed(&inbox, JIN.email, Some(&before))?;
    give_mailed_code(&app, wrong(&code)).await?;
    says(&app, "That code is not right.").await?;
    app.click(&role("button", "Use the authenticator instead")).await?;
    app.find(&use_code()).await?;
    app.click(&role("button", "Use the sent code instead")).await?;
    give_mailed_code(&app, &code).await?;
    signed_in(&app).await?;
    sign_out(&app).await?;
    sign_in_again(&app, JIN.password).await?;
    app.click(&role("button", "Have a code mailed")).await?;
    app.click(&role("button", "Use the authenticator instead")).await?;
    one_press_sign_in(&app).await?;
    no_trace(&server);
    app.close().await
}
