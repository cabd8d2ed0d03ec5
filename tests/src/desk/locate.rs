//! How a journey names a part of a screen: by what a person, or assistive technology, knows it as.

use fantoccini::Locator;
use fantoccini::elements::{Element, ElementRef};
use fantoccini::error::CmdError;
use serde_json::{Value, json};

/// The key WebDriver marks an element with in JSON.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A part of the screen.
#[derive(Clone, Debug)]
pub enum By {
    /// By role and accessible name; an empty name is any. Only visible, reachable parts count.
    Role {
        /// The ARIA role, given or implied by the element.
        role: String,
        /// The accessible name.
        name: String,
        /// Whether the name has to be equal, or only to contain the words.
        exact: bool,
    },
    /// By CSS selector.
    Css(String),
    /// By XPath.
    XPath(String),
}

/// The part with this role and exactly this accessible name.
pub fn role(role: &str, name: &str) -> By {
    By::Role {
        role: role.into(),
        name: name.into(),
        exact: true,
    }
}

/// The heading with exactly these words.
pub fn heading(name: &str) -> By {
    role("heading", name)
}

/// By CSS selector.
pub fn css(selector: &str) -> By {
    By::Css(selector.into())
}

/// By XPath.
pub fn xpath(path: &str) -> By {
    By::XPath(path.into())
}

/// The innermost part that has these words, for the eye or for a screen reader.
pub fn text(words: &str) -> By {
    innermost(words, "")
}

/// The same on the screen: what was said to screen readers stays in its region until something else is said.
pub fn shown(words: &str) -> By {
    innermost(words, "not(@aria-live) and ")
}

fn innermost(words: &str, which: &str) -> By {
    let quoted = if words.contains('\'') {
        format!("\"{words}\"")
    } else {
        format!("'{words}'")
    };
    let holds = format!("contains(normalize-space(.), {quoted})");
    By::XPath(format!(
        "//body//*[{which}not(self::script) and {holds} and not(*[{holds}])]"
    ))
}

impl By {
    /// The same, when the name only has to contain the words.
    #[must_use]
    pub fn containing(self) -> Self {
        match self {
            Self::Role { role, name, .. } => Self::Role {
                role,
                name,
                exact: false,
            },
            other => other,
        }
    }

    /// Every match now, in document order.
    pub(super) async fn all(&self, client: &fantoccini::Client) -> Result<Vec<Element>, CmdError> {
        match self {
            Self::Css(selector) => client.find_all(Locator::Css(selector)).await,
            Self::XPath(path) => client.find_all(Locator::XPath(path)).await,
            Self::Role { role, name, exact } => {
                let found = client
                    .execute(include_str!("locate.js"), vec![json!(role), json!(name), json!(exact)])
                    .await?;
                Ok(elements(client, &found))
            }
        }
    }
}

fn elements(client: &fantoccini::Client, found: &Value) -> Vec<Element> {
    let ids = found
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|one| one.get(ELEMENT)?.as_str());
    ids.map(|id| Element::from_element_id(client.clone(), ElementRef::from(id.to_owned())))
        .collect()
}

impl std::fmt::Display for By {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Role {
                role,
                name,
                exact: true,
            } => write!(f, "{role} “{name}”"),
            Self::Role {
                role,
                name,
                exact: false,
            } => write!(f, "{role} containing “{name}”"),
            Self::Css(selector) => write!(f, "{selector}"),
            Self::XPath(path) => write!(f, "{path}"),
        }
    }
}
