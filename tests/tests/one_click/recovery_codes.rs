//! Recovery codes in the vault: those that work count as kept, and a used one is struck off however it was typed.

use account::Refusal;
use app::AppError;
use secrecy::{ExposeSecret as _, SecretString};
use service::Preset;
use uuid::Uuid;

use super::wire::{Cut, Wire};
use super::world::{Run, World};

async fn kept(run: &Run, id: Uuid) -> usize {
    run.accounts.factors(id).await.unwrap().kept
}

#[tokio::test]
async fn codes_that_were_replaced_while_the_vault_was_locked_are_not_kept() {
    let world = World::new(Preset::Plain).await;
    let run = world.start(&Wire::sound(Cut::Before));
    let id = run.with_otp(&world.credentials).await;
    assert_eq!(kept(&run, id).await, 10);
    run.lock_vault();
    run.accounts.regenerate_recovery_codes(id).await.unwrap();
    world.unlock(&run);
    assert_eq!(kept(&run, id).await, 0);
    run.accounts.keep_recovery_codes(id).await.unwrap();
    assert_eq!(kept(&run, id).await, 10);
}

#[tokio::test]
async fn codes_whose_replacement_was_lost_are_not_kept() {
    let world = World::new(Preset::Plain).await;
    let wire = Wire::sound(Cut::After);
    let run = world.start(&wire);
    let id = run.with_otp(&world.credentials).await;
    wire.cut_next();
    let lost = run.accounts.regenerate_recovery_codes(id).await.err();
    assert!(matches!(lost, Some(AppError::Service(Refusal::Unknown))), "{lost:?}");
    assert_eq!(kept(&run, id).await, 0);
}

#[tokio::test]
async fn codes_that_were_replaced_elsewhere_are_not_kept() {
    let world = World::new(Preset::Plain).await;
    let run = world.start(&Wire::sound(Cut::Before));
    let id = run.with_otp(&world.credentials).await;
    let codes = run.accounts.shown_recovery_codes(id).unwrap().codes;
    let elsewhere = world.elsewhere();
    let there = elsewhere
        .signed_in_with(&world.credentials, &run.next_code(run.linked()[0].0))
        .await;
    elsewhere.accounts.regenerate_recovery_codes(there).await.unwrap();
    run.accounts.factors(id).await.err().expect("other sessions ended");
    let elsewhere = elsewhere.accounts.shown_recovery_codes(there).unwrap().codes;
    assert_ne!(codes[0].expose_secret(), elsewhere[0].expose_secret());
    let id = run.signed_in_with(&world.credentials, &elsewhere[0]).await;
    assert_eq!(kept(&run, id).await, 0);
}

/// How a person may type it: without the dashes, in small letters.
fn typed(code: &SecretString) -> SecretString {
    SecretString::from(code.expose_secret().replace('-', "").to_lowercase())
}

fn struck_off(run: &Run) -> usize {
    let used = run.vault.read(|document| {
        let kept = document.live().filter_map(|entry| entry.recovery_codes.as_ref());
        kept.flat_map(|kept| &kept.codes)
            .filter(|code| code.used_at.is_some())
            .count()
    });
    used.unwrap()
}

#[tokio::test]
async fn a_used_code_is_struck_off_however_it_was_typed() {
    let world = World::new(Preset::Plain).await;
    let run = world.start(&Wire::sound(Cut::Before));
    let id = run.with_otp(&world.credentials).await;
    let codes = run.accounts.shown_recovery_codes(id).unwrap().codes;
    run.accounts.sign_out(id).await.unwrap();
    run.signed_in_with(&world.credentials, &typed(&codes[3])).await;
    assert_eq!(struck_off(&run), 1);
    run.accounts.step_up_code(id, &typed(&codes[4])).await.unwrap();
    assert_eq!(struck_off(&run), 2);
    assert_eq!(kept(&run, id).await, 8);
}

#[tokio::test]
async fn also_with_an_entry_that_is_found_by_its_names() {
    let world = World::new(Preset::Plain).await;
    let run = world.start(&Wire::sound(Cut::Before));
    let id = run.with_otp(&world.credentials).await;
    let codes = run.accounts.shown_recovery_codes(id).unwrap().codes;
    let entry = run.linked()[0].0;
    let unlinked = run.vault.update(|document| {
        document.entry_mut(entry)?.link = None;
        Ok(())
    });
    unlinked.unwrap();
    run.accounts.step_up_code(id, &typed(&codes[4])).await.unwrap();
    assert_eq!(struck_off(&run), 1);
}
