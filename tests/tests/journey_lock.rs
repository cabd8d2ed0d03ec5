//! The vault locks by itself: when nobody is there, when the screen is locked, when the computer sleeps, when another person
//! comes; and wrong passphrases make the next one wait. The services that tell of it are stand-ins on the test's own bus.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::HashMap;
use std::time::Duration;

use gatehouse_tests::desk::{App, Desk, DeskOptions, Outcome, css, heading, role, shown, text, xpath};
use gatehouse_tests::walk::codes::{code_of, nothing_for_axe};
use gatehouse_tests::walk::vault::{NewVault, set_settings, type_new_passphrase};
use gatehouse_tests::walk::{Words, add_address, first_vault};
use serde_json::json;
use zbus::blocking::{Connection, connection};
use zbus::zvariant::{OwnedFd, OwnedObjectPath, Value};

const GITHUB: &str = "otpauth://totp/GitHub:mina?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=GitHub";
const NAME: &str = "GitHub, mina";
const LOCKED: &str = "Gatehouse is locked";
const SAVER: &str = "org.freedesktop.ScreenSaver";
const SESSION: &str = "/org/freedesktop/login1/session/_31";

#[tokio::test]
async fn nobody_there_locks_and_somebody_there_does_not() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    set_settings(&desk, &json!({ "lock_after": 8 }))?;
    let app = desk.launch(&[]).await?;
    first_vault(&app).await?;
    add_address(&app, GITHUB).await?;
    code_of(&app, NAME).await?;
    // Somebody is there for twice as long as it takes.
    for _ in 0..8 {
        app.press(&["Down"])?;
        tokio::time::sleep(Duration::from_secs(2)).await;
        assert_eq!(app.find_all(&css("[data-entry]")).await?.len(), 1, "it is in use");
    }
    app.find(&heading(LOCKED)).await?;
    app.find(&text("after 8 seconds without use")).await?;
    nothing_for_axe(&app, "the locked screen").await?;
    unlock(&app).await?;
    app.close().await
}

#[tokio::test]
async fn a_locked_screen_locks_the_vault() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = open_vault(&desk).await?;
    let saver = stand_in(&desk, |builder| builder.name(SAVER))?;
    // The page that showed the codes is not the one that shows the lock.
    app.script("window.theOldPage = true", vec![]).await?;
    active_changed(&saver, true)?;
    app.find(&heading(LOCKED)).await?;
    app.find(&text("with the screen")).await?;
    assert!(app.find_all(&css("[data-entry], .code")).await?.is_empty());
    assert_eq!(
        app.script("return window.theOldPage === undefined", vec![]).await?,
        true
    );
    unlock(&app).await?;
    active_changed(&saver, false)?;
    stays_open(&app).await?;
    app.close().await?;

    set_settings(&desk, &json!({ "lock_on_screen_lock": false }))?;
    let app = desk.launch(&[]).await?;
    code_of(&app, NAME).await?;
    active_changed(&saver, true)?;
    stays_open(&app).await?;
    app.close().await
}

#[tokio::test]
async fn sleep_and_another_person_lock_the_vault() -> Outcome {
    let mut desk = Desk::start(DeskOptions::default())?;
    desk.set("DBUS_SYSTEM_BUS_ADDRESS", address(&desk));
    let login = stand_in(&desk, |builder| {
        builder
            .serve_at("/org/freedesktop/login1", LoginManager)?
            .name("org.freedesktop.login1")
    })?;
    let app = open_vault(&desk).await?;
    on_the_side(|| {
        let manager = ("/org/freedesktop/login1", "org.freedesktop.login1.Manager");
        login.emit_signal(None::<&str>, manager.0, manager.1, "PrepareForSleep", &(true,))
    })?;
    app.find(&heading(LOCKED)).await?;
    app.find(&text("when the computer went to sleep")).await?;
    unlock(&app).await?;

    on_the_side(|| {
        let changed = HashMap::from([("Active", Value::from(false))]);
        let body = ("org.freedesktop.login1.Session", changed, Vec::<String>::new());
        let properties = "org.freedesktop.DBus.Properties";
        login.emit_signal(None::<&str>, SESSION, properties, "PropertiesChanged", &body)
    })?;
    app.find(&text("when another user came")).await?;
    unlock(&app).await?;
    app.close().await
}

#[tokio::test]
async fn wrong_passphrases_make_the_next_one_wait() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    let vault = NewVault {
        passphrase: Some("correct horse battery"),
    };
    vault.make(&app, &Words::of("en")?).await?;
    app.press(&["ctrl+l"])?;
    app.find(&heading(LOCKED)).await?;
    for number in 1..=3 {
        try_passphrase(&app, &format!("wrong {number}")).await?;
        app.find(&text("That passphrase is not right")).await?;
    }
    app.find(&text("the next one has to wait")).await?;
    nothing_for_axe(&app, "the waiting screen").await?;
    // A page that begins anew begins no new count.
    for _ in 0..2 {
        app.gone(&shown("the next one has to wait")).await?;
        try_passphrase(&app, "wrong again").await?;
        app.find(&text("the next one has to wait")).await?;
    }
    app.client().refresh().await?;
    app.find(&text("the next one has to wait")).await?;
    app.gone(&shown("the next one has to wait")).await?;
    try_passphrase(&app, "correct horse battery").await?;
    app.find(&css(".sidebar")).await?;
    app.close().await
}

/// Whoever finds an open vault must not give themselves a way in.
#[tokio::test]
async fn another_passphrase_asks_for_the_present_one() -> Outcome {
    const OLD: &str = "correct horse battery";
    const NEW: &str = "harbour lantern seven";
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    let words = Words::of("en")?;
    let vault = NewVault { passphrase: Some(OLD) };
    vault.make(&app, &words).await?;
    app.press(&["ctrl+comma"])?;
    app.click(&xpath(
        "//li[.//*[normalize-space()='Passphrase']]//button[normalize-space()='Change']",
    ))
    .await?;
    type_new_passphrase(&app, &words, NEW).await?;
    app.click(&role("button", "Save")).await?;
    let present = role("textbox", "Present passphrase or recovery key");
    app.fill(&present, "a guess of mine").await?;
    nothing_for_axe(&app, "the present passphrase").await?;
    app.click(&role("button", "Continue")).await?;
    app.find(&text("That is not right. The way in is as it was.")).await?;
    app.fill(&present, OLD).await?;
    app.click(&role("button", "Continue")).await?;
    app.gone(&css("dialog[open]")).await?;
    app.press(&["ctrl+l"])?;
    app.find(&heading(LOCKED)).await?;
    try_passphrase(&app, OLD).await?;
    app.find(&text("That passphrase is not right")).await?;
    try_passphrase(&app, NEW).await?;
    app.find(&css(".sidebar")).await?;
    app.close().await
}

async fn open_vault(desk: &Desk) -> Outcome<App<'_>> {
    let app = desk.launch(&[]).await?;
    first_vault(&app).await?;
    add_address(&app, GITHUB).await?;
    code_of(&app, NAME).await?;
    Ok(app)
}

async fn unlock(app: &App<'_>) -> Outcome {
    app.click(&role("button", "Unlock with keyring")).await?;
    code_of(app, NAME).await.map(|_| ())
}

async fn try_passphrase(app: &App<'_>, passphrase: &str) -> Outcome {
    app.fill(&role("textbox", "Passphrase"), passphrase).await?;
    app.click(&role("button", "Unlock")).await
}

/// What should not happen is watched for a while.
async fn stays_open(app: &App<'_>) -> Outcome {
    for _ in 0..10 {
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert_eq!(app.find_all(&css("[data-entry]")).await?.len(), 1);
    }
    Ok(())
}

fn active_changed(saver: &Connection, active: bool) -> Outcome {
    on_the_side(|| {
        let path = "/org/freedesktop/ScreenSaver";
        saver.emit_signal(None::<&str>, path, SAVER, "ActiveChanged", &(active,))
    })
}

fn address(desk: &Desk) -> String {
    format!("unix:path={}", desk.folder().join("run/bus").display())
}

/// A connection to the desk's bus that stands in for a service.
fn stand_in(
    desk: &Desk,
    with: impl FnOnce(connection::Builder<'static>) -> zbus::Result<connection::Builder<'static>> + Send,
) -> Outcome<Connection> {
    let address = address(desk);
    on_the_side(move || with(connection::Builder::address(address.as_str())?)?.build())
}

/// Bus calls block, which a test's own thread may not.
fn on_the_side<T: Send>(work: impl FnOnce() -> zbus::Result<T> + Send) -> Outcome<T> {
    let done = std::thread::scope(|scope| scope.spawn(work).join().expect("a bus call ends"));
    Ok(done.expect("the desk's bus answers"))
}

/// As much of the login manager as is asked.
struct LoginManager;

#[zbus::interface(name = "org.freedesktop.login1.Manager")]
impl LoginManager {
    #[zbus(name = "GetSessionByPID")]
    fn get_session_by_pid(&self, _pid: u32) -> OwnedObjectPath {
        OwnedObjectPath::try_from(SESSION).unwrap()
    }

    fn inhibit(&self, _what: &str, _who: &str, _why: &str, _mode: &str) -> OwnedFd {
        let held: std::os::fd::OwnedFd = std::fs::File::open("/dev/null").unwrap().into();
        held.into()
    }
}
