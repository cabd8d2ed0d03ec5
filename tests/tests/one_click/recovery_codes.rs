//! Recovery codes in the vault: those that work count as kept.

use account::Refusal;
use app::AppError;
use secrecy::ExposeSecret as _;
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
    let id = run.signed_in(&world.credentials).await;
    run.one_click(id, &world.credentials.password).await.unwrap();
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
    let id = run.signed_in(&world.credentials).await;
    run.one_click(id, &world.credentials.password).await.unwrap();
    wire.cut_next();
    let lost = run.accounts.regenerate_recovery_codes(id).await.err();
    assert!(matches!(lost, Some(AppError::Service(Refusal::Unknown))), "{lost:?}");
    assert_eq!(kept(&run, id).await, 0);
}

#[tokio::test]
async fn codes_that_were_replaced_elsewhere_are_not_kept() {
    let world = World::new(Preset::Plain).await;
    let run = world.start(&Wire::sound(Cut::Before));
    let id = run.signed_in(&world.credentials).await;
    run.one_click(id, &world.credentials.password).await.unwrap();
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
