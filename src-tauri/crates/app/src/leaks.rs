//! Whether a new password is in known leaks: asked only where the person switched it on, of the service they chose.

use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::AppError;
use crate::settings::{Settings, SettingsFile};

/// How often a password was seen in leaks; nothing where the person did not switch the question on, or nothing is typed.
///
/// # Errors
/// When the service does not answer, or not as such a service does; [`AppError::BadAddress`] when it has none.
pub async fn times_leaked(settings: &SettingsFile, password: &SecretString) -> Result<Option<u64>, AppError> {
    let settings = settings.get();
    // Exposed to see whether anything was typed.
    if !settings.check_leaks || password.expose_secret().is_empty() {
        return Ok(None);
    }
    let service = checked(address(&settings)).ok_or(AppError::BadAddress)?;
    Ok(Some(providers::times_leaked(&service, password).await?))
}

/// The address that is asked.
#[must_use]
pub fn address(settings: &Settings) -> &str {
    settings.leak_service.as_deref().unwrap_or(providers::BREACH_SERVICE)
}

/// An address as the person typed it, if it can be asked; nothing typed is the usual service.
///
/// # Errors
/// [`AppError::BadAddress`] when it can't be.
pub fn chosen(typed: &str) -> Result<Option<String>, AppError> {
    let typed = typed.trim();
    if typed.is_empty() || typed == providers::BREACH_SERVICE {
        return Ok(None);
    }
    checked(typed)
        .map(|address| Some(address.into()))
        .ok_or(AppError::BadAddress)
}

fn checked(address: &str) -> Option<Url> {
    let url = Url::parse(address).ok()?;
    let plain = url.query().is_none() && url.fragment().is_none();
    (plain && providers::check_origin(&url).is_ok()).then_some(url)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_https_or_this_computer_is_asked() {
        assert_eq!(chosen(" ").unwrap(), None);
        assert_eq!(chosen("https://api.pwnedpasswords.com/range/").unwrap(), None);
        let own = chosen("https://leaks.example/range").unwrap();
        assert_eq!(own.as_deref(), Some("https://leaks.example/range"));
        assert!(chosen("http://127.0.0.1:8080/range/").unwrap().is_some());
        for bad in [
            "http://leaks.example/range",
            "leaks.example",
            "file:///etc",
            "https://a@b.example/",
            "https://a.example/?q",
        ] {
            assert!(chosen(bad).is_err(), "{bad}");
        }
    }

    #[tokio::test]
    async fn nothing_is_asked_unless_it_is_switched_on() {
        let folder = tempfile::tempdir().unwrap();
        let settings = SettingsFile::open(folder.path().join("settings.json"));
        // An address that would fail if it were asked.
        settings
            .change(|settings| settings.leak_service = Some("http://127.0.0.1:1/".into()))
            .unwrap();
        assert_eq!(times_leaked(&settings, &"Harbor-Lamp-42".into()).await.unwrap(), None);
        settings.change(|settings| settings.check_leaks = true).unwrap();
        assert_eq!(times_leaked(&settings, &"".into()).await.unwrap(), None);
        assert!(times_leaked(&settings, &"Harbor-Lamp-42".into()).await.is_err());
    }
}
