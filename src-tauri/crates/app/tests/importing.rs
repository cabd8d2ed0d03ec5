//! What an import leaves in a real vault: live entries before trashed ones, and the file's order.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use app::importing::{Importing, Outcome};
use app::vault_session::VaultSession;
use keychain::Keychain;
use secrecy::SecretString;
use serde_json::{Value, json};
use vault::{Document, Entry, Folder, Identity, NewVault, Vault};
use zeroize::Zeroizing;

const TIME: &str = "2026-11-20T09:00:00Z";

/// An open vault with nothing in it.
fn empty() -> (tempfile::TempDir, VaultSession) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    let identity = Identity::generate();
    let new = NewVault::weak_for_tests(identity.clone());
    Vault::create(Folder::open(&path).unwrap(), new).unwrap();
    let session = VaultSession::new(path, Keychain::system());
    session.unlock_with_recovery_key(&identity.to_text()).unwrap();
    (folder, session)
}

fn uri(account: &str, secret: &str) -> String {
    format!("otpauth://totp/Harbour:{account}?secret={secret}&issuer=Harbour")
}

/// A record of our own plain JSON.
fn record(account: &str, secret: &str) -> Value {
    json!({ "uri": uri(account, secret) })
}

fn read(bytes: &[u8], password: Option<&str>) -> Importing {
    let importing = Importing::default();
    importing.choose("file", Zeroizing::new(bytes.to_vec())).unwrap();
    importing.read(password.map(SecretString::from).as_ref()).unwrap();
    importing
}

fn of_records(records: &[Value]) -> Importing {
    let file = json!({ "format": "gatehouse-vault", "version": 1, "generation": 1, "entries": records });
    read(file.to_string().as_bytes(), None)
}

fn contents(session: &VaultSession) -> Document {
    session.read(Clone::clone).unwrap()
}

#[test]
fn a_key_in_use_never_lands_in_the_trash_for_a_trashed_copy_before_it() {
    let (_folder, session) = empty();
    let mut trashed = record("ann", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    trashed["deleted_at"] = TIME.into();
    let importing = of_records(&[trashed, record("ann", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")]);
    let outcomes = |importing: &Importing| {
        let report = session.read(|document| importing.report(Some(document)));
        let records = report.unwrap().unwrap().records;
        records.iter().map(|record| record.outcome).collect::<Vec<_>>()
    };
    let wanted = [Outcome::Duplicate, Outcome::New];
    assert_eq!(outcomes(&importing), wanted, "in the file's order");
    importing.save(&session).unwrap();
    let document = contents(&session);
    assert_eq!((document.live().count(), document.trashed().count()), (1, 0));
    assert_eq!(outcomes(&importing), wanted, "and told the same once it is saved");
    importing.undo(&session).unwrap();
    assert_eq!(contents(&session).entries().len(), 0);
}

#[test]
fn own_order_and_the_order_of_adding_are_the_files() {
    let (_folder, session) = empty();
    let links: Vec<String> = (0..50)
        .map(|at| {
            uri(
                &format!("a{at:02}"),
                &format!("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQ{}", base32(at)),
            )
        })
        .collect();
    read(links.join("\n").as_bytes(), None).save(&session).unwrap();
    let document = contents(&session);
    assert_eq!(document.live().count(), 50);
    let in_order = |mut entries: Vec<&Entry>, by: &dyn Fn(&Entry, &Entry) -> std::cmp::Ordering| {
        entries.sort_by(|one, other| by(one, other));
        entries
            .into_iter()
            .map(|entry| entry.account().to_owned())
            .collect::<Vec<_>>()
    };
    let wanted: Vec<String> = (0..50).map(|at| format!("a{at:02}")).collect();
    let own = in_order(document.live().collect(), &|one, other| {
        one.own_place().cmp(&other.own_place())
    });
    assert_eq!(own, wanted);
    let added = in_order(
        document.live().collect::<Vec<_>>().into_iter().rev().collect(),
        &|one, other| one.created_at.cmp(&other.created_at),
    );
    assert_eq!(added, wanted);
}

/// Three letters that no other number has.
fn base32(at: usize) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let letter = |at: usize| char::from(LETTERS[at % 32]);
    [letter(at / 32), letter(at), 'A'].iter().collect()
}
