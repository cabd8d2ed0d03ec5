//! The folder a server under test puts its mails into, and the file of its texts, read as a person reads theirs: newest first.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

/// A folder of mails, one file each, and a file of texts, one line each.
#[derive(Clone, Debug)]
pub struct Inbox {
    folder: PathBuf,
    texts: PathBuf,
}

impl Inbox {
    /// The mails in this folder, now and later.
    #[must_use]
    pub fn new(folder: PathBuf) -> Self {
        let texts = folder.join("texts.jsonl");
        Self { folder, texts }
    }

    /// The same, with the texts in a file elsewhere.
    #[must_use]
    pub fn with_texts(self, texts: PathBuf) -> Self {
        Self { texts, ..self }
    }

    /// The code in the newest text to a number over a channel (`sms`, `whatsapp`).
    #[must_use]
    pub fn newest_text_code(&self, channel: &str, number: &str) -> Option<String> {
        let texts = fs::read_to_string(&self.texts).ok()?;
        let mut lines = texts.lines().rev();
        lines.find_map(|line| {
            let text: serde_json::Value = serde_json::from_str(line).ok()?;
            let fits = text["channel"] == channel && text["to"] == number;
            let words = text["text"].as_str().filter(|_| fits)?;
            words
                .lines()
                .map(str::trim)
                .find(|line| is_code(line))
                .map(str::to_owned)
        })
    }

    /// The same, waiting a moment for a text that is on its way; `older` is the code that does not count.
    #[must_use]
    pub fn await_text_code(&self, channel: &str, number: &str, older: Option<&str>) -> Option<String> {
        awaited(|| self.newest_text_code(channel, number), older)
    }

    /// Whether a mail with these words comes to an address: it may still be on its way.
    #[must_use]
    pub fn comes(&self, address: &str, words: &str) -> bool {
        let there = || self.mails_to(address).into_iter().find(|mail| mail.contains(words));
        awaited(there, None).is_some()
    }

    /// The mails to an address, oldest first, as they lie in the folder.
    #[must_use]
    pub fn mails_to(&self, address: &str) -> Vec<String> {
        let Ok(files) = fs::read_dir(&self.folder) else {
            return Vec::new();
        };
        let to = format!("To: {address}");
        let mut files: Vec<(SystemTime, String)> = files
            .flatten()
            .filter_map(|file| {
                Some((
                    file.metadata().ok()?.modified().ok()?,
                    fs::read_to_string(file.path()).ok()?,
                ))
            })
            .collect();
        files.sort();
        let mails = files.iter().flat_map(|(_, file)| mails_in(file));
        mails
            .filter(|mail| mail.lines().any(|line| line.trim_end() == to))
            .collect()
    }

    /// The code in the newest mail to an address that has one.
    #[must_use]
    pub fn newest_code(&self, address: &str) -> Option<String> {
        self.mails_to(address).iter().rev().find_map(|mail| code_in(mail))
    }

    /// The same, waiting a moment for a mail that is on its way; `older` is the code that does not count.
    #[must_use]
    pub fn await_code(&self, address: &str, older: Option<&str>) -> Option<String> {
        awaited(|| self.newest_code(address), older)
    }
}

/// A code once it is there and another than the older one.
fn awaited(newest: impl Fn() -> Option<String>, older: Option<&str>) -> Option<String> {
    for _ in 0..500 {
        match newest() {
            Some(code) if Some(code.as_str()) != older => return Some(code),
            _ => std::thread::sleep(Duration::from_millis(50)),
        }
    }
    None
}

/// The mails of a file. Django ends each with a line of dashes, and two that are sent in the same second may share a file.
fn mails_in(file: &str) -> Vec<String> {
    let mut mails = vec![String::new()];
    for line in file.split_inclusive('\n') {
        if line.len() > 70 && line.trim_end().bytes().all(|byte| byte == b'-') {
            mails.push(String::new());
        } else if let Some(mail) = mails.last_mut() {
            mail.push_str(line);
        }
    }
    mails
}

/// The code of a mail: six digits, `XXXX-XXXX` or a temporary password of three such parts, alone on a line of the body.
#[must_use]
pub fn code_in(mail: &str) -> Option<String> {
    let (_, body) = mail.split_once("\n\n").or_else(|| mail.split_once("\r\n\r\n"))?;
    body.lines()
        .map(str::trim)
        .find(|line| is_code(line))
        .map(str::to_owned)
}

fn is_code(line: &str) -> bool {
    let digits = line.len() == 6 && line.bytes().all(|byte| byte.is_ascii_digit());
    let letter = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    let dashed = line.contains('-') && line.split('-').all(|part| part.len() == 4 && part.bytes().all(letter));
    digits || dashed
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn a_code_stands_alone() {
        let mail = |body: &str| format!("To: a@b.invalid\nSubject: 123456\n\n{body}\n");
        assert_eq!(
            code_in(&mail("Hello!\n\nGQDG-JSZF\n\nBye")).as_deref(),
            Some("GQDG-JSZF")
        );
        assert_eq!(
            code_in(&mail("Your code:\r\n\r\n482913\r\n")).as_deref(),
            Some("482913")
        );
        assert_eq!(code_in(&mail("K7MP-X3AB-CDEF")).as_deref(), Some("K7MP-X3AB-CDEF"));
        assert_eq!(code_in(&mail("call 482913 now\n-----------\n1234567")), None);
    }

    #[test]
    fn mails_that_share_a_file_are_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let mail = |to: &str, code: &str| format!("To: {to}\n\nHello\n\n{code}\n\n{}\n", "-".repeat(79));
        let (first, second) = (mail("a@b.invalid", "GQDG-JSZF"), mail("c@b.invalid", "PRWB-SJ7C"));
        fs::write(folder.path().join("shared.log"), format!("{first}{second}")).unwrap();
        let inbox = Inbox::new(folder.path().to_owned());
        assert_eq!(inbox.newest_code("a@b.invalid").as_deref(), Some("GQDG-JSZF"));
        assert_eq!(inbox.newest_code("c@b.invalid").as_deref(), Some("PRWB-SJ7C"));
    }

    #[test]
    fn texts_are_told_by_channel_and_number() {
        let folder = tempfile::tempdir().unwrap();
        let line =
            |channel: &str, code: &str| format!(r#"{{"to":"+8210","channel":"{channel}","text":"Code:\n{code}\n"}}"#);
        let lines = [line("sms", "111111"), line("whatsapp", "222222"), line("sms", "333333")].join("\n");
        fs::write(folder.path().join("texts.jsonl"), lines).unwrap();
        let inbox = Inbox::new(folder.path().to_owned());
        assert_eq!(inbox.newest_text_code("sms", "+8210").as_deref(), Some("333333"));
        assert_eq!(inbox.newest_text_code("whatsapp", "+8210").as_deref(), Some("222222"));
        assert_eq!(inbox.newest_text_code("sms", "+8211"), None);
    }

    #[test]
    fn mails_are_told_by_their_receiver() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("1.eml"), "To: a@b.invalid\r\n\r\n111111\r\n").unwrap();
        fs::write(folder.path().join("2.eml"), "To: aa@b.invalid\r\n\r\n222222\r\n").unwrap();
        let inbox = Inbox::new(folder.path().to_owned());
        assert_eq!(inbox.newest_code("a@b.invalid").as_deref(), Some("111111"));
        assert_eq!(inbox.newest_code("c@b.invalid"), None);
    }
}
