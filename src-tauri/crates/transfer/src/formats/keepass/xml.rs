//! The XML in a KeePass database, read entry by entry: groups, the attributes that matter, and the stream over protected
//! values, which goes on with each of them, wanted or not.

use std::collections::HashMap;
use std::io::BufRead;

use chacha20::ChaCha20;
use data_encoding::BASE64;
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use salsa20::Salsa20;
use salsa20::cipher::{KeyIvInit, StreamCipher};
use sha2::{Digest, Sha256, Sha512};
use zeroize::Zeroizing;

use super::attributes::is_wanted;
use crate::error::{ImportError, Refusal};

/// How deep elements may lie in each other; groups lie in each other a handful deep.
const DEEPEST: usize = 256;
/// The most elements: ten thousand entries, each with its ten last states, have four million.
const MOST_ELEMENTS: usize = 8_000_000;
/// Salsa20's nonce, the same in every database.
const SALSA_NONCE: [u8; 8] = [0xe8, 0x30, 0x09, 0x4b, 0x97, 0x20, 0x5d, 0x2a];

/// What this reader asks of an entry.
#[derive(Default)]
pub(super) struct Entry {
    texts: HashMap<String, Zeroizing<String>>,
    pub(super) tags: Vec<String>,
}

impl Entry {
    /// An attribute's text.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.texts.get(name).map(|text| text.as_str())
    }
}

/// The stream over protected values.
pub(super) enum Stream {
    None,
    Salsa(Box<Salsa20>),
    ChaCha(Box<ChaCha20>),
}

impl Stream {
    /// By its number, with its key.
    pub(super) fn numbered(number: u32, key: &[u8]) -> Result<Self, ImportError> {
        match number {
            0 => Ok(Self::None),
            2 => {
                let key: Zeroizing<[u8; 32]> = Zeroizing::new(Sha256::digest(key).into());
                Ok(Self::Salsa(Box::new(Salsa20::new((&*key).into(), &SALSA_NONCE.into()))))
            }
            3 => {
                let both: Zeroizing<[u8; 64]> = Zeroizing::new(Sha512::digest(key).into());
                let cipher = ChaCha20::new_from_slices(&both[..32], &both[32..44]);
                Ok(Self::ChaCha(Box::new(cipher.map_err(|_| ImportError::Damaged)?)))
            }
            _ => Err(Refusal::UnknownEncryption.into()),
        }
    }

    /// A protected value's text.
    fn open(&mut self, text: &str) -> Result<Zeroizing<String>, ImportError> {
        let bytes = BASE64
            .decode(text.trim().as_bytes())
            .map_err(|_| ImportError::Damaged)?;
        let mut bytes = Zeroizing::new(bytes);
        match self {
            Self::None => {}
            Self::Salsa(cipher) => cipher.apply_keystream(&mut bytes),
            Self::ChaCha(cipher) => cipher.apply_keystream(&mut bytes),
        }
        // Attachments are no text, and not asked for.
        Ok(Zeroizing::new(String::from_utf8_lossy(&bytes).into_owned()))
    }
}

/// What an element is, by its name and where it stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Document,
    File,
    Meta,
    BinIdentity,
    Root,
    Group,
    GroupIdentity,
    GroupName,
    Entry,
    Tags,
    Attribute,
    AttributeName,
    AttributeValue,
    Other,
}

impl Part {
    fn of(parent: Self, name: &str) -> Self {
        match (parent, name) {
            (Self::Document, "KeePassFile") => Self::File,
            (Self::File, "Meta") => Self::Meta,
            (Self::File, "Root") => Self::Root,
            (Self::Meta, "RecycleBinUUID") => Self::BinIdentity,
            (Self::Root | Self::Group, "Group") => Self::Group,
            (Self::Group, "UUID") => Self::GroupIdentity,
            (Self::Group, "Name") => Self::GroupName,
            // Those in an entry's history stand elsewhere.
            (Self::Group, "Entry") => Self::Entry,
            (Self::Entry, "Tags") => Self::Tags,
            (Self::Entry, "String") => Self::Attribute,
            (Self::Attribute, "Key") => Self::AttributeName,
            (Self::Attribute, "Value") => Self::AttributeValue,
            _ => Self::Other,
        }
    }

    const fn has_text(self) -> bool {
        matches!(
            self,
            Self::BinIdentity
                | Self::GroupIdentity
                | Self::GroupName
                | Self::Tags
                | Self::AttributeName
                | Self::AttributeValue
        )
    }
}

/// An element that is open.
struct Open {
    part: Part,
    is_protected: bool,
}

/// A group that is open.
#[derive(Default)]
struct Group {
    name: String,
    is_bin: bool,
    /// Whether entries or groups came already: what it is must be known before.
    has_begun: bool,
}

/// Takes an entry with the names of its groups.
type Each<'a> = dyn FnMut(&Entry, &[String]) -> Result<(), ImportError> + 'a;

/// Hands on every entry outside history and recycle bin, with the names of the groups it is in below the outermost.
pub(super) fn entries(source: impl BufRead, stream: Stream, each: &mut Each<'_>) -> Result<(), ImportError> {
    let mut reader = Reader::from_reader(source);
    reader.config_mut().expand_empty_elements = true;
    let mut walk = Walk {
        stream,
        elements: 0,
        open: Vec::new(),
        groups: Vec::new(),
        bin: String::new(),
        entry: Entry::default(),
        name: String::new(),
        text: Zeroizing::default(),
        is_whole: false,
        each,
    };
    let mut buffer = Zeroizing::new(Vec::new());
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|_| ImportError::Damaged)? {
            Event::Start(start) => walk.begin(&start)?,
            Event::Text(text) => walk.text(&text.xml10_content()),
            Event::CData(text) => walk.text(&text.xml10_content()),
            Event::GeneralRef(reference) => walk.reference(&reference)?,
            Event::End(_) => walk.end()?,
            Event::Eof if walk.is_whole => return Ok(()),
            Event::Eof => return Err(ImportError::Damaged),
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

/// Whether the stream over protected values goes over an element's text.
fn is_protected(start: &BytesStart<'_>) -> Result<bool, ImportError> {
    // Most elements have no attribute at all.
    if start.attributes_raw().is_empty() {
        return Ok(false);
    }
    let protected = start.try_get_attribute("Protected").map_err(|_| ImportError::Damaged)?;
    Ok(protected.is_some_and(|protected| protected.value.eq_ignore_ascii_case("true")))
}

struct Walk<'a> {
    stream: Stream,
    elements: usize,
    open: Vec<Open>,
    groups: Vec<Group>,
    /// The recycle bin's identity.
    bin: String,
    /// The entry that is open.
    entry: Entry,
    /// The name of its attribute that is open.
    name: String,
    /// The text of the innermost element, where it is wanted.
    text: Zeroizing<String>,
    is_whole: bool,
    each: &'a mut Each<'a>,
}

impl Walk<'_> {
    fn begin(&mut self, start: &BytesStart<'_>) -> Result<(), ImportError> {
        if self.open.len() >= DEEPEST {
            return Err(ImportError::Damaged);
        }
        self.elements += 1;
        if self.elements > MOST_ELEMENTS {
            return Err(Refusal::TooLarge.into());
        }
        let parent = self.open.last().map_or(Part::Document, |open| open.part);
        let part = Part::of(parent, start.local_name().into_inner());
        let is_protected = is_protected(start)?;
        if matches!(part, Part::Group | Part::Entry)
            && let Some(group) = self.groups.last_mut()
        {
            group.has_begun = true;
        }
        match part {
            Part::Group => self.groups.push(Group::default()),
            Part::Entry => self.entry = Entry::default(),
            Part::Attribute => self.name.clear(),
            _ => {}
        }
        self.text.clear();
        self.open.push(Open { part, is_protected });
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if self
            .open
            .last()
            .is_some_and(|open| open.is_protected || open.part.has_text())
        {
            self.text.push_str(text);
        }
    }

    fn reference(&mut self, reference: &BytesRef<'_>) -> Result<(), ImportError> {
        let numbered = reference.resolve_char_ref().map_err(|_| ImportError::Damaged)?;
        match (numbered, resolve_predefined_entity(&reference.xml10_content())) {
            (Some(character), _) => self.text(character.encode_utf8(&mut [0; 4])),
            (None, Some(text)) => self.text(text),
            (None, None) => return Err(ImportError::Damaged),
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), ImportError> {
        let Some(Open { part, is_protected }) = self.open.pop() else {
            return Err(ImportError::Damaged);
        };
        let mut text = std::mem::take(&mut self.text);
        if is_protected {
            text = self.stream.open(&text)?;
        }
        match part {
            Part::File => self.is_whole = true,
            Part::BinIdentity => self.bin = text.trim().to_owned(),
            Part::GroupIdentity | Part::GroupName => self.name_group(part, text)?,
            Part::Tags => {
                let tags = text
                    .split([';', ',', '\t'])
                    .map(str::trim)
                    .filter(|tag| !tag.is_empty());
                self.entry.tags = tags.map(str::to_owned).collect();
            }
            Part::AttributeName => self.name = text.to_string(),
            Part::AttributeValue if is_wanted(&self.name) => drop(self.entry.texts.insert(self.name.clone(), text)),
            Part::Entry => self.hand_on()?,
            Part::Group => drop(self.groups.pop()),
            _ => {}
        }
        Ok(())
    }

    /// A group's own identity or name. Every writer writes both first; behind an entry they would come too late for it.
    fn name_group(&mut self, part: Part, text: Zeroizing<String>) -> Result<(), ImportError> {
        let group = self.groups.last_mut().filter(|group| !group.has_begun);
        let group = group.ok_or(ImportError::Damaged)?;
        match part {
            Part::GroupIdentity => group.is_bin = !text.is_empty() && text.trim() == self.bin,
            _ => group.name = text.to_string(),
        }
        Ok(())
    }

    fn hand_on(&mut self) -> Result<(), ImportError> {
        let entry = std::mem::take(&mut self.entry);
        if self.groups.iter().any(|group| group.is_bin) {
            return Ok(());
        }
        // The outermost is the database itself.
        let path: Vec<String> = self.groups.iter().skip(1).map(|group| group.name.clone()).collect();
        (self.each)(&entry, &path)
    }
}
