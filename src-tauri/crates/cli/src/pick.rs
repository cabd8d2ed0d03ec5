//! Which entry a person means: an id, an exact name, or the one that all words match.

use app::codes::Row;
use uuid::Uuid;

use crate::failure::Failure;
use crate::output::shown;

/// The one entry among these; several are named on standard error.
pub(crate) fn one(
    query: &[String],
    rows: Vec<Row>,
    all: impl FnOnce() -> Result<Vec<Row>, Failure>,
) -> Result<Row, Failure> {
    let words = query.join(" ");
    if words.trim().is_empty() {
        // As of a script's variable that was never set. Every entry without issuer or account has that very name.
        return Err(Failure::Usage("an empty name means no entry"));
    }
    if let Ok(id) = Uuid::parse_str(&words) {
        return all()?.into_iter().find(|row| row.id == id).ok_or(Failure::NoMatch);
    }
    let exact = |row: &&Row| {
        let name = words.to_lowercase();
        [
            row.issuer.to_lowercase(),
            row.account.to_lowercase(),
            name_of(row).to_lowercase(),
        ]
        .contains(&name)
    };
    let exactly: Vec<&Row> = rows.iter().filter(exact).collect();
    match (&exactly[..], &rows[..]) {
        ([one], _) => Ok((*one).clone()),
        (_, [one]) => Ok(one.clone()),
        (_, []) => Err(Failure::NoMatch),
        (_, several) => {
            for row in several.iter().take(20) {
                eprintln!("{}  {}", row.id, shown(&name_of(row)));
            }
            Err(Failure::Ambiguous(several.len()))
        }
    }
}

/// `issuer: account`, whichever there is.
pub(crate) fn name_of(row: &Row) -> String {
    match (row.issuer.as_str(), row.account.as_str()) {
        ("", account) => account.to_owned(),
        (issuer, "") => issuer.to_owned(),
        (issuer, account) => format!("{issuer}: {account}"),
    }
}
