//! One request to one origin, one capped answer back: what both a socket and an in-process service can do.

use std::time::Duration;

use account::UnreachableReason;
use bytes::{Buf, Bytes};
use http_body::Body;
use http_body_util::BodyExt;
use tower::util::BoxCloneSyncService;
use zeroize::Zeroizing;

/// A way to a service. Requests carry whole bodies; answers are complete and within [`Limits`]. Never follows redirects.
pub type Exchange = BoxCloneSyncService<http::Request<Bytes>, http::Response<Bytes>, ExchangeError>;

/// What an answer may cost.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// To establish a connection.
    pub connect: Duration,
    /// Without a byte arriving.
    pub idle: Duration,
    /// For the whole exchange.
    pub total: Duration,
    /// Bytes of the answer's body.
    pub body: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            idle: Duration::from_secs(15),
            total: Duration::from_secs(30),
            body: 1024 * 1024,
        }
    }
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExchangeError {
    /// The request never left: no connection was made.
    #[error("not sent: {0}")]
    NotSent(UnreachableReason),
    /// The request may have arrived; the answer did not, or not whole.
    #[error("answer lost: {0}")]
    Lost(UnreachableReason),
    /// The answer's body exceeds the cap.
    #[error("the answer is too large")]
    TooLarge,
    /// The request is not for the origin this exchange leads to. Nothing was sent.
    #[error("the request is for another origin")]
    WrongOrigin,
}

/// Collects a body under the cap, into memory that is wiped when the last reader drops it: it may hold tokens or keys.
/// `lost` names why the body broke off.
pub(crate) async fn collect<B: Body>(
    body: B,
    cap: usize,
    lost: impl Fn(&B::Error) -> UnreachableReason,
) -> Result<Bytes, ExchangeError> {
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if announced > cap {
        return Err(ExchangeError::TooLarge);
    }
    let mut gathered = Zeroizing::new(Vec::with_capacity(announced.max(4096)));
    let mut body = std::pin::pin!(body);
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| ExchangeError::Lost(lost(&error)))?;
        let Ok(mut data) = frame.into_data() else { continue };
        if data.remaining() > cap - gathered.len() {
            return Err(ExchangeError::TooLarge);
        }
        while data.has_remaining() {
            let chunk = data.chunk();
            append(&mut gathered, chunk);
            let taken = chunk.len();
            data.advance(taken);
        }
    }
    Ok(Bytes::from_owner(gathered))
}

/// Appends; when the buffer must grow, the old one is wiped first, which `Vec` alone would not do.
fn append(gathered: &mut Zeroizing<Vec<u8>>, chunk: &[u8]) {
    let needed = gathered.len() + chunk.len();
    if needed > gathered.capacity() {
        let mut larger = Zeroizing::new(Vec::with_capacity(needed.next_power_of_two()));
        larger.extend_from_slice(gathered);
        *gathered = larger;
    }
    gathered.extend_from_slice(chunk);
}
