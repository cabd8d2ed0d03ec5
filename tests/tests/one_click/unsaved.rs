//! A vault that can't be saved does not turn a change that holds at the service into one that was refused.

use account::FactorMethod;
use service::Preset;

use super::wire::{Cut, Wire};
use super::world::World;

#[tokio::test]
async fn otp_is_off_though_its_entry_stays() {
    let world = World::new(Preset::Plain).await;
    let run = world.start(&Wire::sound(Cut::Before));
    let id = run.with_otp(&world.credentials).await;
    world.refuse_saves();
    run.accounts.clear_otp(id, true).await.unwrap();
    assert_eq!(run.linked().len(), 1);
    let factors = run.accounts.factors(id).await.unwrap();
    assert!(factors.factors.is_empty());
    assert!(factors.behind.is_some(), "it is said that the entry is where it was");

    world.take_saves();
    assert!(run.accounts.factors(id).await.unwrap().behind.is_none());
    assert_eq!(run.linked(), []);
}

#[tokio::test]
async fn another_method_holds_though_the_entry_stays() {
    let world = World::new(Preset::WhaTap).await;
    let run = world.start(&Wire::sound(Cut::Before));
    let id = run.with_otp(&world.credentials).await;
    run.accounts.choose_factor(id, FactorMethod::Email).await.unwrap();
    let code = world.mailed(&world.credentials.email).await;
    world.refuse_saves();
    let validated = run.accounts.validate_factor(id, FactorMethod::Email, &code, true);
    let validated = validated.await.unwrap();
    assert_eq!(validated.method, Some(FactorMethod::Email));
    assert!(run.accounts.factors(id).await.unwrap().behind.is_some());
}

#[tokio::test]
async fn new_recovery_codes_are_shown_though_they_are_not_kept() {
    let world = World::new(Preset::Plain).await;
    let run = world.start(&Wire::sound(Cut::Before));
    let id = run.with_otp(&world.credentials).await;
    world.refuse_saves();
    let made = run.accounts.regenerate_recovery_codes(id).await.unwrap();
    assert_eq!((made.codes.len(), made.kept), (10, false));
    assert_eq!(run.accounts.shown_recovery_codes(id).unwrap().codes.len(), 10);
}

#[tokio::test]
async fn otp_is_on_and_its_codes_are_shown_though_they_are_not_kept() {
    let world = World::new(Preset::Plain).await;
    let run = world.start(&Wire::sound(Cut::Before));
    let id = run.asked_to_prove(&world.credentials).await;
    let entry = run.linked()[0].0;
    run.prove(id, &world.credentials).await;
    world.refuse_saves();
    let added = run.accounts.add_otp_to_vault(id).await.unwrap();
    assert_eq!((added.codes.len(), added.kept), (10, false));
    assert_eq!(run.linked(), [(entry, true)], "its key is there, and works");

    world.take_saves();
    assert!(run.accounts.factors(id).await.unwrap().behind.is_none());
    assert_eq!(run.linked(), [(entry, false)]);
}
