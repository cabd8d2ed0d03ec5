//! KeePassXC's CSV export: a line an entry, the code in `TOTP`.

use secrecy::SecretString;

use super::password_manager::{Columns, Table};
use crate::error::ImportError;
use crate::input::Input;
use crate::registry::Format;
use crate::{Import, Work};

pub(crate) const FORMAT: Format = Format {
    id: "keepassxc-csv",
    app: "KeePassXC",
    detect,
    parse,
};

const COLUMNS: Columns = Columns {
    code: "TOTP",
    title: "Title",
    username: "Username",
    group: Some("Group"),
    note: Some("Notes"),
    pinned: None,
};

fn detect(input: &Input<'_>) -> Option<bool> {
    Table::has(input.text()?, &COLUMNS).then_some(false)
}

fn parse(input: &Input<'_>, _: Option<&SecretString>, work: &Work) -> Result<Import, ImportError> {
    Table::read(input.text().ok_or(ImportError::Damaged)?, &COLUMNS, work)
}
