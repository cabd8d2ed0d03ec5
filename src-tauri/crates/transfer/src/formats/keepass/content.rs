//! A KeePass database's content: proven by its tags, decrypted, and unpacked as it is read. A database that packs gigabytes
//! of zeros into a megabyte never has more of them in memory than one buffer.

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};

use aes::Aes256;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockCipherDecrypt, BlockModeDecrypt, InnerIvInit, KeyInit, KeyIvInit, StreamCipher};
use chacha20::ChaCha20;
use flate2::read::GzDecoder;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256, Sha512};
use twofish::Twofish;
use zeroize::Zeroizing;

use super::header::{Cipher, Header, number, sized};
use super::key::Keys;
use crate::error::{ImportError, Refusal};
use crate::input::MOST_BYTES;

/// The most bytes unpacked: attachments hardly pack, texts to a tenth.
const MOST_UNPACKED: usize = 2 * MOST_BYTES;
/// A tag's or a digest's length.
const DIGEST: usize = 32;

/// The content, decrypted and as packed as it was.
pub(super) fn decrypted(header: &Header<'_>, keys: &Keys) -> Result<Zeroizing<Vec<u8>>, ImportError> {
    let Some(older) = &header.older else {
        let mut content = proven(header, &keys.tags)?;
        decrypt(header, keys, &mut content)?.ok_or(ImportError::Damaged)?;
        return Ok(content);
    };
    let mut content = Zeroizing::new(header.rest.to_vec());
    // There is no tag over it: another password shows in what doesn't decrypt.
    decrypt(header, keys, &mut content)?.ok_or(ImportError::WrongPassword)?;
    if !content.starts_with(older.start) {
        return Err(ImportError::WrongPassword);
    }
    joined(&content[older.start.len()..])
}

/// KDBX 4: the encrypted content, whose blocks each have a tag. The header's own proves the password.
fn proven(header: &Header<'_>, key: &[u8; 64]) -> Result<Zeroizing<Vec<u8>>, ImportError> {
    let (digest, rest) = header.rest.split_at_checked(DIGEST).ok_or(ImportError::Damaged)?;
    let (tag, mut rest) = rest.split_at_checked(DIGEST).ok_or(ImportError::Damaged)?;
    if Sha256::digest(header.whole).as_slice() != digest {
        return Err(ImportError::Damaged);
    }
    if !is_tagged(key, u64::MAX, &[header.whole], tag)? {
        return Err(ImportError::WrongPassword);
    }
    let mut content = Zeroizing::new(Vec::with_capacity(rest.len()));
    for place in 0_u64.. {
        let (tag, after) = rest.split_at_checked(DIGEST).ok_or(ImportError::Damaged)?;
        let (block, next) = sized(after).ok_or(ImportError::Damaged)?;
        if !is_tagged(key, place, &[&place.to_le_bytes(), &after[..4], block], tag)? {
            return Err(ImportError::Damaged);
        }
        // An empty block is the last.
        if block.is_empty() {
            break;
        }
        content.extend_from_slice(block);
        rest = next;
    }
    Ok(content)
}

fn is_tagged(key: &[u8; 64], place: u64, parts: &[&[u8]], tag: &[u8]) -> Result<bool, ImportError> {
    let key = Sha512::new().chain_update(place.to_le_bytes()).chain_update(key);
    let mac = Hmac::<Sha256>::new_from_slice(&key.finalize());
    let mut mac = mac.map_err(|_| ImportError::Damaged)?;
    for part in parts {
        mac.update(part);
    }
    Ok(mac.verify_slice(tag).is_ok())
}

/// Decrypts where it stands; `None` where the padding is wrong.
fn decrypt(header: &Header<'_>, keys: &Keys, content: &mut Vec<u8>) -> Result<Option<()>, ImportError> {
    match header.cipher {
        Cipher::Aes => decrypt_cbc::<Aes256>(header.iv, keys, content),
        Cipher::Twofish => decrypt_cbc::<Twofish>(header.iv, keys, content),
        Cipher::ChaCha => {
            let cipher = ChaCha20::new_from_slices(&*keys.content, header.iv);
            cipher.map_err(|_| ImportError::Damaged)?.apply_keystream(content);
            Ok(Some(()))
        }
    }
}

fn decrypt_cbc<C>(iv: &[u8], keys: &Keys, content: &mut Vec<u8>) -> Result<Option<()>, ImportError>
where
    C: BlockCipherDecrypt + KeyInit,
{
    let cipher = C::new_from_slice(&*keys.content).map_err(|_| ImportError::Damaged)?;
    let cipher = cbc::Decryptor::inner_iv_slice_init(cipher, iv).map_err(|_| ImportError::Damaged)?;
    let length = cipher.decrypt_padded::<Pkcs7>(content).map(<[u8]>::len);
    let Ok(length) = length else { return Ok(None) };
    content.truncate(length);
    Ok(Some(()))
}

/// KDBX 3: the blocks behind the beginning, each with a number, a digest and a length.
fn joined(mut rest: &[u8]) -> Result<Zeroizing<Vec<u8>>, ImportError> {
    let mut content = Zeroizing::new(Vec::with_capacity(rest.len()));
    loop {
        let (_number, after) = rest.split_at_checked(4).ok_or(ImportError::Damaged)?;
        let (digest, after) = after.split_at_checked(DIGEST).ok_or(ImportError::Damaged)?;
        let (block, next) = sized(after).ok_or(ImportError::Damaged)?;
        if block.is_empty() {
            return Ok(content);
        }
        if Sha256::digest(block).as_slice() != digest {
            return Err(ImportError::Damaged);
        }
        content.extend_from_slice(block);
        rest = next;
    }
}

/// What is read of the content, and whether it went beyond what is read of any.
pub(super) struct Unpacked<'a> {
    inner: BufReader<Within<'a>>,
}

struct Within<'a> {
    inner: Box<dyn Read + 'a>,
    left: usize,
    /// Bytes since the last `<`: what the reader of XML holds at once. `None` before the XML.
    run: Option<usize>,
    is_too_large: &'a Cell<bool>,
}

/// The longest text, tag or comment, in bytes. Only an attachment in a KDBX 3 database is ever as long.
const LONGEST_RUN: usize = 16 * 1024 * 1024;

impl<'a> Unpacked<'a> {
    /// The content unpacked, from its beginning. `is_too_large` says afterwards whether it was given up for its size.
    pub(super) fn of(content: &'a [u8], is_packed: bool, is_too_large: &'a Cell<bool>) -> Self {
        let inner: Box<dyn Read + 'a> = if is_packed {
            Box::new(GzDecoder::new(content))
        } else {
            Box::new(content)
        };
        Self {
            inner: BufReader::new(Within {
                inner,
                left: MOST_UNPACKED,
                run: None,
                is_too_large,
            }),
        }
    }

    /// KDBX 4: the inner header, up to the XML; the stream over protected values and its key.
    pub(super) fn inner_header(&mut self) -> Result<(u32, Zeroizing<Vec<u8>>), ImportError> {
        let (mut stream, mut stream_key) = (None, None);
        loop {
            let mut begin = [0; 5];
            self.read_exact(&mut begin).map_err(|_| ImportError::Damaged)?;
            let length = number(&begin[1..])?.into();
            match begin[0] {
                0 => break,
                1 => stream = Some(number(&self.field(length)?)?),
                2 => stream_key = Some(self.field(length)?),
                // Attachments.
                _ => self.pass_over(length)?,
            }
        }
        stream.zip(stream_key).ok_or(ImportError::Damaged)
    }

    /// From here on it is XML.
    pub(super) fn begin_xml(&mut self) {
        self.inner.get_mut().run = Some(0);
    }

    fn field(&mut self, length: u64) -> Result<Zeroizing<Vec<u8>>, ImportError> {
        /// The longest of the fields that are read, in bytes: a key of 64.
        const LONGEST: u64 = 1024;
        let mut field = Zeroizing::new(Vec::new());
        if length > LONGEST {
            return Err(ImportError::Damaged);
        }
        let read = self.take(length).read_to_end(&mut field);
        read.map_err(|_| ImportError::Damaged)?;
        Ok(field)
    }

    fn pass_over(&mut self, length: u64) -> Result<(), ImportError> {
        let passed = io::copy(&mut self.take(length), &mut io::sink());
        match passed {
            Ok(passed) if passed == length => Ok(()),
            _ => Err(ImportError::Damaged),
        }
    }
}

impl Read for Unpacked<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.inner.read(buffer)
    }
}

impl BufRead for Unpacked<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.inner.consume(amount);
    }
}

impl Read for Within<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        if let Some(run) = &mut self.run {
            let last = buffer[..read].iter().rposition(|byte| *byte == b'<');
            *run = last.map_or(*run + read, |last| read - last);
        }
        match self.left.checked_sub(read) {
            Some(left) if self.run.is_none_or(|run| run <= LONGEST_RUN) => {
                self.left = left;
                Ok(read)
            }
            _ => {
                self.is_too_large.set(true);
                Err(io::Error::other(Refusal::TooLarge))
            }
        }
    }
}
