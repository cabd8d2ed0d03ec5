//! Counting tests from what the test runners print.

/// Tests seen so far.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// Tests that passed.
    pub(crate) passed: u64,
    /// Tests that failed.
    pub(crate) failed: u64,
    /// The names of Rust's tests that failed.
    pub(crate) names: Vec<String>,
}

impl Tally {
    /// Takes the numbers out of a summary line of Rust's test runner or of vitest, and the name of a failed test out of the
    /// former's; other lines count nothing.
    pub(crate) fn hear(&mut self, line: &str) {
        let line = plain(line);
        let line = line.trim();
        let failed = line
            .strip_prefix("test ")
            .and_then(|rest| rest.strip_suffix(" ... FAILED"));
        self.names.extend(failed.map(str::to_owned));
        let summary = line.strip_prefix("test result:").or_else(|| {
            // vitest prints “Tests  2 failed | 40 passed (42)”, beside “Test Files …”.
            line.strip_prefix("Tests ")
                .filter(|rest| rest.contains("passed") || rest.contains("failed"))
        });
        if let Some(summary) = summary {
            self.passed += number_before(summary, "passed");
            self.failed += number_before(summary, "failed");
        }
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

fn number_before(text: &str, word: &str) -> u64 {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    words
        .windows(2)
        .find(|pair| pair[1] == word)
        .and_then(|pair| pair[0].parse().ok())
        .unwrap_or(0)
}

/// The line without terminal colours.
fn plain(line: &str) -> String {
    let mut out = String::new();
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            // ESC [ … letter
            characters.by_ref().skip(1).find(char::is_ascii_alphabetic);
        } else {
            out.push(character);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(line: &str) -> (u64, u64) {
        let mut tally = Tally::default();
        tally.hear(line);
        (tally.passed, tally.failed)
    }

    #[test]
    fn summaries_are_counted() {
        assert_eq!(
            heard("test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.1s"),
            (12, 0)
        );
        assert_eq!(
            heard("test result: \u{1b}[31mFAILED\u{1b}[0m. 3 passed; 2 failed; 0 ignored"),
            (3, 2)
        );
        assert_eq!(heard("      Tests  2 failed | 40 passed (42)"), (40, 2));
        assert_eq!(
            heard(
                "\u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m\u{1b}[32m7 passed\u{1b}[39m\u{1b}[22m\u{1b}[90m (7)\u{1b}[39m"
            ),
            (7, 0)
        );
    }

    #[test]
    fn failed_tests_are_known_by_name() {
        let mut tally = Tally::default();
        tally.hear("test vault::a_lock_holds ... \u{1b}[31mFAILED\u{1b}[0m");
        tally.hear("test vault::a_save_lasts ... ok");
        assert_eq!(tally.names, ["vault::a_lock_holds"]);
    }

    #[test]
    fn other_lines_are_not() {
        assert_eq!(heard(" Test Files  9 passed (9)"), (0, 0));
        assert_eq!(heard("test tests::summaries_are_counted ... ok"), (0, 0));
    }
}
