//! The database: one module a table. Functions take a connection, so that a handler's writes share its transaction.

pub(crate) mod accounts;
pub(crate) mod activity;
pub(crate) mod alert_settings;
pub(crate) mod api_keys;
pub(crate) mod authenticators;
pub(crate) mod captchas;
pub(crate) mod consents;
pub(crate) mod deliveries;
pub(crate) mod devices;
pub(crate) mod emails;
pub(crate) mod outbox;
pub(crate) mod phones;
pub(crate) mod profiles;
pub(crate) mod projects;
pub(crate) mod recovery_codes;
pub(crate) mod sessions;
pub(crate) mod temporary_passwords;
pub(crate) mod tombstones;

use std::path::Path;
use std::time::Duration;

use sqlx::SqlitePool;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use crate::error::ServiceError;
use crate::files;

/// The embedded migrations.
pub(crate) static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// The database's file name in the data folder.
pub(crate) const FILE: &str = "service.sqlite3";

/// Opens the database of a data folder, making and migrating it as needed. Files are 0600, the folder 0700.
pub(crate) async fn open(folder: &Path) -> Result<SqlitePool, ServiceError> {
    files::private_folder(folder)?;
    let file = folder.join(FILE);
    // SQLite gives its -wal and -shm files the mode of the main file, so that one must exist with the right mode first.
    files::private_file(&file)?;
    let options = SqliteConnectOptions::new()
        .filename(&file)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(20))
        .pragma("secure_delete", "on");
    let pool = SqlitePoolOptions::new()
        .max_connections(4)
        .acquire_timeout(Duration::from_secs(60))
        .connect_with(options)
        .await?;
    MIGRATIONS.run(&pool).await?;
    Ok(pool)
}

/// Empties every table.
pub(crate) async fn clear(pool: &SqlitePool) -> Result<(), ServiceError> {
    let mut tx = pool.begin_with("BEGIN IMMEDIATE").await?;
    let tables = [
        "sessions",
        "outbox",
        "deliveries",
        "captchas",
        "accounts",
        "projects",
        "tombstones",
        "closure_reasons",
    ];
    for table in tables {
        // The names are these, never somebody's words.
        sqlx::query(sqlx::AssertSqlSafe(format!("DELETE FROM {table}")))
            .execute(&mut *tx)
            .await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Empties the database's log, whose older pages hold what was deleted since it was last written anew. Deleted rows in the
/// database itself are overwritten as they are deleted (`secure_delete`). False when somebody was reading all the while.
pub(crate) async fn leave_no_history(pool: &SqlitePool) -> sqlx::Result<bool> {
    let checkpoint = sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)");
    let (busy, ..): (i64, i64, i64) = checkpoint.fetch_one(pool).await?;
    Ok(busy == 0)
}
