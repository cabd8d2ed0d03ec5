//! Ways to a vault, and looks into one from outside the app, with the stock `age`.

use std::path::PathBuf;

use serde_json::Value;

use super::Words;
use crate::desk::{App, By, Desk, Failure, Outcome, css, role, xpath};

/// How a vault is made.
#[derive(Clone, Copy, Default)]
pub struct NewVault<'a> {
    /// Chosen beside the sheet.
    pub passphrase: Option<&'a str>,
}

impl NewVault<'_> {
    /// From the welcome screen's door to the open vault, a group of the recovery key typed back. Gives the recovery key's groups,
    /// as the sheet shows them.
    ///
    /// # Errors
    /// A part of the way is not on the screen.
    pub async fn make(self, app: &App<'_>, words: &Words) -> Outcome<Vec<String>> {
        app.click(&role("button", words.say("welcome.authenticator")?).containing())
            .await?;
        let groups = recovery_groups(app, words).await?;
        type_group_back(app, words, &groups).await?;
        if let Some(passphrase) = self.passphrase {
            type_new_passphrase(app, words, passphrase).await?;
        }
        create(app, words).await?;
        Ok(groups)
    }
}

/// Presses "Create the vault" and waits until it is there.
///
/// # Errors
/// It was not created.
pub async fn create(app: &App<'_>, words: &Words) -> Outcome {
    let create = role("button", words.say("setup.create")?);
    // The button is there from the start; it can be pressed once what was typed is enough.
    app.find(&css("form button[type='submit']:not([aria-disabled])"))
        .await?;
    app.click(&create).await?;
    app.gone(&create).await?;
    // The empty list, perhaps behind a preview of what waited for the vault.
    app.find(&css(".drop")).await.map(|_| ())
}

/// The groups of the recovery key on the set-up screen.
///
/// # Errors
/// The sheet is not on the screen.
pub async fn recovery_groups(app: &App<'_>, words: &Words) -> Outcome<Vec<String>> {
    let list: By = css(&format!("ol[aria-label='{}'] code", words.say("setup.recoveryKey")?));
    app.find(&list).await?;
    let mut groups = Vec::new();
    for group in app.find_all(&list).await? {
        let shown = group.text().await?;
        // The sheet to be printed holds the groups again, unseen.
        if !shown.is_empty() {
            groups.push(shown);
        }
    }
    Ok(groups)
}

/// Types the group back that the set-up screen asks for.
///
/// # Errors
/// It asks for none, or for one that is not there.
pub async fn type_group_back(app: &App<'_>, words: &Words, groups: &[String]) -> Outcome {
    let asked = words.fixed_part("setup.typeGroup")?;
    let label = app.text_of(&xpath(&format!("//label[contains(., '{asked}')]"))).await?;
    let digits: String = label.chars().filter(char::is_ascii_digit).collect();
    let number = digits.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    let group = number.and_then(|number| groups.get(number));
    let group = group.ok_or_else(|| Failure::new(format!("“{label}” names no group of {}", groups.len())))?;
    app.fill(&role("textbox", asked).containing(), group).await
}

/// Types a new passphrase twice.
///
/// # Errors
/// The fields are not on the screen.
pub async fn type_new_passphrase(app: &App<'_>, words: &Words, passphrase: &str) -> Outcome {
    // The first one's label may say that it is optional.
    app.fill(&css("input[autocomplete='new-password']"), passphrase).await?;
    let again = role("textbox", words.say("vault.passphraseAgain")?);
    app.fill(&again, passphrase).await
}

/// The vault's file.
#[must_use]
pub fn vault_file(desk: &Desk) -> PathBuf {
    desk.gatehouse_home().join("vault/vault.age")
}

/// What the vault's file holds, opened from outside the app by `age -d` with the key on the recovery sheet.
///
/// # Errors
/// `age` is missing or can't open it.
pub fn opened_by_age(desk: &Desk, groups: &[String]) -> Outcome<Value> {
    let key = desk.folder().join("recovery-key.txt");
    std::fs::write(&key, groups.concat())?;
    let file = vault_file(desk);
    let words = ["-d".as_ref(), "-i".as_ref(), key.as_os_str(), file.as_os_str()];
    let plain = desk.run("age", words);
    std::fs::remove_file(&key)?;
    Ok(serde_json::from_str(&plain?)?)
}

/// The live entries' otpauth addresses in the vault's file.
///
/// # Errors
/// As `opened_by_age`.
pub fn addresses_by_age(desk: &Desk, groups: &[String]) -> Outcome<Vec<String>> {
    let document = opened_by_age(desk, groups)?;
    let entries = document["entries"].as_array().cloned().unwrap_or_default();
    let live = entries.iter().filter(|entry| entry["deleted_at"].is_null());
    Ok(live
        .filter_map(|entry| entry["uri"].as_str().map(str::to_owned))
        .collect())
}

/// Writes the app's settings before it starts.
///
/// # Errors
/// The file can't be written.
pub fn set_settings(desk: &Desk, settings: &Value) -> Outcome {
    Ok(std::fs::write(
        desk.gatehouse_home().join("settings.json"),
        settings.to_string(),
    )?)
}

/// Writes the vault's file from outside the app, encrypted by `age` to the vault's own recipient.
///
/// # Errors
/// `age` is missing, or there is no vault.
pub fn sealed_by_age(desk: &Desk, document: &Value) -> Outcome {
    let slots = std::fs::read(desk.gatehouse_home().join("vault/slots.json"))?;
    let slots: Value = serde_json::from_slice(&slots)?;
    let recipient = slots["recipient"].as_str().unwrap_or_default().to_owned();
    let (plain, sealed) = (desk.folder().join("document.json"), desk.folder().join("document.age"));
    std::fs::write(&plain, document.to_string())?;
    let words = ["-r".as_ref(), recipient.as_ref(), "-o".as_ref(), sealed.as_os_str()];
    desk.run("age", words.into_iter().chain([plain.as_os_str()]))?;
    std::fs::remove_file(&plain)?;
    // In place: the file keeps its owner and its mode.
    std::fs::write(vault_file(desk), std::fs::read(&sealed)?)?;
    Ok(std::fs::remove_file(&sealed)?)
}
