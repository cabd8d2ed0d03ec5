//! The OpenAPI 3.1 document, made from the operations and the types they speak.
//!
//! Everything in it is told once, in the code: operations in `routes/<section>.rs`, fields in the comments of `protocol`'s types, codes in
//! the comments of `protocol::extension::problem::codes`.

use protocol::core::SESSION_TOKEN_HEADER;
use protocol::extension::problem::{MEDIA_TYPE, Problem, codes};
use protocol::extension::{BASE, DISCOVERY_PATH};
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::operation::{Operation, Proof, SchemaOf};

/// The version of the extension, which its path repeats.
const VERSION: &str = "1.0.0";

const ABOUT: &str = "What django-allauth's headless API for apps (`/_allauth/app/v1`) lacks of managing an account. A person \
    signs in, proves again who they are and signs out there; the session token it hands out is the one that counts here. \
    Begin with `/.well-known/account-management`, which says what a service offers and in which words and limits.\n\n\
    Clients ignore fields and words they do not know. Refusals are problem details (RFC 9457); decide by `code`. Where the code is \
    `step_up_required`, answer one of the problem's `flows` at the core and repeat the call.";

/// The published document: all there is of the extension. A service serves the part that it offers.
pub fn openapi() -> Value {
    document(&crate::routes::operations::all())
}

/// The document of these operations.
pub(crate) fn document(operations: &[Operation]) -> Value {
    let settings = || {
        SchemaSettings::draft2020_12().with(|settings| {
            settings.definitions_path = "/components/schemas".into();
            settings.meta_schema = None;
        })
    };
    let mut schemas = Schemas {
        answers: settings().for_serialize().into_generator(),
        // What is sent and what is answered may differ in what must be there, so a request's schema stands in its place.
        requests: settings()
            .with(|settings| settings.inline_subschemas = true)
            .for_deserialize()
            .into_generator(),
    };
    let mut paths = Map::new();
    for operation in operations {
        let path = paths.entry(&operation.path).or_insert_with(|| json!({}));
        path[operation.method] = describe(operation, &mut schemas);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Account extension",
            "version": VERSION,
            "description": ABOUT,
            "license": {"name": "Apache-2.0 OR MIT", "identifier": "Apache-2.0 OR MIT"},
        },
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": schemas.answers.take_definitions(true),
            "headers": headers(),
            "securitySchemes": proofs(),
        },
    })
}

struct Schemas {
    answers: SchemaGenerator,
    requests: SchemaGenerator,
}

fn describe(operation: &Operation, schemas: &mut Schemas) -> Value {
    let mut told = json!({
        "operationId": id(operation),
        "summary": operation.summary,
        "tags": [tag(&operation.path)],
        "responses": responses(operation, schemas),
    });
    if let Some(details) = operation.details {
        told["description"] = details.into();
    }
    let parameters = parameters(operation, schemas);
    if !parameters.is_empty() {
        told["parameters"] = parameters.into();
    }
    if let Some(body) = operation.takes {
        let content = json!({"application/json": {"schema": body(&mut schemas.requests)}});
        told["requestBody"] = json!({"required": true, "content": content});
    }
    match operation.proof {
        Proof::None => {}
        Proof::SessionIfAny => told["security"] = json!([{}, {"session": []}]),
        Proof::Session => told["security"] = json!([{"session": []}]),
        Proof::Key => told["security"] = json!([{"key": []}]),
    }
    told
}

/// `postApiKeysIdReveal`, of `POST /account/v1/api-keys/{id}/reveal`.
fn id(operation: &Operation) -> String {
    let words = operation.path.trim_start_matches(BASE);
    let words = words.split(|c: char| !c.is_ascii_alphanumeric());
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    let rest: String = words.filter(|word| !word.is_empty()).map(capital).collect();
    operation.method.to_owned() + &rest
}

/// The section's name in the path.
fn tag(path: &str) -> &str {
    if path == DISCOVERY_PATH {
        return "discovery";
    }
    let name = path.trim_start_matches(BASE);
    name.split(['/', '.']).next().unwrap_or(name)
}

fn parameters(operation: &Operation, schemas: &mut Schemas) -> Vec<Value> {
    let mut told: Vec<Value> = Vec::new();
    for parameter in &operation.parameters {
        told.push(json!({
            "name": parameter.name, "in": "path", "required": true, "description": parameter.means,
            "schema": (parameter.schema)(&mut schemas.requests),
        }));
    }
    if operation.changes_a_version {
        told.push(json!({
            "name": "If-Match", "in": "header", "required": true,
            "description": "The `ETag` of the version that is changed, or `*` for whichever it is now",
            "schema": {"type": "string"}, "example": "*",
        }));
    }
    told
}

fn responses(operation: &Operation, schemas: &mut Schemas) -> Value {
    let (status, payload) = operation.answers;
    let mut told = Map::new();
    told.insert(status.to_string(), success(operation, payload, schemas));
    for (status, codes) in &operation.refusals {
        let mut meanings: Vec<String> = codes.iter().map(|code| meaning(code)).collect();
        let mut demands = json!({"status": {"const": status}, "code": {"enum": codes}});
        if *status == 422 {
            meanings.extend(operation.faults.iter().map(|code| meaning(code)));
            let fault = json!({"properties": {"code": {"enum": operation.faults}}});
            demands["errors"] = json!({"type": "array", "minItems": 1, "items": fault});
        }
        let problem = schemas.answers.subschema_for::<Problem>();
        let schema = json!({"allOf": [problem, {"properties": demands}]});
        let mut response = json!({
            "description": meanings.join("\n"),
            "content": {MEDIA_TYPE: {"schema": schema}},
        });
        if codes.contains(codes::RATE_LIMITED) {
            response["headers"] = json!({"Retry-After": {"$ref": "#/components/headers/Retry-After"}});
        }
        told.insert(status.to_string(), response);
    }
    told.into()
}

fn success(operation: &Operation, payload: Option<SchemaOf>, schemas: &mut Schemas) -> Value {
    let Some(payload) = payload else {
        return json!({"description": "Done; there is nothing to tell"});
    };
    let schema = payload(&mut schemas.answers);
    let mut response = json!({"description": "Done", "content": {"application/json": {"schema": schema}}});
    if operation.tagged {
        response["headers"] = json!({"ETag": {"$ref": "#/components/headers/ETag"}});
    }
    response
}

/// A code and what it means, without the status that the comment repeats.
fn meaning(code: &str) -> String {
    let meaning = codes::meaning(code);
    let words = meaning.split_once(": ").map_or(meaning, |(_, words)| words);
    format!("- `{code}`: {words}")
}

fn headers() -> Value {
    json!({
        "ETag": {
            "description": "The version of what was answered, for `If-Match`",
            "required": true, "schema": {"type": "string"},
        },
        "Retry-After": {
            "description": "In how many seconds to try again",
            "required": true, "schema": {"type": "integer", "minimum": 1},
        },
    })
}

fn proofs() -> Value {
    json!({
        "session": {
            "type": "apiKey", "in": "header", "name": SESSION_TOKEN_HEADER,
            "description": "The session token that the core's sign-in handed out (`meta.session_token`)",
        },
        "key": {"type": "http", "scheme": "bearer", "description": "An API token or key of an account"},
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use std::collections::BTreeSet;

    use super::*;
    use crate::routes::operations;

    #[test]
    fn every_operation_is_told_once_and_whole() {
        let mut seen = BTreeSet::new();
        for operation in operations::all() {
            let name = format!("{} {}", operation.method, operation.path);
            assert!(seen.insert(id(&operation)), "{name} is listed twice");
            let in_path: BTreeSet<&str> = (operation.path.split('/'))
                .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
                .collect();
            let named: BTreeSet<&str> = operation.parameters.iter().map(|parameter| parameter.name).collect();
            assert_eq!(
                in_path, named,
                "{name}: its path's parts and those told with `named` differ"
            );
            for code in operation.refusals.values().flatten().chain(&operation.faults) {
                assert_ne!(codes::meaning(code), "", "{name}: `{code}` is no code of problem.rs");
            }
        }
    }

    #[test]
    fn every_code_is_somebodys() {
        let mut unused: BTreeSet<&str> = codes::MEANINGS.iter().map(|(code, _)| *code).collect();
        // Answered where no operation is: at a path or with a method that nobody serves.
        unused.remove(codes::METHOD_NOT_ALLOWED);
        for operation in operations::all() {
            for code in operation.refusals.values().flatten().chain(&operation.faults) {
                unused.remove(code);
            }
        }
        assert!(unused.is_empty(), "no operation says that it answers {unused:?}");
    }
}
