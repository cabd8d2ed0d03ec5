//! Clearing up after a test that was killed and could not do it itself.

use std::process::{Child, Command, Stdio};

use super::{MARK, Outcome};

/// Waits for the end of its standard input, which comes with the end of the test, however that ends; then kills whatever bears
/// the mark, and removes the desk's folder.
const SCRIPT: &str = r#"
cat > /dev/null
for process in /proc/[0-9]*; do
    grep --quiet --null-data --line-regexp --fixed-strings "$1=$2" "$process/environ" 2> /dev/null && kill -9 "${process#/proc/}"
done
rm -rf "$2"
"#;

/// The janitor of a desk. It has nothing to do when the desk was cleared by itself.
pub(super) struct Janitor(Child);

impl Janitor {
    /// Starts it. The mark is the path of the desk's folder.
    pub(super) fn start(mark: &str) -> Outcome<Self> {
        use std::os::unix::process::CommandExt;
        let mut command = Command::new("sh");
        command.args(["-c", SCRIPT, "janitor", MARK, mark]).process_group(0);
        Ok(Self(
            command
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()?,
        ))
    }
}

impl Drop for Janitor {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}
