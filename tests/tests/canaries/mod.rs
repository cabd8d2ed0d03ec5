//! A secret in all the spellings it could leak in, and the places it is looked for.

use std::fmt::Write as _;

use gatehouse_tests::desk::{App, Desk, Outcome};

/// What the key of the practice account is called.
pub(crate) const ACCOUNT_KEY: &str = "the account's key";
/// What the practice account's API token is called.
pub(crate) const API_TOKEN: &str = "the account's API token";

/// A secret and its spellings.
pub(crate) struct Canary {
    what: String,
    spellings: Vec<String>,
}

impl Canary {
    /// A secret that is text.
    pub(crate) fn words(what: &str, text: &str) -> Self {
        assert!(text.len() >= 8, "{what} is too short to be told from chance");
        let bytes = text.as_bytes();
        Self {
            what: what.to_owned(),
            spellings: vec![text.to_owned(), hex(bytes), hex(bytes).to_uppercase(), base64(bytes)],
        }
    }

    /// A key, given in base32: whole, in groups as screens and answers have them, and its bytes.
    pub(crate) fn key(what: &str, base32: &str) -> Self {
        let bytes = from_base32(base32);
        let groups: Vec<&str> = (0..base32.len())
            .step_by(4)
            .map(|at| &base32[at..base32.len().min(at + 4)])
            .collect();
        let mut spellings = vec![
            base32.to_owned(),
            base32.to_lowercase(),
            groups.join(" "),
            groups.join(" ").to_lowercase(),
            groups.join("\",\""),
            hex(&bytes),
            hex(&bytes).to_uppercase(),
            base64(&bytes),
        ];
        spellings.extend(String::from_utf8(bytes));
        Self {
            what: what.to_owned(),
            spellings,
        }
    }
}

/// Where the canaries are in the memory of the web view's processes.
pub(crate) fn in_the_web(desk: &Desk, canaries: &[Canary]) -> Outcome<Vec<String>> {
    let processes = desk.processes();
    let of_the_web = |name: &str| name.starts_with("WebKitWebP") || name.starts_with("WebKitNet");
    let web: Vec<_> = processes.iter().filter(|(_, name)| of_the_web(name)).collect();
    assert!(
        web.len() >= 2,
        "the web view has its own processes, among {processes:?}"
    );
    let (names, words) = spelled(canaries);
    let mut found = Vec::new();
    for (pid, process) in web {
        let marks = desk.which_in_memory(*pid, &words)?;
        found.extend(marked(&names, &marks).map(|name| format!("{name} in {process}")));
    }
    Ok(found)
}

/// Where the canaries are in the memory of the app's own process.
pub(crate) fn in_the_app(app: &App<'_>, canaries: &[Canary]) -> Outcome<Vec<String>> {
    let (names, words) = spelled(canaries);
    let marks = app.desk().which_in_memory(app.pid(), &words)?;
    Ok(marked(&names, &marks).cloned().collect())
}

/// Where the canaries are in the desk's files: logs, caches, web storage, the app's own. One kind may hold two of them: the
/// practice service's database has to know the key it checks codes with, and the token it shows again.
pub(crate) fn in_files(desk: &Desk, canaries: &[Canary]) -> Vec<String> {
    let practice = desk.gatehouse_home().join("practice");
    let (names, words) = spelled(canaries);
    let mut found = Vec::new();
    for (file, marks) in desk.which_in_files(&words) {
        let of_the_service = |name: &str| name.starts_with(ACCOUNT_KEY) || name.starts_with(API_TOKEN);
        let expected = |name: &str| file.starts_with(&practice) && of_the_service(name);
        let names = marked(&names, &marks).filter(|name| !expected(name));
        found.extend(names.map(|name| format!("{name} in {}", file.display())));
    }
    found
}

/// What each spelling is of, and the spellings.
fn spelled(canaries: &[Canary]) -> (Vec<String>, Vec<String>) {
    let each = canaries.iter().flat_map(|canary| {
        let number = canary.spellings.iter().enumerate();
        number.map(|(number, word)| (format!("{} (spelling {number})", canary.what), word.clone()))
    });
    each.unzip()
}

fn marked<'a>(names: &'a [String], marks: &'a [bool]) -> impl Iterator<Item = &'a String> {
    names.iter().zip(marks).filter(|(_, mark)| **mark).map(|(name, _)| name)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Without the padding, and without the last letter, which depends on what follows.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    bytes.chunks_exact(3).fold(String::new(), |mut text, three| {
        let bits = u32::from_be_bytes([0, three[0], three[1], three[2]]);
        text.extend([18, 12, 6, 0].map(|shift| char::from(LETTERS[(bits >> shift & 63) as usize])));
        text
    })
}

fn from_base32(text: &str) -> Vec<u8> {
    let (mut bits, mut count, mut bytes) = (0_u32, 0, Vec::new());
    for letter in text.bytes() {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'2'..=b'7' => letter - b'2' + 26,
            other => panic!("{other} is no letter of base32"),
        };
        bits = (bits << 5 | u32::from(value)) & 0xFFF;
        count += 5;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 0xFF) as u8);
        }
    }
    bytes
}
