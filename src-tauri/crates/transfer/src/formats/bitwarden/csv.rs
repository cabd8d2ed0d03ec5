//! Bitwarden's CSV export: a line an item, the code in `login_totp`.

use secrecy::SecretString;

use crate::error::ImportError;
use crate::formats::password_manager::{Columns, Table};
use crate::input::Input;
use crate::{Import, Work};

const COLUMNS: Columns = Columns {
    code: "login_totp",
    title: "name",
    username: "login_username",
    group: Some("folder"),
    note: Some("notes"),
    pinned: Some("favorite"),
};

pub(super) fn detect(input: &Input<'_>) -> Option<bool> {
    Table::has(input.text()?, &COLUMNS).then_some(false)
}

pub(super) fn parse(input: &Input<'_>, _: Option<&SecretString>, work: &Work) -> Result<Import, ImportError> {
    Table::read(input.text().ok_or(ImportError::Damaged)?, &COLUMNS, work)
}
