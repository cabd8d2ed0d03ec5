//! What an import leaves in a real vault: live entries before trashed ones, the file's order, and all that a vault of our own had.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::sync::Arc;

use app::clock::CodeClock;
use app::codes::Codes;
use app::importing::{Fix, Importing, Outcome};
use app::vault_session::{LockReason, VaultSession};
use jiff::Timestamp;
use keychain::Keychain;
use otp::Kind;
use secrecy::SecretString;
use serde_json::{Value, json};
use vault::{
    Document, Entry, Folder, HeldRecord, Identity, NewVault, RecoveryCodes, SecretText, ServiceLink, Vault, WorkFactor,
};
use zeroize::Zeroizing;

const TIME: &str = "2026-11-20T09:00:00Z";

/// An open vault with nothing in it.
fn empty() -> (tempfile::TempDir, VaultSession) {
    let (folder, session, _) = with_key();
    (folder, session)
}

/// The same with its recovery key.
fn with_key() -> (tempfile::TempDir, VaultSession, SecretString) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    let identity = Identity::generate();
    let new = NewVault::weak_for_tests(identity.clone());
    Vault::create(Folder::open(&path).unwrap(), new).unwrap();
    let session = VaultSession::new(path, Keychain::system());
    session.unlock_with_recovery_key(&identity.to_text()).unwrap();
    (folder, session, identity.to_text())
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
fn what_is_dropped_leaves_the_import_in_hand_until_it_is_taken_up() {
    let file = |account: &str| {
        let entries = [record(account, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")];
        let file = json!({ "format": "gatehouse-vault", "version": 1, "generation": 1, "entries": entries });
        Zeroizing::new(file.to_string().into_bytes())
    };
    let importing = Importing::default();
    importing.choose("first", file("ann")).unwrap();
    importing.read(None).unwrap();
    importing.offer("second", file("bob")).unwrap();
    assert!(
        importing
            .offer("none", Zeroizing::new(b"a shopping list".to_vec()))
            .is_err()
    );
    assert_eq!(importing.report(None).unwrap().records[0].account, "ann");
    assert_eq!(importing.take_up().unwrap().name, "second");
    importing.read(None).unwrap();
    assert_eq!(importing.report(None).unwrap().records[0].account, "bob");
    assert_eq!(importing.take_up().unwrap().name, "second", "and stays in hand");
    importing.offer("third", file("eve")).unwrap();
    importing.discard();
    assert!(!importing.has_file() && importing.take_up().is_none());
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

/// A vault with all that an entry can have, and records it does not understand.
fn full() -> Document {
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    let mut document = Document::default();
    let mut counted = Entry::from_uri(
        "otpauth://hotp/Quay:cy?secret=OR2XG2LOMRUW4ZZAMJQWG33OMVZWG33O&issuer=Quay&counter=41",
        at("2025-01-02T03:04:05.123456789Z"),
    )
    .unwrap();
    let link = format!(
        "{}&image=https%3A%2F%2Fexample.org",
        uri("bo", "MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U")
    );
    let mut linked = Entry::from_uri(&link, at("2025-03-02T03:04:05Z")).unwrap();
    linked.link = Some(ServiceLink::new("https://id.example.org", "bo@example.org", false));
    let codes = ["one-one", "two-two"].map(SecretText::from);
    let mut kept = RecoveryCodes::new("Harbour", codes, at("2025-03-02T03:05:00Z"));
    kept.codes[1].used_at = Some(at("2025-04-01T00:00:00Z"));
    linked.recovery_codes = Some(kept);
    (linked.tags, linked.note, linked.pinned) = (vec!["Work".into()], Some("a note".into()), true);
    linked.icon = Some("harbour".into());
    linked.updated_at = at("2026-01-01T00:00:00Z");
    counted.tags = vec!["a".into(), "b".into()];
    let mut gone = Entry::from_uri(&uri("di", "NBSWY3DPEB3W64TMMQQGG33EMVZSA2LO"), at(TIME)).unwrap();
    gone.deleted_at = Some(at("2026-11-22T09:00:00Z"));
    let (first, second) = (counted.id, linked.id);
    for entry in [counted, linked, gone] {
        document.add(entry).unwrap();
    }
    document.place(second, vault::Beside::Before(first)).unwrap();
    let held = HeldRecord::new("aegis", "Old one", "pin-missing", "{\"type\":\"yandex\"}");
    document.hold(held).unwrap();
    document
}

fn exported(document: &Document) -> Vec<u8> {
    vault::sealed_backup(document, &SecretString::from("lantern"), WorkFactor::WEAK_FOR_TESTS).unwrap()
}

#[test]
fn a_vault_of_our_own_comes_back_whole() {
    let (_folder, session) = empty();
    let before = full();
    read(&exported(&before), Some("lantern")).save(&session).unwrap();
    let after = contents(&session);
    assert!(after.entries() == before.entries(), "every entry as it was");
    assert!(
        after.quarantine() == before.quarantine(),
        "what is held is held, and not once more around it"
    );
    // Again: there is nothing to take.
    let again = read(&exported(&before), Some("lantern"));
    again.save(&session).unwrap();
    assert!(contents(&session).quarantine() == before.quarantine());
}

#[test]
fn an_own_vault_taken_in_is_taken_back_but_for_what_was_changed_since() {
    let (_folder, session) = empty();
    let importing = read(&exported(&full()), Some("lantern"));
    importing.save(&session).unwrap();
    session
        .update(|document| {
            let id = document.live().find(|entry| entry.account() == "cy").unwrap().id;
            document.advance_hotp(id).map(drop)
        })
        .unwrap();
    importing.undo(&session).unwrap();
    let left = contents(&session);
    let accounts: Vec<&str> = left.entries().iter().map(Entry::account).collect();
    assert_eq!(accounts, ["cy"]);
    assert!(left.quarantine().is_empty());
}

#[test]
fn what_the_vault_has_is_never_replaced_or_rivalled() {
    let (_folder, session) = empty();
    // The vault's own key of the account, and another entry under an id that the file has too.
    let mut own = Entry::from_uri(&uri("own", "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU"), Timestamp::now()).unwrap();
    own.link = Some(ServiceLink::new("https://id.example.org", "bo@example.org", false));
    let mut same_id = Entry::from_uri(&uri("other", "ORSXG5BAORSXG5BAORSXG5BAORSXG5BA"), Timestamp::now()).unwrap();
    let file = full();
    same_id.id = file.live().find(|entry| entry.account() == "cy").unwrap().id;
    session
        .update(|document| {
            document.add(own.clone())?;
            document.add(same_id.clone())
        })
        .unwrap();
    read(&exported(&file), Some("lantern")).save(&session).unwrap();
    let document = contents(&session);
    assert!(document.entry(own.id) == Some(&own) && document.entry(same_id.id) == Some(&same_id));
    let found = |account: &str| document.live().find(|entry| entry.account() == account).unwrap();
    assert!(found("bo").link.is_none(), "the account has its key");
    assert!(matches!(found("cy").otp().kind, Kind::Hotp { counter: 41, .. }));
}

fn fixture(name: &str) -> Vec<u8> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../transfer/tests/fixtures");
    std::fs::read(fixtures.join(name)).unwrap()
}

/// How the page that lists them tells records apart.
fn ids(session: &Arc<VaultSession>) -> Vec<String> {
    let codes = Codes::new(Arc::clone(session), CodeClock::default());
    let kept = codes.quarantined().unwrap();
    kept.into_iter().map(|record| record.id).collect()
}

#[test]
fn a_record_that_is_held_already_is_not_held_again() {
    let (_folder, session, key) = with_key();
    let session = Arc::new(session);
    read(&fixture("aegis/plain.json"), None).save(&session).unwrap();
    let before = contents(&session);
    assert_eq!(before.quarantine().len(), 2);
    session.lock(LockReason::ByHand);
    session.unlock_with_recovery_key(&key).unwrap();
    let again = read(&fixture("aegis/plain.json"), None);
    again.save(&session).unwrap();
    assert!(contents(&session).quarantine() == before.quarantine());
    assert_ne!(ids(&session)[0], ids(&session)[1]);
    // What the second import did not hold, taking it back does not let go.
    again.undo(&session).unwrap();
    assert!(contents(&session).quarantine() == before.quarantine());
    // One list with the same broken link twice.
    let links = "otpauth://totp/x?secret=1\notpauth://totp/x?secret=1\n";
    read(links.as_bytes(), None).save(&session).unwrap();
    assert_eq!(contents(&session).quarantine().len(), 3);
}

/// Vaults in which a record was held twice have it twice: each is told apart, and goes one by one.
#[test]
fn records_that_are_the_same_are_told_apart() {
    let (_folder, session) = empty();
    let session = Arc::new(session);
    let record = json!({ "held": { "format": "aegis", "name": "Old", "reason": "missing-secret", "record": "{}" } });
    let twice = json!({ "version": 1, "generation": 1, "entries": [], "quarantine": [record, record] });
    let twice = Document::from_plaintext(twice.to_string().as_bytes()).unwrap();
    session
        .update(|document| {
            *document = twice.clone();
            Ok(())
        })
        .unwrap();
    let both = ids(&session);
    assert!(both.len() == 2 && both[0] != both[1], "{both:?}");
    let codes = Codes::new(Arc::clone(&session), CodeClock::default());
    codes.discard_quarantined(&both[1]).unwrap();
    assert_eq!(ids(&session), both[..1]);
}

#[test]
fn a_link_with_a_pin_that_cannot_be_read_takes_another_in_its_place() {
    for link in [
        "motp://Old:mo?secret=0123456789abcdef&pin=",
        "motp://Old:mo?pin=12%2034&secret=0123456789abcdef",
        "motp://Old:mo?secret=0123456789abcdef&PIN=",
        "motp://Old:mo?secret=0123456789abcdef",
    ] {
        let (_folder, session) = empty();
        let importing = read(link.as_bytes(), None);
        let report = importing.report(None).unwrap();
        assert!(report.records[0].needs_pin, "{link}: {:?}", report.records[0].reason);
        let pin = SecretString::from("1234");
        importing
            .fix(1, Fix::Pin(pin))
            .unwrap_or_else(|error| panic!("{link}: {error}"));
        importing.save(&session).unwrap();
        let document = contents(&session);
        let otp = document.entries()[0].otp();
        assert_eq!(otp.pin().unwrap().expose(), "1234", "{link}");
    }
}
