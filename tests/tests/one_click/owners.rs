//! Two accounts at one service, one of which takes the address that the other had: each keeps its own key.

use service::Preset;
use uuid::Uuid;

use super::wire::{Cut, Wire};
use super::world::{Run, World};

const NEW_ADDRESS: &str = "moved@example.com";

/// As if another computer had linked it, whose identities this one does not know; or a version that knew none.
fn linked_elsewhere(run: &Run, entry: Uuid, account_id: Option<Uuid>) {
    let linked = run.vault.update(|document| {
        let link = document.entry_mut(entry)?.link.as_mut();
        link.into_iter().for_each(|link| link.account_id = account_id);
        Ok(())
    });
    linked.unwrap();
}

/// The account takes another address, and someone else's account the one it had.
async fn address_changes_hands(world: &World, run: &Run, id: Uuid) -> Uuid {
    run.accounts.begin_email_change(id, NEW_ADDRESS).await.unwrap();
    let code = world.mailed(NEW_ADDRESS).await;
    run.accounts.verify_email_change(id, NEW_ADDRESS, &code).await.unwrap();
    run.signed_up(world, &world.credentials.email).await
}

async fn each_has_its_own(run: &Run, first: (Uuid, Uuid), second: Uuid) {
    let (id, entry) = first;
    let live: Vec<_> = run.linked().into_iter().map(|(entry, _)| entry).collect();
    assert_eq!(live.len(), 2, "both keys are there");
    assert_eq!(run.accounts.factors(id).await.unwrap().entry, Some(entry));
    let other = live.into_iter().find(|other| *other != entry);
    assert_eq!(run.accounts.factors(second).await.unwrap().entry, other);
}

#[tokio::test]
async fn an_address_that_changes_hands_leaves_each_account_its_key() {
    let world = World::new(Preset::Plain).await;
    let run = world.start(&Wire::sound(Cut::Before));
    let id = run.with_otp(&world.credentials).await;
    let entry = run.linked()[0].0;
    let second = address_changes_hands(&world, &run, id).await;
    assert!(run.accounts.factors(second).await.unwrap().entry.is_none());
    run.one_click(second, &world.credentials.password).await.unwrap();
    each_has_its_own(&run, (id, entry), second).await;
}

#[tokio::test]
async fn also_where_the_vault_was_locked_meanwhile() {
    let world = World::new(Preset::Plain).await;
    let run = world.start(&Wire::sound(Cut::Before));
    let id = run.with_otp(&world.credentials).await;
    let entry = run.linked()[0].0;
    run.lock_vault();
    let second = address_changes_hands(&world, &run, id).await;
    world.unlock(&run);
    run.one_click(second, &world.credentials.password).await.unwrap();
    each_has_its_own(&run, (id, entry), second).await;
}

#[tokio::test]
async fn a_key_whose_link_names_no_identity_known_here_follows_its_address() {
    for account_id in [None, Some(Uuid::new_v4())] {
        let world = World::new(Preset::Plain).await;
        let run = world.start(&Wire::sound(Cut::Before));
        let id = run.with_otp(&world.credentials).await;
        let entry = run.linked()[0].0;
        linked_elsewhere(&run, entry, account_id);
        let second = address_changes_hands(&world, &run, id).await;
        run.one_click(second, &world.credentials.password).await.unwrap();
        each_has_its_own(&run, (id, entry), second).await;
    }
}

#[tokio::test]
async fn a_key_whose_owner_cannot_be_told_is_left_alone() {
    let world = World::new(Preset::Plain).await;
    let run = world.start(&Wire::sound(Cut::Before));
    let id = run.with_otp(&world.credentials).await;
    let entry = run.linked()[0].0;
    linked_elsewhere(&run, entry, Some(Uuid::new_v4()));
    run.lock_vault();
    let second = address_changes_hands(&world, &run, id).await;
    world.unlock(&run);
    run.one_click(second, &world.credentials.password).await.unwrap();
    let live: Vec<_> = run.linked().into_iter().map(|(entry, _)| entry).collect();
    assert!(
        live.len() == 2 && live.contains(&entry),
        "it may be the first account's"
    );
}
