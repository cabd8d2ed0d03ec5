//! A connection to a service in this process that is cut at its n-th request, before the request arrives or after.

#![allow(dead_code, unreachable_pub)]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use account::UnreachableReason;
use bytes::Bytes;
use providers::{Exchange, ExchangeError};
use tower::ServiceExt as _;

/// Where the connection is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// The request never arrives.
    Before,
    /// The request arrives and is carried out; its answer is lost.
    After,
}

/// A connection that is cut at its n-th request, and stays cut unless told.
pub struct Wire {
    sent: AtomicUsize,
    cut_at: AtomicUsize,
    /// The request after that one goes through.
    once: AtomicBool,
    cut: Cut,
}

impl Wire {
    /// A connection that is not cut yet.
    #[must_use]
    pub fn sound(cut: Cut) -> Arc<Self> {
        Arc::new(Self {
            sent: AtomicUsize::new(0),
            cut_at: AtomicUsize::new(usize::MAX),
            once: AtomicBool::new(false),
            cut,
        })
    }

    /// Counts from here, and will be cut at that request.
    pub fn cut_at(&self, number: usize) {
        self.once.store(false, Ordering::SeqCst);
        self.sent.store(0, Ordering::SeqCst);
        self.cut_at.store(number, Ordering::SeqCst);
    }

    /// The next request is cut, and none after it.
    pub fn cut_next(&self) {
        self.cut_at(0);
        self.once.store(true, Ordering::SeqCst);
    }

    /// How many requests were made since it was counted from.
    #[must_use]
    pub fn sent(&self) -> usize {
        self.sent.load(Ordering::SeqCst)
    }

    /// The connection is sound again.
    pub fn mend(&self) {
        self.cut_at(usize::MAX);
    }

    /// An exchange over this connection.
    #[must_use]
    pub fn over(self: &Arc<Self>, whole: Exchange) -> Exchange {
        let wire = Arc::clone(self);
        Exchange::new(tower::service_fn(move |request: http::Request<Bytes>| {
            let (wire, whole) = (Arc::clone(&wire), whole.clone());
            async move {
                let number = wire.sent.fetch_add(1, Ordering::SeqCst);
                let cut_at = wire.cut_at.load(Ordering::SeqCst);
                let stays = !wire.once.load(Ordering::SeqCst);
                if (stays && number > cut_at) || (number == cut_at && wire.cut == Cut::Before) {
                    return Err(ExchangeError::NotSent(UnreachableReason::ConnectionRefused));
                }
                let answer = whole.oneshot(request).await;
                if number == cut_at {
                    Err(ExchangeError::Lost(UnreachableReason::Interrupted))
                } else {
                    answer
                }
            }
        }))
    }
}
