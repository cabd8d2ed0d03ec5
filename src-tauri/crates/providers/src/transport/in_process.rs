//! An exchange with a service that runs in this process: no port, no socket, the same caps.

use std::convert::Infallible;

use account::UnreachableReason;
use bytes::Bytes;
use http_body::Body;
use http_body_util::Full;
use tower::{Service, ServiceExt, service_fn, util::BoxCloneSyncService};

use super::exchange::{Exchange, ExchangeError, Limits, collect};

/// An exchange with a service in this process, such as an axum router, under the default limits.
pub fn over_service<S, A>(service: S) -> Exchange
where
    S: Service<http::Request<Full<Bytes>>, Response = http::Response<A>, Error = Infallible>
        + Clone
        + Send
        + Sync
        + 'static,
    S::Future: Send,
    A: Body + Send + 'static,
    A::Data: Send,
{
    over_service_with(service, Limits::default())
}

/// The same under other limits; of the times only `total` applies.
pub fn over_service_with<S, A>(service: S, limits: Limits) -> Exchange
where
    S: Service<http::Request<Full<Bytes>>, Response = http::Response<A>, Error = Infallible>
        + Clone
        + Send
        + Sync
        + 'static,
    S::Future: Send,
    A: Body + Send + 'static,
    A::Data: Send,
{
    BoxCloneSyncService::new(service_fn(move |request: http::Request<Bytes>| {
        let service = service.clone();
        async move {
            let answering = async {
                let answer = match service.oneshot(request.map(Full::new)).await {
                    Ok(answer) => answer,
                    Err(never) => match never {},
                };
                let (head, body) = answer.into_parts();
                Ok(http::Response::from_parts(
                    head,
                    collect(body, limits.body, |_| UnreachableReason::Interrupted).await?,
                ))
            };
            match tokio::time::timeout(limits.total, answering).await {
                Ok(answered) => answered,
                Err(_) => Err(ExchangeError::Lost(UnreachableReason::TimedOut)),
            }
        }
    }))
}
