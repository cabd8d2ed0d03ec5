//! As much of Java's object serialisation stream (its specification, chapter 6) as a map of texts needs.

use zeroize::Zeroizing;

const MAGIC: [u8; 4] = [0xac, 0xed, 0x00, 0x05];
const OBJECT: u8 = 0x73;
const CLASS: u8 = 0x72;
const STRING: u8 = 0x74;
const LONG_STRING: u8 = 0x7c;
const REFERENCE: u8 = 0x71;
const BLOCK: u8 = 0x77;
const END_OF_BLOCK: u8 = 0x78;
const NULL: u8 = 0x70;
/// The number of the first thing that can be referred to.
const FIRST_HANDLE: u32 = 0x007e_0000;
/// The class and the map come before the first text.
const HANDLES_BEFORE: usize = 2;
/// The most pairs of a map: ten thousand tokens have two each.
const MOST_PAIRS: u32 = 20_001;
/// The class's name, as it follows its length.
const HASH_MAP: &[u8] = b"java.util.HashMap";

/// Texts by name, in the stream's order.
pub(super) struct StringMap(Vec<(Zeroizing<String>, Zeroizing<String>)>);

impl StringMap {
    /// Names and texts.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &Zeroizing<String>)> {
        self.0.iter().map(|(name, text)| (name.as_str(), text))
    }
}

/// Whether it is such a stream, with a map in it.
pub(super) fn is_stream(bytes: &[u8]) -> bool {
    bytes.starts_with(&MAGIC) && bytes.get(4..6) == Some(&[OBJECT, CLASS]) && bytes.get(8..25) == Some(HASH_MAP)
}

/// The map of the stream; `None` where it is cut or holds anything else.
pub(super) fn string_map(bytes: &[u8]) -> Option<StringMap> {
    if !is_stream(bytes) {
        return None;
    }
    let mut reader = Reader {
        rest: bytes.get(8 + HASH_MAP.len()..)?,
        texts: Vec::new(),
        left: bytes.len(),
    };
    // The class's number, flags, two fields of four bytes each by name, the end of its notes, no class above; then the
    // fields' values: all of one known length.
    let fields = reader.rest.windows(2).position(|pair| pair == [END_OF_BLOCK, NULL])?;
    reader.take(fields + 2 + 8)?;
    if reader.take(2)? != [BLOCK, 8] {
        return None;
    }
    reader.take(4)?;
    let count = u32::from_be_bytes(reader.take(4)?.try_into().ok()?);
    if count > MOST_PAIRS {
        return None;
    }
    let mut map = Vec::new();
    for _ in 0..count {
        map.push((reader.text()?, reader.text()?));
    }
    (reader.take(1)? == [END_OF_BLOCK]).then_some(StringMap(map))
}

struct Reader<'a> {
    rest: &'a [u8],
    /// The texts so far: one that occurs again is referred to.
    texts: Vec<Zeroizing<String>>,
    /// How many bytes may still be repeated by referring to them. A map's names differ and its texts are hardly ever the same, so
    /// that all repetitions together are shorter than the stream.
    left: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }

    fn text(&mut self) -> Option<Zeroizing<String>> {
        let length = match *self.take(1)?.first()? {
            STRING => u16::from_be_bytes(self.take(2)?.try_into().ok()?).into(),
            LONG_STRING => usize::try_from(u64::from_be_bytes(self.take(8)?.try_into().ok()?)).ok()?,
            REFERENCE => {
                let handle = u32::from_be_bytes(self.take(4)?.try_into().ok()?);
                let place = usize::try_from(handle.checked_sub(FIRST_HANDLE)?).ok()?;
                let text = self.texts.get(place.checked_sub(HANDLES_BEFORE)?)?;
                self.left = self.left.checked_sub(text.len())?;
                return Some(text.clone());
            }
            _ => return None,
        };
        let text = modified_utf8(self.take(length)?)?;
        self.texts.push(text.clone());
        Some(text)
    }
}

/// Java's own UTF-8 (its `DataInput`): characters beyond the basic plane as two surrogates of three bytes each, zero as two bytes.
fn modified_utf8(bytes: &[u8]) -> Option<Zeroizing<String>> {
    let mut units: Zeroizing<Vec<u16>> = Zeroizing::new(Vec::with_capacity(bytes.len()));
    let mut rest = bytes;
    while let Some((&first, after)) = rest.split_first() {
        let (length, lead) = match first {
            0x00..=0x7f => (0, first),
            0xc0..=0xdf => (1, first & 0x1f),
            0xe0..=0xef => (2, first & 0x0f),
            _ => return None,
        };
        let (following, after) = after.split_at_checked(length)?;
        let well_formed = following.iter().all(|byte| byte & 0xc0 == 0x80);
        let unit = following
            .iter()
            .fold(u16::from(lead), |unit, byte| unit << 6 | u16::from(byte & 0x3f));
        units.push(well_formed.then_some(unit)?);
        rest = after;
    }
    String::from_utf16(&units).ok().map(Zeroizing::new)
}
