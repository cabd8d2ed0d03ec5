//! What can go wrong inside the service. None of it is told to a client: all of it answers 500.

use std::path::PathBuf;

/// A failure of the service itself. Carries no secret.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// The database refused.
    #[error("the database failed")]
    Database(#[from] sqlx::Error),
    /// The database could not be brought to this version's schema.
    #[error("the database could not be migrated")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A file or folder of the service could not be used.
    #[error("{} could not be used", path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// An embedded preset does not read.
    #[error("the embedded preset {name} does not read")]
    Preset {
        /// Which one.
        name: &'static str,
        /// Why.
        source: serde_json::Error,
    },
    /// The embedded texts of mails do not read.
    #[error("the embedded texts do not read")]
    Texts(#[source] serde_json::Error),
    /// What the database holds for a session or a profile is not what was written there.
    #[error("a stored value does not read")]
    Stored(#[source] serde_json::Error),
    /// Encryption to the world outside could not be set up: the system has no usable certificates.
    #[error("TLS could not be set up")]
    Tls(#[source] rustls::Error),
    /// Encryption to the mail server could not be set up.
    #[error("encryption to the mail server could not be set up")]
    MailTls,
    /// The HTTP client could not be built.
    #[error("the HTTP client could not be set up")]
    Client(#[source] reqwest::Error),
    /// A message can't be written as a mail.
    #[error("a message can't be written as a mail")]
    Sender,
    /// A picture could not be drawn.
    #[error("a picture could not be drawn")]
    Picture,
    /// The key that closed addresses are known by is missing or damaged, and must not be made anew.
    #[error("{} is missing or damaged; without it closed addresses are not known again", path.display())]
    AddressKey {
        /// Where it should be.
        path: PathBuf,
    },
    /// Hashing a password failed.
    #[error("hashing failed")]
    Hash,
    /// A TOTP key could not be used.
    #[error("a TOTP key could not be used")]
    Totp,
}
