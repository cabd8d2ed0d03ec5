//! When a key in the vault counts as the service's own: when its set-up was answered, or a code of it was accepted. That OTP is
//! on says nothing of which key it is.

use account::Refusal;
use app::AppError;
use service::Preset;

use super::wire::{Cut, Wire};
use super::world::{World, next_code_of};

#[tokio::test]
async fn a_key_the_service_refused_gives_way_to_another_authenticators() {
    let world = World::new(Preset::Plain).await;
    let wire = Wire::sound(Cut::Before);
    let run = world.start(&wire);
    let id = run.signed_in(&world.credentials).await;
    run.accounts.begin_otp(id).await.unwrap();
    wire.cut_next();
    run.accounts.add_otp_to_vault(id).await.err().expect("not reached");

    run.set_up_elsewhere(id).await;
    let factors = run.accounts.factors(id).await.unwrap();
    assert!(factors.entry.is_none(), "the vault has no key of this account");
    assert_eq!(run.linked(), []);
}

#[tokio::test]
async fn an_earlier_key_gives_way_to_another_authenticators() {
    let world = World::new(Preset::Plain).await;
    let wire = Wire::sound(Cut::After);
    let run = world.start(&wire);
    let id = run.with_otp(&world.credentials).await;
    let earlier = run.linked()[0].0;
    let elsewhere = world.elsewhere();
    let there = elsewhere
        .signed_in_with(&world.credentials, &run.next_code(earlier))
        .await;
    elsewhere.accounts.clear_otp(there, false).await.unwrap();
    run.accounts.factors(id).await.err().expect("other sessions ended");
    let id = run.signed_in(&world.credentials).await;

    run.set_up_elsewhere(id).await;
    assert!(run.accounts.factors(id).await.unwrap().entry.is_none());
    assert_eq!(run.linked(), []);
}

#[tokio::test]
async fn a_key_that_both_authenticators_have_is_confirmed_by_a_code_typed() {
    let world = World::new(Preset::Plain).await;
    let wire = Wire::sound(Cut::Before);
    let run = world.start(&wire);
    let id = run.signed_in(&world.credentials).await;
    run.accounts.begin_otp(id).await.unwrap();
    wire.cut_next();
    run.accounts.add_otp_to_vault(id).await.err().expect("not reached");

    let entry = run.vault.read(|document| document.entries()[0].id).unwrap();
    let code = run.next_code(entry);
    run.accounts.validate_otp(id, &code).await.unwrap();
    assert_eq!(run.linked(), [(entry, false)]);
}

#[tokio::test]
async fn a_key_that_was_never_sent_is_not_confirmed_because_otp_was_turned_on_elsewhere() {
    let world = World::new(Preset::Plain).await;
    let run = world.start(&Wire::sound(Cut::Before));
    run.asked_to_prove(&world.credentials).await;
    // The question is never answered: the app ends.
    drop(run);
    let elsewhere = world.elsewhere();
    let there = elsewhere.signed_in(&world.credentials).await;
    let phone = elsewhere.set_up_elsewhere(there).await;

    let run = world.start(&Wire::sound(Cut::Before));
    let id = run.signed_in_with(&world.credentials, &next_code_of(&phone)).await;
    run.accounts.factors(id).await.unwrap();
    let linked = run.linked();
    assert!(linked.iter().all(|(_, pending)| *pending), "{linked:?}");
}

#[tokio::test]
async fn a_key_whose_confirmation_was_lost_is_confirmed_by_the_next_reading() {
    let world = World::new(Preset::Plain).await;
    let wire = Wire::sound(Cut::After);
    let run = world.start(&wire);
    let id = run.signed_in(&world.credentials).await;
    run.accounts.begin_otp(id).await.unwrap();
    wire.cut_at(0);
    let lost = run.accounts.add_otp_to_vault(id).await.err();
    assert!(matches!(lost, Some(AppError::Service(Refusal::Unknown))), "{lost:?}");
    assert!(run.linked()[0].1, "not confirmed yet");

    wire.mend();
    let factors = run.accounts.factors(id).await.unwrap();
    assert!(factors.entry.is_some() && !factors.pending);
}

#[tokio::test]
async fn a_key_whose_confirmation_was_lost_may_be_added_again() {
    let world = World::new(Preset::Plain).await;
    let wire = Wire::sound(Cut::After);
    let run = world.start(&wire);
    let id = run.signed_in(&world.credentials).await;
    run.accounts.begin_otp(id).await.unwrap();
    wire.cut_at(0);
    run.accounts.add_otp_to_vault(id).await.err().expect("lost");
    wire.mend();
    run.accounts.add_otp_to_vault(id).await.unwrap();
    let linked = run.linked();
    assert!(matches!(linked[..], [(_, false)]), "{linked:?}");
}

#[tokio::test]
async fn after_a_crash_a_key_is_confirmed_once_its_code_signs_in() {
    let world = World::new(Preset::Plain).await;
    let wire = Wire::sound(Cut::After);
    let run = world.start(&wire);
    let id = run.signed_in(&world.credentials).await;
    run.accounts.begin_otp(id).await.unwrap();
    wire.cut_at(0);
    run.accounts.add_otp_to_vault(id).await.err().expect("lost");
    drop(run);

    let run = world.start(&Wire::sound(Cut::Before));
    let (entry, pending) = run.linked()[0];
    assert!(pending);
    let chosen = run.codes().chosen(&[entry].into()).unwrap();
    assert_eq!(chosen.protecting.len(), 1, "whoever deletes it is warned");
    run.signed_in_with(&world.credentials, &run.next_code(entry)).await;
    assert_eq!(run.linked(), [(entry, false)]);
}

#[tokio::test]
async fn a_clearing_whose_answer_was_lost_is_looked_for() {
    let world = World::new(Preset::Plain).await;
    let wire = Wire::sound(Cut::After);
    let run = world.start(&wire);
    let id = run.with_otp(&world.credentials).await;
    wire.cut_next();
    run.accounts.clear_otp(id, true).await.unwrap();
    assert_eq!(run.linked(), []);
}

#[tokio::test]
async fn a_clearing_that_could_not_be_looked_for_is_found_by_the_next_reading() {
    let world = World::new(Preset::Plain).await;
    let wire = Wire::sound(Cut::After);
    let run = world.start(&wire);
    let id = run.with_otp(&world.credentials).await;
    wire.cut_at(0);
    let lost = run.accounts.clear_otp(id, true).await.err();
    assert!(matches!(lost, Some(AppError::Service(Refusal::Unknown))), "{lost:?}");
    assert_eq!(run.linked().len(), 1, "its codes may still count");

    wire.mend();
    assert!(run.accounts.factors(id).await.unwrap().entry.is_none());
    assert_eq!(run.linked(), []);
}
