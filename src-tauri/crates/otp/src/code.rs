//! The code a person types: text that is wiped when dropped and can't slip into a log.

use zeroize::Zeroizing;

/// A code, ungrouped, leading zeros kept. No `Debug`, `Display` or `Serialize`: it's worth an account for its period.
#[derive(Clone)]
pub struct Code(Zeroizing<String>);

impl Code {
    pub(crate) fn new(text: Zeroizing<String>) -> Self {
        Self(text)
    }

    /// The characters, for the screen or the clipboard; say at the call why they're exposed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
