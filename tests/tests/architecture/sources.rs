//! Reading the sources.

use std::fs;
use std::path::{Path, PathBuf};

/// Folders that are made, not written.
const MADE: [&str; 7] = [
    "target",
    "node_modules",
    "dist",
    "gen",
    ".git",
    ".svelte-kit",
    "coverage",
];

/// The workspace's root.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// A source file.
pub(crate) struct Source {
    /// Its path from the root, with slashes.
    pub(crate) path: String,
    /// What is in it.
    pub(crate) text: String,
}

/// Every file below this folder with one of these endings, in order.
pub(crate) fn below(folder: &str, endings: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    collect(&root().join(folder), endings, &mut found);
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

fn collect(folder: &Path, endings: &[&str], found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        if path.is_dir() && !MADE.contains(&name.as_str()) {
            collect(&path, endings, found);
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let path = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
            found.push(Source { path, text });
        }
    }
}

impl Source {
    /// Whether the file holds nothing but tests.
    pub(crate) fn is_test(&self) -> bool {
        ["/tests/", "/tests.rs", "/benches/", "/examples/"]
            .iter()
            .any(|part| self.path.contains(part))
    }

    /// The lines of the product: number and text, up to the first test module.
    pub(crate) fn product(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate().map(|(index, line)| (index + 1, line));
        lines.take_while(|(_, line)| line.trim() != "#[cfg(test)]")
    }
}

/// The line without its comment. (Good enough: a `//` in a string ends it early.)
pub(crate) fn code(line: &str) -> &str {
    line.split("//").next().unwrap_or_default()
}
