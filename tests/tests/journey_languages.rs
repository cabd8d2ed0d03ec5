//! Korean and Japanese in the real window: every word of the screens is the language's own.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use gatehouse_tests::desk::{App, Desk, DeskOptions, Failure, Outcome, css, heading, role, text};
use gatehouse_tests::walk::Words;
use gatehouse_tests::walk::codes::{nothing_for_axe, picture_of};
use gatehouse_tests::walk::vault::{NewVault, recovery_groups, set_settings};
use serde_json::json;

const GITHUB: &str = "otpauth://totp/GitHub:mina?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=GitHub";

/// The names that languages call themselves stand in every language's list of them.
const OWN_NAMES: [&str; 3] = ["English", "한국어", "日本語"];

/// Everything that is read on the screen: its words, what is said of its parts, and what stands in empty fields.
const READ: &str = "
    const words = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
      if (element.closest('script, style, .print-only')) continue;
      if (node.nodeType === Node.TEXT_NODE) words.push(node.textContent);
      else for (const name of ['aria-label', 'title', 'placeholder', 'alt']) words.push(element.getAttribute(name) ?? '');
    }
    return words.map((each) => each.replace(/\\s+/g, ' ').trim()).filter(Boolean);";

/// The screen speaks this language and no English, and axe-core has nothing against it.
async fn speaks(app: &App<'_>, words: &Words, screen: &str) -> Outcome {
    let language = app.script("return document.documentElement.lang", vec![]).await?;
    assert_eq!(language, words.language(), "{screen}");
    let read: Vec<String> = serde_json::from_value(app.script(READ, vec![]).await?)?;
    assert!(read.len() > 3, "{screen}: {read:?}");
    let foreign = Words::of("en")?;
    let foreign = foreign.unlike(words);
    let strange: Vec<&String> = read
        .iter()
        .filter(|said| !OWN_NAMES.contains(&said.as_str()))
        .filter(|said| foreign.contains(&said.as_str()) || is_english(said))
        .collect();
    if !strange.is_empty() {
        let language = words.language();
        return Err(Failure::new(format!("{screen} in {language} says {strange:?}")));
    }
    nothing_for_axe(app, &format!("{screen} in {}", words.language())).await
}

/// Two Latin words in a row, in small letters: a sentence, not a name, a path or a unit.
fn is_english(said: &str) -> bool {
    let small = |word: &str| word.len() > 1 && word.chars().all(|c| c.is_ascii_lowercase());
    let words: Vec<&str> = said.split(' ').collect();
    words.windows(2).any(|pair| small(pair[0]) && small(pair[1]))
}

/// First run, codes and settings in a language.
async fn through_the_app_in(language: &str) -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    set_settings(&desk, &json!({ "language": language }))?;
    let words = Words::of(language)?;
    let app = desk.launch(&[]).await?;
    first_run(&app, &words).await?;
    add(&app, &words).await?;
    row(&app, &words).await?;

    app.press(&["ctrl+comma"])?;
    app.find(&heading(words.say("shell.settings")?)).await?;
    app.find(&text(words.say("settings.keyring.available")?)).await?;
    speaks(&app, &words, "the settings").await?;
    app.press(&["ctrl+l"])?;
    app.find(&heading(words.say("lock.title")?)).await?;
    speaks(&app, &words, "the locked screen").await?;
    app.close().await
}

async fn first_run(app: &App<'_>, words: &Words) -> Outcome {
    app.find(&heading(words.say("welcome.title")?)).await?;
    speaks(app, words, "the welcome screen").await?;
    app.click(&role("button", words.say("welcome.authenticator")?).containing())
        .await?;
    recovery_groups(app, words).await?;
    speaks(app, words, "the set-up").await?;
    app.click(&role("button", words.say("ui.back")?)).await?;
    NewVault::default().make(app, words).await?;
    speaks(app, words, "the empty list").await
}

/// A dropped picture, its preview, and its row.
async fn add(app: &App<'_>, words: &Words) -> Outcome {
    app.desk()
        .drag_file_onto(app, &picture_of(app.desk(), "github.png", GITHUB)?)?;
    app.find(&text(words.fixed_part("add.found.other")?)).await?;
    speaks(app, words, "the preview").await?;
    app.click(&role("button", words.say("words.save")?)).await?;
    let copy = words.say_with("codes.copyNamed", &[("name", "GitHub, mina")])?;
    app.find(&role("button", &copy)).await?;
    app.gone(&css("dialog[open]")).await?;
    speaks(app, words, "the list").await
}

/// What a row offers: copying, its menu, and deleting.
async fn row(app: &App<'_>, words: &Words) -> Outcome {
    app.find(&css(":focus[data-entry]")).await?;
    app.press(&["Return"])?;
    app.find(&css(".is-copied")).await?;
    speaks(app, words, "a copied code").await?;
    let more = words.say_with("codes.more", &[("name", "GitHub, mina")])?;
    app.click(&role("button", &more)).await?;
    app.find(&role("menuitem", words.say("codes.edit")?)).await?;
    speaks(app, words, "a row's menu").await?;
    app.click(&role("menuitem", words.say("codes.delete")?)).await?;
    app.find(&role("button", words.say("ui.cancel")?)).await?;
    speaks(app, words, "the question before deleting").await?;
    app.click(&role("button", words.say("ui.cancel")?)).await?;
    app.gone(&css("dialog[open]")).await
}

#[tokio::test]
async fn the_app_speaks_korean() -> Outcome {
    through_the_app_in("ko").await
}

#[tokio::test]
async fn the_app_speaks_japanese() -> Outcome {
    through_the_app_in("ja").await
}

/// Without a setting the system's language is spoken, and another can be chosen at any time.
#[tokio::test]
async fn the_language_follows_the_system_until_it_is_chosen() -> Outcome {
    let desk = Desk::start(DeskOptions {
        locale: "ko_KR.UTF-8".into(),
        ..DeskOptions::default()
    })?;
    let (korean, japanese) = (Words::of("ko")?, Words::of("ja")?);
    let app = desk.launch(&[]).await?;
    app.find(&heading(korean.say("welcome.title")?)).await?;
    let choice = app.find(&css("select")).await?;
    choice.select_by_label("日本語").await?;
    app.find(&heading(japanese.say("welcome.title")?)).await?;
    speaks(&app, &japanese, "the welcome screen").await?;
    app.close().await?;
    let app = desk.launch(&[]).await?;
    app.find(&heading(japanese.say("welcome.title")?)).await?;
    app.close().await
}
