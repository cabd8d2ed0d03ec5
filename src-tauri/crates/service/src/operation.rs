//! One operation of the extension: its route and its documentation in one value, so that neither can be without the other.
//!
//! A section lists its operations (`routes/<section>.rs`, `operations()`), `routes/operations.rs` lists the sections, and both the
//! router and the OpenAPI document are made from that. What an operation answers must be told here, status by status
//! and code by code; `tests/openapi.rs` and the fuzzer hold the service to it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::Router;
use axum::handler::Handler;
use axum::routing::{self, MethodRouter};
use protocol::extension::problem::codes;
use schemars::{JsonSchema, Schema, SchemaGenerator};

use crate::service::Inner;

/// Writes a type's schema, or a reference to it.
pub(crate) type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

/// What a request proves, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Proof {
    /// Nothing.
    None,
    /// It may be part of a session.
    SessionIfAny,
    /// It is part of a session on which somebody is signed in.
    Session,
    /// It bears an API token or key.
    Key,
}

/// A part of the path that names one of several.
pub(crate) struct Parameter {
    pub(crate) name: &'static str,
    pub(crate) means: &'static str,
    pub(crate) schema: SchemaOf,
}

/// One operation.
pub(crate) struct Operation {
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) summary: &'static str,
    pub(crate) details: Option<&'static str>,
    pub(crate) proof: Proof,
    pub(crate) parameters: Vec<Parameter>,
    /// Whether the request names the version it changes, with `If-Match`.
    pub(crate) changes_a_version: bool,
    pub(crate) takes: Option<SchemaOf>,
    /// The status of a success and its payload.
    pub(crate) answers: (u16, Option<SchemaOf>),
    /// Whether a success has an `ETag`.
    pub(crate) tagged: bool,
    /// Codes of the problems it may answer, by status.
    pub(crate) refusals: BTreeMap<u16, BTreeSet<&'static str>>,
    /// Codes of the fields' problems in a 422.
    pub(crate) faults: BTreeSet<&'static str>,
    handler: MethodRouter<Arc<Inner>>,
}

/// `Operation::get(path, summary, handler)` and its like.
macro_rules! methods {
    ($($name:ident $method:literal),*) => {$(
        pub(crate) fn $name<H: Handler<T, Arc<Inner>>, T: 'static>(
            path: impl Into<String>,
            summary: &'static str,
            handler: H,
        ) -> Self {
            Self::new($method, path.into(), summary, routing::$name(handler))
        }
    )*};
}

impl Operation {
    methods!(get "get", put "put", post "post", patch "patch", delete "delete");

    fn new(method: &'static str, path: String, summary: &'static str, handler: MethodRouter<Arc<Inner>>) -> Self {
        let operation = Self {
            method,
            path,
            summary,
            details: None,
            proof: Proof::None,
            parameters: Vec::new(),
            changes_a_version: false,
            takes: None,
            answers: (204, None),
            tagged: false,
            refusals: BTreeMap::new(),
            faults: BTreeSet::new(),
            handler,
        }
        .refuses(500, &[codes::FAILED]);
        // Whatever may have a body may have one that is too long.
        if method == "get" {
            operation
        } else {
            operation.refuses(413, &[codes::TOO_LARGE])
        }
    }

    /// It answers out of what the service is made with, and can't fail.
    pub(crate) fn fixed(mut self) -> Self {
        self.refusals.remove(&500);
        self
    }

    /// More about it, where the summary does not say all.
    pub(crate) fn details(mut self, text: &'static str) -> Self {
        self.details = Some(text);
        self
    }

    /// Somebody must be signed in.
    pub(crate) fn signed_in(mut self) -> Self {
        self.proof = Proof::Session;
        self.refuses(401, &[codes::NOT_SIGNED_IN])
            .refuses(410, &[codes::SESSION_GONE])
    }

    /// Nobody needs to be signed in, but a session's token is looked at where one is sent.
    pub(crate) fn session_if_any(mut self) -> Self {
        self.proof = Proof::SessionIfAny;
        self.refuses(410, &[codes::SESSION_GONE])
    }

    /// Somebody must be signed in, and have proved a short time ago who they are.
    pub(crate) fn stepped_up(self) -> Self {
        self.signed_in().refuses(401, &[codes::STEP_UP_REQUIRED])
    }

    /// The request must bear an API token or key.
    pub(crate) fn with_key(mut self) -> Self {
        self.proof = Proof::Key;
        self.refuses(401, &[codes::UNKNOWN_KEY])
    }

    /// It is refused when it comes too often.
    pub(crate) fn limited(self) -> Self {
        self.refuses(429, &[codes::RATE_LIMITED])
    }

    /// `{name}` in its path.
    pub(crate) fn named<T: JsonSchema>(mut self, name: &'static str, means: &'static str) -> Self {
        self.parameters.push(Parameter {
            name,
            means,
            schema: SchemaGenerator::subschema_for::<T>,
        });
        self.refuses(404, &[codes::NOT_OFFERED])
    }

    /// It must name the version it changes.
    pub(crate) fn changes_a_version(mut self) -> Self {
        self.changes_a_version = true;
        self.refuses(412, &[codes::CHANGED_MEANWHILE])
            .refuses(428, &[codes::VERSION_REQUIRED])
    }

    /// What its body holds, and what may be wrong with a field of it.
    pub(crate) fn takes<T: JsonSchema>(mut self, faults: &[&'static str]) -> Self {
        self.takes = Some(SchemaGenerator::subschema_for::<T>);
        self.faults.extend(faults);
        let operation = self.refuses(400, &[codes::MALFORMED]);
        if faults.is_empty() {
            operation
        } else {
            operation.refuses(422, &[codes::INVALID_FIELDS])
        }
    }

    /// 200 with this payload. Without any, an operation answers 204.
    pub(crate) fn answers<T: JsonSchema>(self) -> Self {
        self.answers_as::<T>(200)
    }

    /// A success of another status with this payload.
    pub(crate) fn answers_as<T: JsonSchema>(mut self, status: u16) -> Self {
        self.answers = (status, Some(SchemaGenerator::subschema_for::<T>));
        self
    }

    /// Its answer has an `ETag`.
    pub(crate) fn tagged(mut self) -> Self {
        self.tagged = true;
        self
    }

    /// Problems it may answer with a status.
    pub(crate) fn refuses(mut self, status: u16, codes: &[&'static str]) -> Self {
        self.refusals.entry(status).or_default().extend(codes);
        self
    }

    /// Adds its route.
    pub(crate) fn onto(self, router: Router<Arc<Inner>>) -> Router<Arc<Inner>> {
        router.route(&self.path, self.handler)
    }
}
