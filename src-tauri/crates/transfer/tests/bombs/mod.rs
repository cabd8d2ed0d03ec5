//! Small files that unpack to large ones, and others no honest app writes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::{Cursor, Write};

use aes::Aes256;
use aes::cipher::{BlockCipherEncrypt, KeyInit};
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeEncrypt, KeyIvInit};
use data_encoding::BASE64_NOPAD;
use flate2::{Compression, write::GzEncoder};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256, Sha512};
use zip::write::{SimpleFileOptions, ZipWriter};

use super::PASSWORD;

/// An archive of these files.
pub(crate) fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Writes another length wherever an archive has this one.
pub(crate) fn claim(archive: &mut [u8], length: usize, claimed: u32) {
    let length = u32::try_from(length).unwrap().to_le_bytes();
    let there = |four: &[u8]| four == length;
    let places: Vec<usize> = (0..archive.len() - 3)
        .filter(|place| there(&archive[*place..place + 4]))
        .collect();
    assert!(!places.is_empty());
    for place in places {
        archive[place..place + 4].copy_from_slice(&claimed.to_le_bytes());
    }
}

/// An archive with a table of contents of so many files, and none of them.
pub(crate) fn crowded_zip(files: usize) -> Vec<u8> {
    let mut line = b"PK\x01\x02".to_vec();
    line.resize(46, 0);
    let mut archive = b"PK\x03\x04".to_vec();
    archive.extend(line.repeat(files));
    archive.extend(b"PK\x05\x06\0\0\0\0\xff\xff\xff\xff");
    archive.extend(u32::try_from(files * line.len()).unwrap().to_le_bytes());
    archive.extend([4, 0, 0, 0, 0, 0]);
    archive
}

/// A link of Google's with no code in it, of this export.
pub(crate) fn migration(export: u32) -> String {
    // A number of three bytes, seven bits each.
    let number = [0, 7, 14].map(|bits| (export >> bits & 0x7f) as u8 | if bits < 14 { 0x80 } else { 0 });
    format!(
        "otpauth-migration://offline?data={}",
        BASE64_NOPAD.encode(&[&[0x10, 1, 0x18, 1, 0x20, 0, 0x28][..], &number].concat())
    )
}

/// A KeePass database under the password whose content is this XML, with a part of it many times over.
pub(crate) fn kdbx(begin: &str, part: &str, count: usize) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    // The inner header: no stream over protected values, a key of no bytes, the end.
    packed
        .write_all(b"\x01\x04\0\0\0\0\0\0\0\x02\0\0\0\0\0\0\0\0\0")
        .unwrap();
    packed.write_all(begin.as_bytes()).unwrap();
    let at_once = (1_000_000 / part.len()).min(count);
    let chunk = part.repeat(at_once);
    for _ in 0..count / at_once {
        packed.write_all(chunk.as_bytes()).unwrap();
    }
    sealed(&packed.finish().unwrap())
}

fn sealed(packed: &[u8]) -> Vec<u8> {
    let field = |kind: u8, value: &[u8]| {
        let length = u32::try_from(value.len()).unwrap().to_le_bytes();
        [&[kind][..], &length, value].concat()
    };
    let seed = [7; 32];
    let mut derivation = vec![0, 1];
    derivation.extend(named(
        0x42,
        b"$UUID",
        b"\xc9\xd9\xf3\x9a\x62\x8a\x44\x60\xbf\x74\x0d\x08\xc1\x8a\x4f\xea",
    ));
    derivation.extend(named(0x05, b"R", &1_u64.to_le_bytes()));
    derivation.extend(named(0x42, b"S", &seed));
    derivation.push(0);
    let header = [
        b"\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5\0\0\x04\0".to_vec(),
        field(2, b"\x31\xc1\xf2\xe6\xbf\x71\x43\x50\xbe\x58\x05\x21\x6a\xfc\x5a\xff"),
        field(3, &[1, 0, 0, 0]),
        field(4, &seed),
        field(7, &[9; 16]),
        field(11, &derivation),
        field(0, b""),
    ]
    .concat();
    let composite = Sha256::digest(Sha256::digest(PASSWORD));
    let cipher = Aes256::new(&seed.into());
    let mut halves = [composite[..16].try_into().unwrap(), composite[16..].try_into().unwrap()];
    cipher.encrypt_blocks(&mut halves);
    let derived = Sha256::new().chain_update(halves[0]).chain_update(halves[1]).finalize();
    let key = Sha256::new().chain_update(seed).chain_update(derived).finalize();
    let tags = Sha512::new()
        .chain_update(seed)
        .chain_update(derived)
        .chain_update([1])
        .finalize();
    let tag = |place: u64, parts: &[&[u8]]| {
        let key = Sha512::new()
            .chain_update(place.to_le_bytes())
            .chain_update(tags)
            .finalize();
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
        parts.iter().for_each(|part| mac.update(part));
        mac.finalize().into_bytes()
    };
    let content = cbc::Encryptor::<Aes256>::new(&key, &[9; 16].into()).encrypt_padded_vec::<Pkcs7>(packed);
    let mut file = header.clone();
    file.extend(Sha256::digest(&header));
    file.extend(tag(u64::MAX, &[&header]));
    for (place, block) in [&content[..], &[]].into_iter().enumerate() {
        let (place, length) = (place as u64, u32::try_from(block.len()).unwrap().to_le_bytes());
        file.extend(tag(place, &[&place.to_le_bytes(), &length, block]));
        file.extend(length);
        file.extend(block);
    }
    file
}

/// A value of a variant dictionary.
fn named(kind: u8, name: &[u8], value: &[u8]) -> Vec<u8> {
    let sized = |bytes: &[u8]| [&u32::try_from(bytes.len()).unwrap().to_le_bytes()[..], bytes].concat();
    [vec![kind], sized(name), sized(value)].concat()
}

/// A phone's database whose rows are all the same bytes, with nothing in each of its columns.
pub(crate) fn database(rows: u16, columns: u16) -> Vec<u8> {
    const PAGE: usize = 65_536;
    let mut file = vec![0; 2 * PAGE];
    file[..16].copy_from_slice(b"SQLite format 3\0");
    file[16..18].copy_from_slice(&[0, 1]);
    file[28..32].copy_from_slice(&[0, 0, 0, 2]);
    file[56..60].copy_from_slice(&[0, 0, 0, 1]);
    let sql = b"CREATE TABLE accounts (oath_secret_key TEXT)";
    let text = |length: usize| u8::try_from(13 + 2 * length).unwrap();
    let mut listed = vec![6, text(5), text(8), 0, 1, text(sql.len())];
    listed.extend(b"tableaccounts\x02");
    listed.extend(sql);
    let cell = [&[u8::try_from(listed.len()).unwrap(), 1][..], &listed].concat();
    file[100..110].copy_from_slice(&[0x0d, 0, 0, 0, 1, 0, 0, 0, 0, 200]);
    file[200..200 + cell.len()].copy_from_slice(&cell);
    let page = &mut file[PAGE..];
    page[0] = 0x0d;
    page[3..5].copy_from_slice(&rows.to_be_bytes());
    let place = 8 + 2 * usize::from(rows);
    for row in 0..usize::from(rows) {
        page[8 + 2 * row..10 + 2 * row].copy_from_slice(&u16::try_from(place).unwrap().to_be_bytes());
    }
    // A length of three bytes is its own, and that of the types, of which each is one zero.
    let length = |number: u16| {
        [
            0x80 | (number >> 14) as u8,
            0x80 | (number >> 7 & 0x7f) as u8,
            (number & 0x7f) as u8,
        ]
    };
    let whole = length(columns + 3);
    let cell = [&whole[..], &[1], &whole].concat();
    page[place..place + cell.len()].copy_from_slice(&cell);
    file
}
