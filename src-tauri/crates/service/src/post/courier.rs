//! The task that delivers what is queued: a few messages at once, with back-off and jitter, until they arrive or run out.

use std::sync::Arc;
use std::time::{Duration, Instant};

use rand::RngExt as _;
use sqlx::SqlitePool;
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{sleep, timeout};

use super::{Failure, Post};
use crate::clock::{Clock, is_ahead};
use crate::error::ServiceError;
use crate::message::Channel;
use crate::store;
use crate::store::deliveries::{self, Parcel};

/// How many messages are under way at once: one slow receiver does not hold up the others.
const AT_ONCE: usize = 8;
/// How long one try may take.
const ONE_TRY: Duration = Duration::from_secs(60);
/// When a try that nothing was heard of is given up, in milliseconds; later than any try ends.
const LEASE: i64 = 90_000;
/// The wait after the first failure, in milliseconds; it doubles with each.
const FIRST_WAIT: i64 = 1000;
/// No wait grows longer, in milliseconds.
const LONGEST_WAIT: i64 = 5 * 60 * 1000;
/// A receiver that asks to be left alone is asked again after this long at most.
const LONGEST_ASKED: Duration = Duration::from_secs(3600);
/// With something queued, the clock is looked at this often: it may be set, and the machine may sleep.
const GLANCE: Duration = Duration::from_secs(1);
/// With nothing queued, only the bell counts.
const IDLE: Duration = Duration::from_secs(3600);
/// The write-ahead log is emptied at most this often.
const SCRUB_EVERY: Duration = Duration::from_secs(10);
/// How long the end of the service waits for tries under way.
const GOODBYE: Duration = Duration::from_secs(5);

/// The running task.
pub(crate) struct Courier {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Courier {
    /// Starts to deliver, beginning with what an earlier process left.
    pub(crate) fn start(pool: SqlitePool, post: Arc<Post>, clock: Clock) -> Self {
        let (stop, stopped) = watch::channel(false);
        let round = Round { pool, post, clock };
        let task = tokio::spawn(round.walk(stopped));
        Self { stop, task }
    }

    /// Stops after the tries under way, or soon.
    pub(crate) async fn end(self) {
        self.stop.send_replace(true);
        let _ = self.task.await;
    }
}

#[derive(Clone)]
struct Round {
    pool: SqlitePool,
    post: Arc<Post>,
    clock: Clock,
}

impl Round {
    /// Goes on until `stopped` is told so, or the service is dropped.
    async fn walk(self, mut stopped: watch::Receiver<bool>) {
        let mut under_way = JoinSet::new();
        let mut linen = Linen::default();
        let mut seen = None;
        loop {
            if under_way.is_empty()
                && let Err(error) = self.hurry_unless(&mut seen).await
            {
                trouble(&error);
            }
            let wait = match self.set_out(&mut under_way, &mut linen).await {
                Ok(wait) => wait,
                Err(error) => {
                    trouble(&error);
                    GLANCE
                }
            };
            tokio::select! {
                _ = stopped.changed() => break,
                () = self.post.bell.notified() => {}
                Some(ended) = under_way.join_next(), if !under_way.is_empty() => {
                    if ended.unwrap_or(true) {
                        linen.used();
                    }
                }
                () = sleep(wait) => {}
            }
        }
        let _ = timeout(GOODBYE, async { while under_way.join_next().await.is_some() {} }).await;
    }

    /// Makes everything due at the first time that is seen, and whenever the clock was set back since the last.
    async fn hurry_unless(&self, seen: &mut Option<i64>) -> Result<(), ServiceError> {
        let now = self.clock.now();
        if seen.replace(now).is_none_or(|last| is_ahead(last, now)) {
            let mut db = self.pool.acquire().await?;
            deliveries::hurry(&mut db, now).await?;
        }
        Ok(())
    }

    /// Sends off what is due; returns how long to wait unless something happens.
    async fn set_out(&self, under_way: &mut JoinSet<bool>, linen: &mut Linen) -> Result<Duration, ServiceError> {
        if linen.is_due() {
            linen.washed(store::leave_no_history(&self.pool).await?);
        }
        let mut db = self.pool.acquire().await?;
        let now = self.clock.now();
        let Some(next) = deliveries::next_at(&mut db).await? else {
            return Ok(linen.wait());
        };
        let free = AT_ONCE - under_way.len().min(AT_ONCE);
        if next > now || free == 0 {
            return Ok(GLANCE);
        }
        let mut tx = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let expired = deliveries::drop_expired(&mut tx, now).await?;
        let taken = deliveries::take(&mut tx, now, now + LEASE, free).await?;
        tx.commit().await?;
        for lost in &expired {
            linen.used();
            tracing::error!(
                message = lost.id,
                channel = lost.channel,
                about = lost.asked_for_by,
                tries = lost.tries,
                "a message ran out before it could be delivered"
            );
        }
        for parcel in taken {
            let round = self.clone();
            under_way.spawn(async move { round.deliver(parcel).await });
        }
        Ok(GLANCE)
    }

    /// Tries once; returns whether the message left the queue.
    async fn deliver(&self, parcel: Parcel) -> bool {
        let carried = match self.post.carrier(Channel::of_name(&parcel.channel)) {
            Some(carrier) => timeout(ONE_TRY, carrier.carry(&parcel))
                .await
                .unwrap_or_else(|_| Err(Failure::later("it took too long"))),
            // Queued under other options; it waits for them to come back, or for its end.
            None => Err(Failure::later("there is no way for this channel now")),
        };
        let stays = matches!(carried, Err(Failure::Later(..)));
        if let Err(error) = self.note(&parcel, carried).await {
            trouble(&error);
        }
        !stays
    }

    async fn note(&self, parcel: &Parcel, carried: Result<(), Failure>) -> Result<(), ServiceError> {
        let mut db = self.pool.acquire().await?;
        if let Err(Failure::Later(why, asked)) = carried {
            let asked = i64::try_from(asked.min(LONGEST_ASKED).as_millis()).unwrap_or(LONGEST_WAIT);
            let wait = back_off(parcel.tries).max(asked);
            deliveries::put_off(&mut db, parcel.id, self.clock.now() + wait).await?;
            tell_of_delay(parcel, why, wait);
            return Ok(());
        }
        deliveries::remove(&mut db, parcel.id).await?;
        tell_of_end(parcel, carried.err());
        Ok(())
    }
}

fn tell_of_delay(parcel: &Parcel, why: &str, wait: i64) {
    let (message, tries) = (parcel.id, parcel.tries);
    let (channel, about) = (&parcel.channel, &parcel.asked_for_by);
    tracing::warn!(
        message,
        channel,
        about,
        tries,
        why,
        wait,
        "a message could not be delivered yet"
    );
}

fn tell_of_end(parcel: &Parcel, failure: Option<Failure>) {
    let (message, tries) = (parcel.id, parcel.tries);
    let (channel, about) = (&parcel.channel, &parcel.asked_for_by);
    match failure {
        None => tracing::info!(message, channel, about, tries, "a message was delivered"),
        Some(Failure::Never(why) | Failure::Later(why, _)) => {
            tracing::error!(message, channel, about, tries, why, "a message can't be delivered");
        }
    }
}

/// How long to wait after so many tries, in milliseconds: doubling, and never in step with others.
fn back_off(tries: i64) -> i64 {
    let doublings = (tries - 1).clamp(0, 20);
    let wait = (FIRST_WAIT << doublings).min(LONGEST_WAIT);
    wait * rand::rng().random_range(75..=125) / 100
}

fn trouble(error: &ServiceError) {
    let error: &dyn std::error::Error = error;
    tracing::error!(error, "the queue of messages could not be worked on");
}

/// When the write-ahead log has to be emptied: it may hold messages that have left.
#[derive(Default)]
struct Linen {
    dirty: bool,
    last: Option<Instant>,
}

impl Linen {
    fn used(&mut self) {
        self.dirty = true;
    }

    /// Notes a try; it fails while somebody reads.
    fn washed(&mut self, clean: bool) {
        *self = Self {
            dirty: !clean,
            last: Some(Instant::now()),
        };
    }

    fn is_due(&self) -> bool {
        self.dirty && self.last.is_none_or(|last| last.elapsed() >= SCRUB_EVERY)
    }

    fn wait(&self) -> Duration {
        match self.last {
            Some(last) if self.dirty => SCRUB_EVERY.saturating_sub(last.elapsed()),
            _ => IDLE,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn waits_double_up_to_a_limit_and_are_never_in_step() {
        for _ in 0..100 {
            assert!((750..=1250).contains(&back_off(1)));
            assert!((6000..=10_000).contains(&back_off(4)));
            for tries in [9, 30, i64::MAX] {
                assert!((192_000..=375_000).contains(&back_off(tries)), "{tries}");
            }
        }
        assert!((0..50).any(|_| back_off(9) != back_off(9)));
        // Eight tries fit into a code's ten minutes even when every wait is at its longest.
        let longest: i64 = (1..=8).map(|tries| FIRST_WAIT * (1 << (tries - 1)) * 125 / 100).sum();
        assert!(longest < crate::state::CODE_LIFE);
    }
}
