//! Making and showing API tokens and keys, whether an account has one or several.

use protocol::extension::discovery::Shown;
use protocol::extension::keys::{ApiKey, KeySecret, MadeKey};
use protocol::extension::problem::codes;
use protocol::sensitive::Sensitive;

use crate::answer::Halt;
use crate::limits::Action;
use crate::routes::extension;
use crate::secrets;
use crate::steps;
use crate::store::accounts::Account;
use crate::store::api_keys::{self, New, Row};
use crate::texts::Topic;
use crate::turn::{Turn, moment};

/// What messages say was being done.
const ASKED_FOR_BY: &str = "api_key";

/// The account, once it proved who it is and does not ask too often: keys are worth as much as a password.
pub(crate) async fn proven_owner(turn: &mut Turn) -> Result<Account, Halt> {
    let account = extension::signed_in(turn)?;
    extension::require_step_up(turn, &account).await?;
    turn.count(Action::ManageKeys, &account.id.to_string())?;
    Ok(account)
}

/// Makes one and returns its secret, which is not readable again unless the preset says so.
pub(crate) async fn make(turn: &mut Turn, account: i64, name: &str) -> Result<MadeKey, Halt> {
    let keys = &turn.service.preset.keys;
    let secret = secrets::new_api_key(keys.as_ref().map_or("", |keys| keys.prefix.as_str()));
    let kept = keys.as_ref().is_some_and(|keys| keys.form.shown == Shown::Again);
    let last_four = &secret[secret.len() - 4..];
    let new = New {
        account,
        name,
        digest: &secrets::token_digest(&secret),
        secret: kept.then_some(secret.as_str()),
        last_four,
        now: turn.now,
    };
    let row = api_keys::add(turn.db(), new).await?;
    Ok(MadeKey {
        key: wire(turn, row),
        secret: Sensitive::new(secret.as_str().to_owned()),
    })
}

/// The secret of one of the account's.
pub(crate) async fn reveal(turn: &mut Turn, account: i64, id: i64) -> Result<KeySecret, Halt> {
    let secret = api_keys::secret(turn.db(), account, id).await?;
    let secret = secret.ok_or_else(|| {
        let title = "This secret was shown when it was made, and is not shown again";
        extension::refuse(404, codes::NOT_OFFERED, title)
    })?;
    Ok(KeySecret {
        secret: Sensitive::new(secret.as_str().to_owned()),
    })
}

/// Tells the account's owner, who may not be the one who asked.
pub(crate) async fn notify(turn: &mut Turn, account: &Account, topic: Topic) -> Result<(), Halt> {
    steps::notify(turn, account.id, &account.email, topic, ASKED_FOR_BY).await
}

/// A token or key as it is listed.
pub(crate) fn wire(turn: &Turn, row: Row) -> ApiKey {
    let keys = turn.service.preset.keys.as_ref();
    ApiKey {
        id: row.id,
        name: row.name,
        prefix: keys.map(|keys| keys.prefix.clone()).unwrap_or_default(),
        last_four: row.last_four,
        created_at: moment(row.created_at),
    }
}
