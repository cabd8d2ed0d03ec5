//! The names of a table's columns, out of the statement that made it, which is all a database keeps of them.

/// A column.
pub(super) struct Column {
    pub(super) name: String,
    /// Whether it is another name of the row's id: `INTEGER PRIMARY KEY`.
    pub(super) is_row_id: bool,
}

/// What begins a rule about the table rather than a column.
const RULES: [&str; 5] = ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"];

/// The columns of `CREATE TABLE …(…)`; `None` for other statements.
pub(super) fn of(sql: &str) -> Option<Vec<Column>> {
    let (_, body) = sql.split_once('(')?;
    let columns = parts(body)?.into_iter().filter_map(column);
    Some(columns.collect())
}

/// What stands between the commas of the outermost parentheses, up to the closing one.
fn parts(body: &str) -> Option<Vec<&str>> {
    let (mut depth, mut begin, mut quote) = (0_usize, 0, None);
    let mut parts = Vec::new();
    for (place, character) in body.char_indices() {
        match (quote, character) {
            (Some(end), _) if character == end => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'' | '`') => quote = Some(character),
            (None, '[') => quote = Some(']'),
            (None, '(') => depth += 1,
            (None, ')') if depth > 0 => depth -= 1,
            (None, ')') => {
                parts.push(&body[begin..place]);
                return Some(parts);
            }
            (None, ',') if depth == 0 => {
                parts.push(&body[begin..place]);
                begin = place + 1;
            }
            _ => {}
        }
    }
    None
}

fn column(part: &str) -> Option<Column> {
    let part = part.trim();
    let end = match part.chars().next()? {
        '[' => Some(']'),
        quote @ ('"' | '`' | '\'') => Some(quote),
        _ => None,
    };
    let (name, rest) = match end {
        Some(end) => part[1..].split_once(end)?,
        None => part.split_once(char::is_whitespace).unwrap_or((part, "")),
    };
    if end.is_none() && RULES.iter().any(|rule| name.eq_ignore_ascii_case(rule)) {
        return None;
    }
    let rest = rest.trim_start().to_ascii_uppercase();
    Some(Column {
        name: name.to_owned(),
        is_row_id: rest.starts_with("INTEGER") && rest.contains("PRIMARY KEY"),
    })
}
