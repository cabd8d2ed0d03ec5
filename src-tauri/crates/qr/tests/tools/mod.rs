//! The tools from outside that make and read pictures for these tests.

use std::{
    io::Write,
    process::{Command, Stdio},
    thread,
};

/// Where to get each.
const PACKAGES: [(&str, &str); 4] = [
    ("qrencode", "qrencode"),
    ("convert", "imagemagick"),
    ("montage", "imagemagick"),
    ("zbarimg", "zbar-tools"),
];

/// Runs a tool on bytes and gives what it prints.
pub(crate) fn run(program: &str, arguments: &[&str], input: &[u8]) -> Vec<u8> {
    let package = PACKAGES
        .iter()
        .find(|(name, _)| *name == program)
        .map_or(program, |(_, package)| package);
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("this test needs {program} (apt-get install {package}): {error}"));
    let mut stdin = child.stdin.take().unwrap();
    let output = thread::scope(|scope| {
        // Beside reading, for both pipes fill up. A tool that fails closes its end; its status tells.
        scope.spawn(move || stdin.write_all(input).is_ok());
        child.wait_with_output().unwrap()
    });
    assert!(output.status.success(), "{program} {arguments:?} failed");
    output.stdout
}

/// A picture of a text, by `qrencode`: pixels a module, error correction level.
#[allow(dead_code)] // not every test file makes pictures
pub(crate) fn qrencode(text: &str, pixels: u32, level: &str) -> Vec<u8> {
    let pixels = pixels.to_string();
    run(
        "qrencode",
        &[
            "--8bit", "--size", &pixels, "--level", level, "--margin", "4", "--output", "-",
        ],
        text.as_bytes(),
    )
}

/// A PNG changed by ImageMagick, in the format named.
#[allow(dead_code)]
pub(crate) fn convert(picture: &[u8], changes: &str, format: &str) -> Vec<u8> {
    let output = format!("{format}:-");
    let arguments: Vec<&str> = ["-"]
        .into_iter()
        .chain(changes.split_whitespace())
        .chain([output.as_str()])
        .collect();
    run("convert", &arguments, picture)
}
