//! The person's language, told with every request: who is not signed in yet is written to in it.

use std::sync::Arc;

use bytes::Bytes;
use http::HeaderValue;
use http::header::ACCEPT_LANGUAGE;
use tower::{ServiceExt as _, service_fn};

use super::exchange::Exchange;

/// What tells a BCP 47 tag such as `ko`; asked for each request, because a person may change it.
pub type Tongue = Arc<dyn Fn() -> &'static str + Send + Sync>;

/// The same exchange, whose requests name a language.
#[must_use]
pub fn in_language(exchange: Exchange, tongue: Tongue) -> Exchange {
    Exchange::new(service_fn(move |mut request: http::Request<Bytes>| {
        let exchange = exchange.clone();
        let language = HeaderValue::from_static(tongue());
        request.headers_mut().entry(ACCEPT_LANGUAGE).or_insert(language);
        async move { exchange.oneshot(request).await }
    }))
}
