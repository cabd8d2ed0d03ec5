//! One-click OTP with the connection cut at every request, before it arrives and after: whatever is lost, either OTP is off
//! at the service, or the vault on the disk makes a code the service accepts.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod confirmed;
mod owners;
mod recovery_codes;
mod unsaved;
#[path = "../wire/mod.rs"]
mod wire;
mod world;

use account::PendingStep;
use app::accounts::signing_in::Progress;
use service::Preset;
use wire::{Cut, Wire};
use world::World;

/// After a restart with a sound connection: OTP is off, or the vault's code signs in.
async fn nobody_is_locked_out(world: &World) -> bool {
    let run = world.start(&Wire::sound(Cut::Before));
    let id = match run.sign_in(&world.credentials).await {
        Progress::SignedIn(_) => return false,
        Progress::Step {
            id,
            step: PendingStep::SecondFactor { .. },
            ..
        } => id,
        Progress::Step { step, .. } => panic!("{step}"),
    };
    let entry = run
        .accounts
        .matching_code(id)
        .await
        .unwrap()
        .expect("OTP is on and the vault has no code for it")
        .entry;
    // The present code may be the one that was used to turn OTP on; the service also takes the one after it.
    let next = run.next_code(entry);
    let answer = run.accounts.answer_factor(id, &next).await.unwrap();
    assert!(matches!(answer, Progress::SignedIn(_)));
    true
}

#[tokio::test]
async fn a_connection_cut_anywhere_locks_nobody_out() {
    let (mut cuts, mut on) = (0, 0);
    for cut in [Cut::Before, Cut::After] {
        for cut_at in 0.. {
            let world = World::new(Preset::WhaTap).await;
            let wire = Wire::sound(cut);
            let run = world.start(&wire);
            let Progress::SignedIn(account) = run.sign_in(&world.credentials).await else {
                panic!("signed in")
            };
            let id = account.record.id;
            wire.cut_at(cut_at);
            let ended = run.one_click(id, &world.credentials.password).await;
            drop(run);
            on += usize::from(nobody_is_locked_out(&world).await);
            if wire.sent() <= cut_at {
                ended.expect("nothing was cut");
                break;
            }
            cuts += 1;
        }
    }
    // At least the key, its activation, a step-up and the recovery codes travel, and some cuts come after OTP is on.
    assert!(cuts >= 8 && on >= 4, "{cuts} cuts, OTP on after {on}");
}
