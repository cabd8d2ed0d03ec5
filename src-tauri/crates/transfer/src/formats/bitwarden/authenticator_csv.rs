//! Bitwarden Authenticator's CSV. Its lines have nine cells under a header of six, and no quotes around a comma: the code is
//! found by how links begin, as a link encodes its own commas.

use zeroize::Zeroizing;

use crate::error::ImportError;
use crate::formats::password_manager::code_of;
use crate::{Import, Reason, Work};

/// The first line.
const HEADER: &str = "folder,favorite,type,name,login_uri,login_totp";
/// What stands between the name and the code: the empty address.
const LINKS: [&str; 2] = [",,otpauth://", ",,steam://"];
/// How many cells come before the name.
const BEFORE_NAME: usize = 3;
/// What Android's app writes for a name that there is none of.
const NO_NAME: &str = "null";

/// Whether it is such a table.
pub(super) fn is_table(text: &str) -> bool {
    text.lines().next().is_some_and(|first| first.trim_end() == HEADER)
}

/// Every line.
pub(super) fn parse(text: &str, work: &Work) -> Result<Import, ImportError> {
    let mut import = Import::default();
    for line in text.lines().skip(1).filter(|line| !line.trim().is_empty()) {
        work.go_on()?;
        match cells(line) {
            Some((name, code)) => import.take(code_of(code, name, None), || Zeroizing::new(code.to_owned()))?,
            None => import.refuse(Reason::Malformed { field: "line" }, Zeroizing::new(line.to_owned()))?,
        }
    }
    Ok(import)
}

/// The name and the code of a line.
fn cells(line: &str) -> Option<(Option<&str>, &str)> {
    let begin = LINKS.iter().filter_map(|link| line.find(link)).min()?;
    let name = line.get(..begin)?.splitn(BEFORE_NAME + 1, ',').nth(BEFORE_NAME)?;
    let code = line.get(begin + 2..)?.split(',').next()?;
    Some(((name != NO_NAME).then_some(name), code))
}
