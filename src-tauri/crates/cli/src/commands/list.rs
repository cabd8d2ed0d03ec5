//! What there is: entries, and the formats that can be read and written.

use app::codes::Row;
use app::exporting::ExportFormat;
use otp::Kind;
use serde::Serialize;
use transfer::FORMATS;

use crate::failure::{Done, Failure};
use crate::output::{json, line, shown};
use crate::pick::name_of;
use crate::session::Session;

/// An entry for programs. No key.
#[derive(Serialize)]
pub(super) struct Listed<'a> {
    id: String,
    issuer: &'a str,
    account: &'a str,
    #[serde(flatten)]
    settings: Settings,
    tags: &'a [String],
    pinned: bool,
}

/// How an entry's codes are made, in the words of otpauth links.
#[derive(Serialize)]
pub(super) struct Settings {
    kind: &'static str,
    algorithm: &'static str,
    digits: u8,
    period: Option<u32>,
    counter: Option<u64>,
}

impl Settings {
    pub(super) fn of(kind: Kind) -> Self {
        Self {
            kind: kind.name(),
            algorithm: kind.algorithm().map_or("MD5", otp::Algorithm::name),
            digits: kind.length(),
            period: kind.period().map(otp::Period::get),
            counter: match kind {
                Kind::Hotp { counter, .. } => Some(counter),
                _ => None,
            },
        }
    }
}

impl<'a> Listed<'a> {
    pub(super) fn of(row: &'a Row) -> Self {
        Self {
            id: row.id.to_string(),
            issuer: &row.issuer,
            account: &row.account,
            settings: Settings::of(row.kind),
            tags: &row.tags,
            pinned: row.pinned,
        }
    }
}

pub(super) fn list(session: &Session, query: &[String], as_json: bool) -> Result<Done, Failure> {
    let rows = session.codes.list(&query.join(" "))?.rows;
    print(&rows, as_json)
}

/// Prints rows.
pub(super) fn print(rows: &[Row], as_json: bool) -> Result<Done, Failure> {
    if as_json {
        json(&rows.iter().map(Listed::of).collect::<Vec<_>>())?;
        return Ok(Done::All);
    }
    for row in rows {
        let tags: String = row.tags.iter().map(|tag| format!(" #{}", shown(tag))).collect();
        line(&format!("{}{tags}", shown(&name_of(row))))?;
    }
    Ok(Done::All)
}

#[derive(Serialize)]
struct Formats {
    import: Vec<Readable>,
    export: Vec<Writable>,
}

#[derive(Serialize)]
struct Readable {
    id: &'static str,
    app: &'static str,
}

#[derive(Serialize)]
struct Writable {
    id: &'static str,
    encrypted: bool,
}

pub(super) fn formats(as_json: bool) -> Result<Done, Failure> {
    let formats = Formats {
        import: FORMATS
            .iter()
            .map(|format| Readable {
                id: format.id,
                app: format.app,
            })
            .collect(),
        export: ExportFormat::ALL
            .iter()
            .map(|format| Writable {
                id: format.id(),
                encrypted: format.encrypted(),
            })
            .collect(),
    };
    if as_json {
        json(&formats)?;
        return Ok(Done::All);
    }
    line("Import (recognised by content):")?;
    for format in &formats.import {
        line(&format!("  {:<22} {}", format.id, format.app))?;
    }
    line("Export:")?;
    for format in &formats.export {
        let protection = if format.encrypted { "encrypted" } else { "not encrypted" };
        line(&format!("  {:<22} {protection}", format.id))?;
    }
    Ok(Done::All)
}
