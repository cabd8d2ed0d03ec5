//! One request as it came in, before the database is asked about it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::to_bytes;
use axum::extract::{ConnectInfo, FromRequest, Request};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode, header};
use protocol::extension::problem::codes;
use zeroize::Zeroizing;

use crate::answer::{Answer, Halt};
use crate::asker;
use crate::clock::QUEUE;
use crate::form::Form;
use crate::limits::Action;
use crate::routes::{extension, problem};
use crate::service::Inner;
use crate::store::temporary_passwords::Ends;
use crate::texts::Language;

/// Bodies are forms of a few fields.
const LONGEST_BODY: usize = 64 * 1024;
/// Longer names of clients are cut.
const LONGEST_AGENT: usize = 200;

/// One request.
#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) service: Arc<Inner>,
    pub(crate) method: Method,
    pub(crate) headers: HeaderMap,
    /// Whether it is for the extension, which answers and refuses in its own words.
    pub(crate) extension: bool,
    body: Bytes,
    /// The address it came from, see [`asker`]; loopback when it came without a socket.
    pub(crate) ip: String,
    /// The time of this request: one value for everything it does, in Unix milliseconds.
    pub(crate) now: i64,
}

impl FromRequest<Arc<Inner>> for Call {
    type Rejection = Response;

    async fn from_request(request: Request, service: &Arc<Inner>) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let ip = peer.map(|peer| asker::address(peer.0.ip(), &parts.headers, &service.proxies).to_string());
        let extension = parts.uri.path().starts_with(protocol::extension::BASE);
        let body = if extension && parts.method == Method::GET {
            // No reading of the extension says anything in a body.
            Bytes::new()
        } else {
            to_bytes(body, LONGEST_BODY).await.map_err(|_| too_large(extension))?
        };
        Ok(Self {
            service: Arc::clone(service),
            method: parts.method,
            headers: parts.headers,
            extension,
            body,
            ip: ip.unwrap_or_else(|| "127.0.0.1".to_owned()),
            now: service.clock.now(),
        })
    }
}

fn too_large(extension: bool) -> Response {
    if extension {
        problem::answer(413, codes::TOO_LARGE, "The body is too long")
    } else {
        StatusCode::PAYLOAD_TOO_LARGE.into_response()
    }
}

impl Call {
    /// The session's token, where one was sent.
    pub(crate) fn token(&self) -> Option<Zeroizing<String>> {
        self.header(protocol::core::SESSION_TOKEN_HEADER)
            .map(|token| Zeroizing::new(token.to_owned()))
    }

    /// A header's text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok().filter(|text| !text.is_empty())
    }

    /// What the client calls itself.
    pub(crate) fn user_agent(&self) -> String {
        self.header(header::USER_AGENT.as_str())
            .unwrap_or_default()
            .chars()
            .take(LONGEST_AGENT)
            .collect()
    }

    /// The language the client asks for.
    pub(crate) fn language(&self) -> Language {
        Language::accepted(self.header(header::ACCEPT_LANGUAGE.as_str()).unwrap_or_default())
    }

    /// The body's fields. A body that is not a JSON object is refused; none at all is an empty object.
    pub(crate) fn form(&self) -> Result<Form, Halt> {
        if self.body.is_empty() {
            return Ok(Form::default());
        }
        let fields = serde_json::from_slice(&self.body).map_err(|_| Halt::from(Answer::NoBody(400)))?;
        Ok(Form::new(fields))
    }

    /// The body as a JSON object, if it is one.
    pub(crate) fn object(&self) -> Option<serde_json::Map<String, serde_json::Value>> {
        serde_json::from_slice(&self.body).ok()
    }

    /// Counts this request, or refuses it with 429 in the words of the half of the API that was asked.
    pub(crate) fn count(&self, action: Action, subject: &str) -> Result<(), Halt> {
        let wait = self.service.limiter.count(action, &self.ip, subject, self.now);
        wait.map_err(|after: Duration| {
            if self.extension {
                extension::too_many(after)
            } else {
                Answer::TooMany(after).into()
            }
        })
    }

    /// Counts a try at a password, or refuses it with 429. It stays counted only if it fails.
    pub(crate) fn try_password(&self, email: &str) -> Result<PasswordTry, Halt> {
        let counted = (self.service.limiter).begin(Action::FailedSignIn, &self.ip, email, self.now);
        counted.map_err(|after| Halt::from(Answer::TooMany(after)))?;
        Ok(PasswordTry {
            service: Arc::clone(&self.service),
            ip: self.ip.clone(),
            email: email.to_owned(),
            failed: false,
        })
    }

    /// How long a temporary password counts, in milliseconds.
    pub(crate) fn temporary_password_life(&self) -> i64 {
        i64::try_from(self.service.temporary_password_life.as_millis()).unwrap_or(i64::MAX)
    }

    /// When the temporary passwords end that count now.
    pub(crate) fn temporary_password_ends(&self) -> Ends {
        let by = self
            .now
            .saturating_add(self.temporary_password_life())
            .saturating_add(QUEUE);
        Ends(self.now, by)
    }

    /// Takes the newest count back.
    pub(crate) fn take_back(&self, action: Action, subject: &str) {
        self.service.limiter.take_back(action, &self.ip, subject);
    }
}

/// A try at a password whose outcome is open. Dropped without one, as when the client went away, it never was.
pub(crate) struct PasswordTry {
    service: Arc<Inner>,
    ip: String,
    email: String,
    failed: bool,
}

impl PasswordTry {
    /// The password was right, or it was not.
    pub(crate) fn ended(mut self, right: bool) {
        self.failed = !right;
    }
}

impl Drop for PasswordTry {
    fn drop(&mut self) {
        let limiter = &self.service.limiter;
        limiter.settle(Action::FailedSignIn, &self.ip, &self.email, self.failed);
    }
}
