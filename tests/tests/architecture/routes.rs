//! No route of the extension without its documentation: it is added by its `Operation`, which has both, and by nothing else.

use crate::none;
use crate::sources::below;

/// The one place that adds the route of an operation.
const OPERATION: &str = "src-tauri/crates/service/src/operation.rs";

#[test]
fn every_route_of_the_extension_is_an_operation() {
    let mut findings = Vec::new();
    for source in below("src-tauri/crates/service/src", &[".rs"]) {
        let product: String = source.product().map(|(_, line)| line.trim()).collect();
        for (_, after) in product
            .match_indices(".route(")
            .map(|(at, found)| product.split_at(at + found.len()))
        {
            // Paths of the core are the constants of `protocol::core::path`, and are documented by django-allauth.
            if !after.starts_with("path::") && source.path != OPERATION {
                let begins: String = after.chars().take(40).collect();
                findings.push(format!(
                    "{}: .route({begins}…: list it as an Operation instead",
                    source.path
                ));
            }
        }
    }
    none("Routes of the extension come with their documentation.", &findings);
}
