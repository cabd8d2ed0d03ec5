//! OTP in one click, in the real window against `gatehouse-service`: turned on, signed in with, and what a crash leaves.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::Duration;

use gatehouse_tests::desk::{App, Desk, DeskOptions, Outcome, css, heading, role, shown, text, xpath};
use gatehouse_tests::service_server::{ServiceOptions, ServiceServer};
use gatehouse_tests::walk::{Words, first_vault};
use gatehouse_tests::walk_account::{
    JIN, NEXT_CODE, accessible, either, enabled, give_recovery_code, go, one_press_otp, one_press_sign_in, place,
    practice_sign_up, prove_until, recovery_list, says, sign_in_again, sign_out, signed_in, step_up, use_code,
    web_sign_up,
};

const FACTORS: &str = "Multi-factor authentication";
/// Long enough for a slow machine between the proof and the call it is for.
const STEP_UP_LIFE: Duration = Duration::from_secs(8);

fn service(reauth_timeout: Duration) -> ServiceServer {
    ServiceServer::start(&ServiceOptions {
        preset: "whatap".into(),
        reauth_timeout,
        ..ServiceOptions::default()
    })
    .expect("gatehouse-service starts")
}

/// A vault, and an account made at the service, whose factors page is open.
async fn at_the_factors_page(app: &App<'_>, server: &ServiceServer) -> Outcome {
    first_vault(app).await?;
    go(app, "Add a service", "Sign in to a service").await?;
    web_sign_up(app, server.address(), JIN, &server.inbox()).await?;
    go(app, FACTORS, FACTORS).await?;
    says(app, "Logging in needs only your password.").await
}

/// (W7, and W5 by one press) One press turns OTP on; one press signs in, with a code that was not used yet. Refused: a wrong token.
#[tokio::test]
async fn w7_one_press_turns_otp_on_and_signs_in() -> Outcome {
    let server = service(Duration::from_secs(300));
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    at_the_factors_page(&app, &server).await?;
    accessible(&app, "OTP off").await?;
    let recovery = one_press_otp(&app, JIN.password).await?;
    assert_eq!(recovery.len(), 10, "{recovery:?}");
    says(&app, "Kept in the vault.").await?;
    accessible(&app, "OTP on").await?;

    let mut used = Vec::new();
    for _ in 0..2 {
        sign_out(&app).await?;
        sign_in_again(&app, JIN.password).await?;
        app.find(&heading(FACTORS)).await?;
        app.find(&use_code()).await?;
        accessible(&app, "OTP step").await?;
        let code = one_press_sign_in(&app).await?;
        assert!(!used.contains(&code), "{code} was used before");
        used.push(code);
    }

    sign_out(&app).await?;
    sign_in_again(&app, JIN.password).await?;
    let digits = role("textbox", "OTP token, 6 to 8 digits");
    let wrong = if used.iter().any(|code| code == "000000") {
        "111111"
    } else {
        "000000"
    };
    app.fill(&digits, wrong).await?;
    app.click(&role("button", "Authentication")).await?;
    says(&app, "That code is not right.").await?;
    accessible(&app, "a wrong token").await?;
    app.fill(&digits, &used[1]).await?;
    app.click(&role("button", "Authentication")).await?;
    says(&app, "That code is not right.").await?;
    one_press_sign_in(&app).await?;
    app.close().await
}

/// (W8) `Use a Recovery Code` signs in, and how many are left is shown. Refused: the same one again.
#[tokio::test]
async fn w8_a_recovery_code_signs_in_once() -> Outcome {
    let server = service(Duration::from_secs(300));
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    at_the_factors_page(&app, &server).await?;
    let recovery = one_press_otp(&app, JIN.password).await?;
    assert_eq!(recovery.len(), 10, "{recovery:?}");
    says(&app, "10 of 10 left").await?;
    sign_out(&app).await?;
    sign_in_again(&app, JIN.password).await?;
    give_recovery_code(&app, &recovery[3]).await?;
    signed_in(&app).await?;
    go(&app, FACTORS, FACTORS).await?;
    says(&app, "9 of 10 left").await?;

    sign_out(&app).await?;
    sign_in_again(&app, JIN.password).await?;
    give_recovery_code(&app, &recovery[3]).await?;
    says(&app, "That code is not right.").await?;
    accessible(&app, "recovery code refused").await?;
    app.click(&role("button", "Use the authenticator instead")).await?;
    one_press_sign_in(&app).await?;
    app.close().await
}

/// When the service wants a proof first, it is asked for once, and the press goes on where it stopped. Later the vault's own
/// code is proof enough, once it is a fresh one.
#[tokio::test]
async fn a_step_up_is_answered_and_the_press_goes_on() -> Outcome {
    let server = service(STEP_UP_LIFE);
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    at_the_factors_page(&app, &server).await?;
    app.click(&role("button", "Add to this authenticator")).await?;
    app.find(&step_up()).await?;
    accessible(&app, "step-up").await?;
    app.click(&role("button", "Cancel")).await?;
    app.gone(&step_up()).await?;
    says(&app, "The key is in the vault, but WhaTap has not confirmed it yet.").await?;
    accessible(&app, "OTP not confirmed").await?;
    app.click(&role("button", "Add to this authenticator")).await?;
    app.fill(&step_up(), "not the password").await?;
    app.click(&role("button", "OK")).await?;
    says(&app, "That password is not right.").await?;
    prove_until(&app, JIN.password, &recovery_list()).await?;
    accessible(&app, "recovery codes").await?;
    app.click(&role("button", "Done")).await?;
    says(&app, "On, with OTP").await?;

    // Only then does the service ask again.
    tokio::time::sleep(STEP_UP_LIFE + Duration::from_secs(1)).await;
    app.click(&role("button", "New codes")).await?;
    app.click(&role("button", "Make new codes")).await?;
    app.find(&use_code()).await?;
    accessible(&app, "step-up by code").await?;
    app.click(&use_code()).await?;
    app.find_within(&recovery_list(), NEXT_CODE).await?;
    says(&app, "The earlier codes no longer work.").await?;
    app.close().await
}

/// The code of the key by the outside oracle, which is asked again for one it has not given yet.
async fn oathtool(app: &App<'_>, key: &str, before: Option<&str>) -> Outcome<String> {
    let deadline = std::time::Instant::now() + NEXT_CODE;
    loop {
        let code = app.desk().run("oathtool", ["--totp", "--base32", key])?;
        if Some(code.trim()) != before || std::time::Instant::now() > deadline {
            return Ok(code.trim().to_owned());
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// At the practice server, without a vault: the factors page, whose key only another authenticator can have.
async fn without_a_vault(app: &App<'_>) -> Outcome {
    app.click(&role("button", "Try the practice server").containing())
        .await?;
    practice_sign_up(app, "WhaTap", JIN).await?;
    go(app, FACTORS, FACTORS).await?;
    says(app, "There is no vault yet to keep the key in.").await
}

/// The key, shown because it is asked for.
async fn shown_key(app: &App<'_>) -> Outcome<String> {
    app.click(&enabled("OTP key")).await?;
    Ok(app.text_of(&css(".secret code")).await?.replace(' ', ""))
}

async fn validate(app: &App<'_>, code: &str) -> Outcome {
    app.fill(&role("textbox", "Verify"), code).await?;
    app.click(&enabled("Validate OTP key")).await
}

/// The key for another authenticator: validated with its code, as far as the window of recovery codes. Gives the key and that code.
async fn validated_elsewhere(app: &App<'_>) -> Outcome<(String, String)> {
    let key = shown_key(app).await?;
    let code = oathtool(app, &key, None).await?;
    validate(app, &code).await?;
    prove_until(app, JIN.password, &recovery_list()).await?;
    Ok((key, code))
}

/// (W5) The key for another authenticator: its QR code and its text shown because they are asked for, made anew by `(Re)Create OTP key`,
/// validated with its code, and cleared again. Refused: a wrong code, and one of the key that was replaced.
#[tokio::test]
async fn w5_another_authenticator_can_have_the_key() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    without_a_vault(&app).await?;
    let replaced = shown_key(&app).await?;
    accessible(&app, "OTP key shown").await?;
    let wrong: String = oathtool(&app, &replaced, None)
        .await?
        .chars()
        .map(|digit| if digit == '9' { '0' } else { '9' })
        .collect();
    validate(&app, &wrong).await?;
    prove_until(&app, JIN.password, &text("That code is not right.")).await?;
    app.click(&enabled("(Re)Create OTP key")).await?;
    says(&app, "A new OTP key was made.").await?;
    app.gone(&css(".secret code")).await?;
    app.click(&enabled("QR code")).await?;
    app.find(&css("[role=img][aria-label^='QR code for ']")).await?;
    accessible(&app, "QR code shown").await?;
    app.click(&role("button", "Hide the QR code")).await?;
    let key = shown_key(&app).await?;
    assert_ne!(key, replaced);
    validate(&app, &oathtool(&app, &replaced, None).await?).await?;
    says(&app, "That code is not right.").await?;
    app.click(&role("button", "Hide the key")).await?;
    let (key, activated) = validated_elsewhere(&app).await?;
    keep_by_typing_back(&app).await?;
    says(&app, "Its key is not in this vault.").await?;

    sign_out(&app).await?;
    sign_in_again(&app, JIN.password).await?;
    let digits = role("textbox", "OTP token, 6 to 8 digits");
    app.fill(&digits, &activated).await?;
    app.click(&role("button", "Authentication")).await?;
    says(&app, "That code is not right.").await?;
    app.fill(&digits, &oathtool(&app, &key, Some(&activated)).await?)
        .await?;
    app.click(&role("button", "Authentication")).await?;
    signed_in(&app).await?;
    clear_otp(&app, JIN.password).await?;
    app.close().await
}

/// (W6) The window of recovery codes: saved to a file named after the service, copied, and one of them typed back. Refused: something else
/// typed back, with which the window stays.
#[tokio::test]
async fn w6_recovery_codes_are_saved_copied_and_typed_back() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    without_a_vault(&app).await?;
    validated_elsewhere(&app).await?;
    accessible(&app, "recovery codes, not kept yet").await?;
    let mut codes = Vec::new();
    for code in app.find_all(&recovery_list()).await? {
        codes.push(code.text().await?);
    }
    assert_eq!(codes.len(), 10, "{codes:?}");
    let done = xpath("//button[normalize-space(.)='Done' and @aria-disabled='true']");
    app.fill(&role("textbox", "Type code ").containing(), "none of them")
        .await?;
    app.press(&["Tab"])?;
    says(&app, "That is not code ").await?;
    app.find(&done).await?;
    accessible(&app, "another code typed back").await?;

    app.click(&role("button", "Save recovery code")).await?;
    app.accept_file_dialog().await?;
    says(&app, "Saved as WhaTap-recovery-codes.txt").await?;
    let saved = std::fs::read_to_string(desk.folder().join("WhaTap-recovery-codes.txt"))?;
    assert!(
        codes
            .iter()
            .all(|code| saved.lines().any(|line| line.contains(code.as_str())))
    );
    app.click(&role("button", "Copy")).await?;
    says(&app, "Copied").await?;
    let copied = desk.clipboard()?.unwrap_or_default();
    assert!(codes.iter().all(|code| copied.contains(code.as_str())));
    app.find(&role("button", "Print")).await?;
    app.gone(&shown("Kept in the vault")).await?;
    app.find(&done).await?;

    keep_by_typing_back(&app).await?;
    says(&app, "10 of 10 left").await?;
    app.close().await
}

/// Nothing but a copy kept elsewhere closes the window: one of the codes is typed back.
async fn keep_by_typing_back(app: &App<'_>) -> Outcome {
    app.find(&recovery_list()).await?;
    let label = app
        .text_of(&xpath("//label[starts-with(normalize-space(.), 'Type code ')]"))
        .await?;
    let number: usize = label.split_whitespace().nth(2).unwrap_or_default().parse().unwrap();
    let codes = app.find_all(&recovery_list()).await?;
    let code = codes[number - 1].text().await?;
    app.find(&xpath("//button[normalize-space(.)='Done' and @aria-disabled='true']"))
        .await?;
    app.fill(&role("textbox", "Type code ").containing(), &code).await?;
    app.click(&xpath("//button[normalize-space(.)='Done' and not(@aria-disabled)]"))
        .await?;
    app.gone(&recovery_list()).await
}

async fn clear_otp(app: &App<'_>, password: &str) -> Outcome {
    go(app, FACTORS, FACTORS).await?;
    app.click(&role("button", "Clear OTP key")).await?;
    app.click(&css("dialog[open] .btn-danger")).await?;
    let off = text("Logging in needs only your password.");
    prove_until(app, password, &off).await
}

/// The factors page in Korean.
#[tokio::test]
async fn factors_in_korean() -> Outcome {
    let words = Words::of("ko")?;
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    first_vault(&app).await?;
    practice_sign_up(&app, "WhaTap", JIN).await?;
    go(&app, FACTORS, FACTORS).await?;
    app.click(&place("Settings")).await?;
    let language = app.find(&role("combobox", "Language")).await?;
    language.select_by_value("ko").await?;
    app.find(&heading(words.say("shell.settings")?)).await?;
    app.click(&place(
        &words.say_with("shell.practiceAccount", &[("service", "WhaTap")])?,
    ))
    .await?;
    go(&app, words.say("sections.factors")?, words.say("sections.factors")?).await?;
    says(&app, words.say("factors.offNote")?).await?;
    accessible(&app, "OTP off, in Korean").await?;
    app.click(&role("button", words.say("factors.add")?)).await?;
    let codes = css("dialog[open] ol code");
    if !either(&app, &codes, &step_up()).await? {
        accessible(&app, "step-up, in Korean").await?;
        app.fill(&step_up(), JIN.password).await?;
        app.press(&["Return"])?;
        app.find(&codes).await?;
    }
    says(&app, words.say("recovery.kept")?).await?;
    accessible(&app, "recovery codes, in Korean").await?;
    app.click(&role("button", words.say("recovery.done")?)).await?;
    says(&app, words.say("factors.on")?).await?;
    accessible(&app, "OTP on, in Korean").await?;
    app.close().await
}

/// When the app is killed.
#[derive(Clone, Copy, Debug)]
enum Moment {
    /// So many milliseconds after the press.
    Press(u64),
    /// So many milliseconds after the service was given its proof, which is when it turns OTP on.
    Proof(u64),
    /// As soon as the vault was written so many times after the proof: for the confirmed key, then for the recovery codes.
    Write(usize),
}

const MOMENTS: [Moment; 9] = [
    Moment::Press(0),
    Moment::Press(40),
    Moment::Press(150),
    Moment::Proof(0),
    Moment::Proof(60),
    Moment::Proof(200),
    Moment::Proof(500),
    Moment::Write(1),
    Moment::Write(2),
];

/// (c) The app is killed at several moments after the press. Afterwards either the service has no OTP, or the vault's code
/// signs in.
#[tokio::test]
async fn a_crash_leaves_no_otp_or_a_working_code() -> Outcome {
    let server = service(Duration::from_secs(300));
    let desk = Desk::start(DeskOptions::default())?;
    let mut app = desk.launch(&[]).await?;
    at_the_factors_page(&app, &server).await?;
    for moment in MOMENTS {
        press_until(&app, moment).await?;
        app.kill();
        app = desk.launch(&[]).await?;
        app.click(&place("WhaTap")).await?;
        sign_out(&app).await?;
        sign_in_again(&app, JIN.password).await?;
        let on = either(&app, &use_code(), &place("Sessions")).await?;
        match moment {
            // Without the proof the service did nothing.
            Moment::Press(_) => assert!(!on, "OTP is on after {moment:?}"),
            Moment::Write(_) => assert!(on, "OTP is off after {moment:?}"),
            Moment::Proof(_) => {}
        }
        if on {
            one_press_sign_in(&app).await?;
            clear_otp(&app, JIN.password).await?;
            // A new session has proved nothing yet, so the next press is asked for a proof again.
            sign_out(&app).await?;
            sign_in_again(&app, JIN.password).await?;
            signed_in(&app).await?;
        }
        go(&app, FACTORS, FACTORS).await?;
        says(&app, "Logging in needs only your password.").await?;
    }
    app.close().await
}

/// Presses the button and gives the proof, up to this moment.
async fn press_until(app: &App<'_>, moment: Moment) -> Outcome {
    app.click(&role("button", "Add to this authenticator")).await?;
    if let Moment::Press(millis) = moment {
        tokio::time::sleep(Duration::from_millis(millis)).await;
        return Ok(());
    }
    app.fill(&step_up(), JIN.password).await?;
    let file = app.desk().gatehouse_home().join("vault/vault.age");
    let written = || std::fs::metadata(&file).and_then(|file| file.modified()).ok();
    let mut last = written();
    app.press(&["Return"])?;
    match moment {
        Moment::Press(millis) | Moment::Proof(millis) => tokio::time::sleep(Duration::from_millis(millis)).await,
        Moment::Write(times) => {
            for _ in 0..times {
                let deadline = std::time::Instant::now() + Duration::from_secs(15);
                while written() == last && std::time::Instant::now() < deadline {
                    tokio::time::sleep(Duration::from_millis(1)).await;
                }
                last = written();
            }
        }
    }
    Ok(())
}
