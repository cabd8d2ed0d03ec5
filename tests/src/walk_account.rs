//! Ways through signing up, in and out and the account pages, as several journeys go them.
//!
//! They go by the labels a person reads, in English, with the words of the `whatap` preset.

use std::time::Duration;

use crate::desk::{App, By, Desk, Failure, Outcome, css, heading, role, shown, text, xpath};
use crate::service_server::ServiceServer;

/// Who signs in.
#[derive(Clone, Copy, Debug)]
pub struct Person {
    /// The e-mail address.
    pub email: &'static str,
    /// The password at first.
    pub password: &'static str,
}

/// Somebody no service knows yet.
pub const JIN: Person = Person {
    email: "jin.seo@example.com",
    password: "Harbour-Lamp-27",
};

/// Longer than a code counts: a fresh one is waited for at most this long.
pub const NEXT_CODE: Duration = Duration::from_secs(50);

/// Something in the sidebar.
#[must_use]
pub fn place(name: &str) -> By {
    xpath(&format!("//aside//button[@title='{name}']"))
}

/// A button on the card of a practice service.
#[must_use]
pub fn on_card(service: &str, button: &str) -> By {
    xpath(&format!(
        "//section[.//h2[starts-with(normalize-space(.), '{service}')]]//button[normalize-space(.)='{button}']"
    ))
}

/// A button once it can be pressed: it is not waiting for something to be filled in, and not at work.
#[must_use]
pub fn enabled(name: &str) -> By {
    xpath(&format!(
        "//button[normalize-space(.)='{name}' and not(@aria-disabled='true')]"
    ))
}

/// Goes somewhere by the sidebar and waits for the page with this title.
///
/// # Errors
/// The sidebar has no such place, or another page opened.
pub async fn go(app: &App<'_>, name: &str, title: &str) -> Outcome {
    app.click(&place(name)).await?;
    app.find(&heading(title)).await.map(drop)
}

/// Says what axe-core holds against the screen, once it rests; nothing is the only good answer.
///
/// # Errors
/// The violations, by the screen's name.
pub async fn accessible(app: &App<'_>, screen: &str) -> Outcome {
    let moving = "return document.getAnimations().every((a) => a.playState !== 'running' || a.effect?.getTiming().iterations === Infinity)";
    app.until("the screen rests", || async {
        Ok(app.script(moving, vec![]).await? == true)
    })
    .await?;
    let found = app.axe().await?;
    if found.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!("axe on “{screen}”:\n{}", found.join("\n"))))
}

/// Waits until the screen says these words.
///
/// # Errors
/// It does not.
pub async fn says(app: &App<'_>, words: &str) -> Outcome {
    app.find(&text(words)).await.map(drop)
}

/// From the step that waits for a mailed code: reads it in the outbox of the app itself, and comes back.
///
/// # Errors
/// A part of the way is not on the screen.
pub async fn code_from_outbox(app: &App<'_>) -> Outcome<String> {
    app.click(&role("button", "Open outbox")).await?;
    app.find(&heading("Outbox")).await?;
    let shown = app.text_of(&css(".pane-view .code")).await?;
    app.click(&role("button", "Back to signing in")).await?;
    app.find(&role("textbox", "Code")).await?;
    Ok(shown.split_whitespace().collect())
}

/// Answers the step that waits for a mailed code.
///
/// # Errors
/// A part of the way is not on the screen.
pub async fn give_mailed_code(app: &App<'_>, code: &str) -> Outcome {
    app.fill(&role("textbox", "Code"), code).await?;
    app.click(&enabled("Verify")).await
}

/// Signs up at a practice service, from anywhere.
///
/// # Errors
/// A part of the way is not on the screen.
pub async fn practice_sign_up(app: &App<'_>, service: &str, person: Person) -> Outcome {
    go(app, "Practice server", "Practice server").await?;
    app.click(&on_card(service, "Sign up")).await?;
    fill_sign_up(app, person).await?;
    let code = code_from_outbox(app).await?;
    give_mailed_code(app, &code).await?;
    app.gone(&role("button", "Verify")).await
}

/// Fills in the sign-up form and sends it.
///
/// # Errors
/// A part of the way is not on the screen.
pub async fn fill_sign_up(app: &App<'_>, person: Person) -> Outcome {
    app.find(&role("heading", "Sign up at ").containing()).await?;
    app.fill(&role("textbox", "Email"), person.email).await?;
    app.fill(&role("textbox", "Password"), person.password).await?;
    app.click(&enabled("Sign up")).await?;
    app.find(&heading("Verify the email address")).await.map(drop)
}

/// Types a service's address on the sign-in page and waits until it was found there.
///
/// # Errors
/// The service was not found.
pub async fn type_address(app: &App<'_>, address: &str) -> Outcome {
    app.fill(&role("textbox", "Service address"), address).await?;
    app.press(&["Tab"])?;
    says(app, ", on this computer").await
}

/// Through the second door of the first start, makes an account at a service that runs.
///
/// # Errors
/// A part of the way is not on the screen.
pub async fn sign_up_at(app: &App<'_>, server: &ServiceServer, person: Person) -> Outcome {
    app.click(&role("button", "Sign in to a service").containing()).await?;
    web_sign_up(app, server.address(), person, &server.inbox()).await
}

/// Launches the app, makes JIN's account at a service that runs, and opens a page of it.
///
/// # Errors
/// A part of the way is not on the screen.
pub async fn opened_at<'a>(desk: &'a Desk, server: &ServiceServer, page: &str) -> Outcome<App<'a>> {
    let app = desk.launch(&[]).await?;
    sign_up_at(&app, server, JIN).await?;
    go(&app, page, page).await?;
    Ok(app)
}

/// Signs up at a service with an address, from the sign-in page; gives the way its mailed code is asked for.
///
/// # Errors
/// A part of the way is not on the screen.
pub async fn web_sign_up(app: &App<'_>, address: &str, person: Person, inbox: &crate::inbox::Inbox) -> Outcome {
    type_address(app, address).await?;
    app.click(&role("button", "Sign up")).await?;
    fill_sign_up(app, person).await?;
    let code = mailed(inbox, person.email, None)?;
    give_mailed_code(app, &code).await?;
    app.gone(&role("button", "Verify")).await
}

/// The newest code mailed to somebody, once it is another than the one before.
///
/// # Errors
/// No such mail came.
pub fn mailed(inbox: &crate::inbox::Inbox, email: &str, older: Option<&str>) -> Outcome<String> {
    inbox
        .await_code(email, older)
        .ok_or_else(|| Failure::new(format!("no new code was mailed to {email}")))
}

/// Signs out on the sessions page of the account that is open.
///
/// # Errors
/// A part of the way is not on the screen.
pub async fn sign_out(app: &App<'_>) -> Outcome {
    app.click(&place("Sessions")).await?;
    app.find(&heading("Sessions")).await?;
    // The list pushes the button down when it comes.
    app.gone(&css("[role=status][aria-busy=true]")).await?;
    app.click(&role("button", "Sign out")).await?;
    app.find(&role("button", "Sign in again")).await.map(drop)
}

/// From the page of a signed-out account: the password again. What comes then is the service's to say.
///
/// # Errors
/// A part of the way is not on the screen.
pub async fn sign_in_again(app: &App<'_>, password: &str) -> Outcome {
    app.click(&role("button", "Sign in again")).await?;
    app.find(&heading("Sign in to a service")).await?;
    app.fill(&role("textbox", "Password"), password).await?;
    app.click(&role("button", "Log in")).await
}

/// Waits for the pages of a signed-in account.
///
/// # Errors
/// They did not open.
pub async fn signed_in(app: &App<'_>) -> Outcome {
    app.find_within(&place("Sessions"), NEXT_CODE).await?;
    app.gone(&role("button", "Sign in again")).await
}

/// Whether the screen shows the part now or will before the other one.
///
/// # Errors
/// Neither came.
pub async fn either(app: &App<'_>, wanted: &By, other: &By) -> Outcome<bool> {
    app.until(&format!("{wanted} or {other}"), || async {
        Ok(!app.find_all(wanted).await?.is_empty() || !app.find_all(other).await?.is_empty())
    })
    .await?;
    Ok(!app.find_all(wanted).await?.is_empty())
}

/// The dialog in which the service asks for the password again.
#[must_use]
pub fn step_up() -> By {
    css("dialog[open] input[autocomplete='current-password']")
}

/// Answers the step-up dialog with the password as long as the service asks, until the part is there.
///
/// # Errors
/// Neither came.
pub async fn prove_until(app: &App<'_>, password: &str, wanted: &By) -> Outcome {
    while !either(app, wanted, &step_up()).await? {
        app.fill(&step_up(), password).await?;
        app.click(&role("button", "OK")).await?;
        app.gone(&step_up()).await?;
    }
    Ok(())
}

/// Where the codes stand in the window of recovery codes.
#[must_use]
pub fn recovery_list() -> By {
    css("ol[aria-label='Recovery codes'] code")
}

/// On the factors page: one press adds the key to the vault. Gives the recovery codes the window shows, and closes it.
///
/// # Errors
/// A part of the way is not on the screen.
pub async fn one_press_otp(app: &App<'_>, password: &str) -> Outcome<Vec<String>> {
    app.click(&role("button", "Add to this authenticator")).await?;
    prove_until(app, password, &recovery_list()).await?;
    let mut codes = Vec::new();
    for code in app.find_all(&recovery_list()).await? {
        codes.push(code.text().await?);
    }
    says(app, "Kept in the vault").await?;
    app.click(&role("button", "Done")).await?;
    app.gone(&recovery_list()).await?;
    says(app, "On, with OTP").await?;
    Ok(codes)
}

/// The button that answers with the vault's code.
#[must_use]
pub fn use_code() -> By {
    role("button", "Use code ").containing()
}

/// At the OTP step: the code the vault offers, then one press. A code that was used is never offered; until the next one
/// counts, the screen says that it is waited for.
///
/// # Errors
/// No code is offered, or it was not accepted.
pub async fn one_press_sign_in(app: &App<'_>) -> Outcome<String> {
    app.find(&use_code()).await?;
    let words = app.text_of(&use_code()).await?;
    let code: String = words.chars().filter(char::is_ascii_digit).take(6).collect();
    if !app.find_all(&text("A code counts once")).await?.is_empty() && !words.contains("ready in") {
        // The wait may have ended between the two looks.
        app.gone(&shown("A code counts once")).await?;
    }
    app.click(&use_code()).await?;
    signed_in(app).await?;
    Ok(code)
}

/// At the OTP step: a recovery code instead.
///
/// # Errors
/// A part of the way is not on the screen.
pub async fn give_recovery_code(app: &App<'_>, code: &str) -> Outcome {
    app.click(&role("button", "Use a Recovery Code")).await?;
    app.fill(&role("textbox", "Recovery code"), code).await?;
    app.click(&role("button", "Authentication")).await
}
