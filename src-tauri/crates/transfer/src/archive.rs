//! Zip archives, of which exports are made: opened with bounds, for a small one can claim to hold terabytes.

use std::borrow::Cow;
use std::io::{Cursor, Read};

use zeroize::Zeroizing;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::error::{ImportError, Refusal};
use crate::input::MOST_BYTES;

/// What archives begin with: a first file's header, or the end of an empty archive.
const BEGINNINGS: [&[u8]; 2] = [b"PK\x03\x04", b"PK\x05\x06"];
/// How many bytes of a content tell whether it looks right.
const BEGINNING: u64 = 32;
/// What each file's line in the table of contents begins with.
const LISTED: &[u8; 4] = b"PK\x01\x02";
/// The most files in an archive. 1Password's, with attachments, have thousands.
const MOST_FILES: usize = 20_000;

/// An archive, its table of contents read.
pub(crate) struct Archive<'a>(ZipArchive<Cursor<&'a [u8]>>);

/// What an encrypted file's content did when it was read.
enum Content {
    Whole(Zeroizing<Vec<u8>>),
    /// It broke off; this is what came before.
    Broken(Zeroizing<Vec<u8>>),
}

impl<'a> Archive<'a> {
    /// Whether it looks like an archive, whole or not.
    pub(crate) fn is_meant(bytes: &[u8]) -> bool {
        BEGINNINGS.iter().any(|begin| bytes.starts_with(begin))
    }

    /// Reads the table of contents.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, ImportError> {
        // Counted before the reader makes hundreds of bytes of each of them.
        if bytes
            .windows(LISTED.len())
            .filter(|four| four == LISTED)
            .nth(MOST_FILES)
            .is_some()
        {
            return Err(Refusal::TooLarge.into());
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ImportError::Damaged)?;
        Ok(Self(archive))
    }

    /// The files' names, with their folders, in the archive's order; folders end in a slash.
    pub(crate) fn names(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.0.file_names().filter_map(Result::ok)
    }

    /// Whether a file of this name, in any folder, is there; its whole name.
    pub(crate) fn find(&self, name: &str) -> Option<String> {
        let mut there = self.names().filter(|there| {
            let last = there.rsplit(['/', '\\']).next();
            last.is_some_and(|last| last.eq_ignore_ascii_case(name))
        });
        there.next().map(Cow::into_owned)
    }

    /// Whether a file needs a password.
    pub(crate) fn is_encrypted(&mut self, name: &str) -> Result<bool, ImportError> {
        let index = self.0.index_for_name(name).ok_or(ImportError::Damaged)?;
        let file = self.0.by_index_raw(index).map_err(|_| ImportError::Damaged)?;
        Ok(file.encrypted())
    }

    /// A file's content. `looks_right` is asked of its beginning where nothing else tells a wrong password from damage:
    /// the old encryption of archives lets one wrong password in 256 pass, and has no tag.
    pub(crate) fn read(
        &mut self,
        name: &str,
        password: Option<&[u8]>,
        looks_right: impl Fn(&[u8]) -> bool,
    ) -> Result<Zeroizing<Vec<u8>>, ImportError> {
        let encrypted = self.is_encrypted(name)?;
        if encrypted && password.is_none() {
            return Err(ImportError::PasswordNeeded);
        }
        let index = self.0.index_for_name(name).ok_or(ImportError::Damaged)?;
        match self.content(index, password.filter(|_| encrypted))? {
            Content::Whole(content) => Ok(content),
            Content::Broken(begin) if encrypted && !self.has_tag(index) && !looks_right(&begin) => {
                Err(ImportError::WrongPassword)
            }
            Content::Broken(_) => Err(ImportError::Damaged),
        }
    }

    fn content(&mut self, index: usize, password: Option<&[u8]>) -> Result<Content, ImportError> {
        let file = match password {
            Some(password) => self.0.by_index_decrypt(index, password),
            None => self.0.by_index(index),
        };
        let file = file.map_err(|error| match error {
            ZipError::InvalidPassword => ImportError::WrongPassword,
            ZipError::UnsupportedArchive(_) => Refusal::UnknownEncryption.into(),
            _ => ImportError::Damaged,
        })?;
        let most = MOST_BYTES as u64;
        if file.size() > most {
            return Err(Refusal::TooLarge.into());
        }
        let mut content = Zeroizing::new(Vec::with_capacity(usize::try_from(file.size()).unwrap_or(0)));
        // The beginning by itself: a decompressor that meets an error gives nothing of what it had before it.
        let mut file = file.take(BEGINNING);
        let begun = file.read_to_end(&mut content);
        file.set_limit(most + 1 - BEGINNING);
        let read = begun.and_then(|_| file.read_to_end(&mut content));
        match read {
            Ok(_) if content.len() > MOST_BYTES => Err(Refusal::TooLarge.into()),
            Ok(_) => Ok(Content::Whole(content)),
            Err(_) => Ok(Content::Broken(content)),
        }
    }

    /// Whether the file is encrypted with AES, whose tag proves the content, and a check of two bytes the password.
    fn has_tag(&mut self, index: usize) -> bool {
        matches!(self.0.get_aes_verification_key_and_salt(index), Ok(Some(_)))
    }
}
