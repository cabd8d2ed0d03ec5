//! The values of one row, as its content holds them: their types first, then one after the other.

use data_encoding::HEXLOWER;
use zeroize::Zeroizing;

use crate::error::{ImportError, Refusal};

/// The most values in a row: as many as SQLite itself lets a table have, unless it is built to let it have more.
const MOST_COLUMNS: usize = 2_000;

/// How texts are written.
#[derive(Clone, Copy)]
pub(super) enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
}

/// One value.
pub(crate) enum Value {
    Null,
    Integer(i64),
    Real(f64),
    Text(Zeroizing<String>),
    Blob(Zeroizing<Vec<u8>>),
}

impl Encoding {
    pub(super) const fn numbered(number: usize) -> Option<Self> {
        match number {
            // 0: a database without any table yet.
            0 | 1 => Some(Self::Utf8),
            2 => Some(Self::Utf16Le),
            3 => Some(Self::Utf16Be),
            _ => None,
        }
    }

    fn text(self, bytes: &[u8]) -> Result<Zeroizing<String>, ImportError> {
        let unit = match self {
            Self::Utf8 => {
                let text = std::str::from_utf8(bytes).map_err(|_| ImportError::Damaged)?;
                return Ok(Zeroizing::new(text.to_owned()));
            }
            Self::Utf16Le => u16::from_le_bytes,
            Self::Utf16Be => u16::from_be_bytes,
        };
        let (pairs, rest) = bytes.as_chunks::<2>();
        let units: Zeroizing<Vec<u16>> = Zeroizing::new(pairs.iter().map(|pair| unit(*pair)).collect());
        match String::from_utf16(&units) {
            Ok(text) if rest.is_empty() => Ok(Zeroizing::new(text)),
            _ => Err(ImportError::Damaged),
        }
    }
}

impl Value {
    /// The value as JSON has it; bytes as a text of hexadecimal digits.
    pub(super) fn json(&self) -> Zeroizing<String> {
        let text = |text: &str| Zeroizing::new(serde_json::Value::from(text).to_string());
        match self {
            Self::Null => Zeroizing::new("null".to_owned()),
            Self::Integer(number) => Zeroizing::new(number.to_string()),
            Self::Real(number) => Zeroizing::new(serde_json::Value::from(*number).to_string()),
            Self::Text(value) => text(value),
            Self::Blob(bytes) => text(&HEXLOWER.encode(bytes)),
        }
    }
}

/// A number of one to nine bytes, seven bits each, all eight of the ninth.
pub(super) fn varint(rest: &mut &[u8]) -> Result<i64, ImportError> {
    let mut number = 0_u64;
    for place in 0..9 {
        let (byte, after) = rest.split_first().ok_or(ImportError::Damaged)?;
        *rest = after;
        if place == 8 {
            number = number << 8 | u64::from(*byte);
            break;
        }
        number = number << 7 | u64::from(byte & 0x7F);
        if byte & 0x80 == 0 {
            break;
        }
    }
    // Two's complement.
    Ok(number as i64)
}

pub(super) fn values(content: &[u8], encoding: Encoding) -> Result<Vec<Value>, ImportError> {
    let mut rest = content;
    let length = usize::try_from(varint(&mut rest)?).map_err(|_| ImportError::Damaged)?;
    let begin = content.len() - rest.len();
    let mut types = content.get(begin..length).ok_or(ImportError::Damaged)?;
    let mut body = content.get(length..).ok_or(ImportError::Damaged)?;
    let mut values = Vec::new();
    while !types.is_empty() {
        if values.len() == MOST_COLUMNS {
            return Err(Refusal::TooLarge.into());
        }
        let kind = varint(&mut types)?;
        values.push(value(kind, &mut body, encoding)?);
    }
    Ok(values)
}

fn value(kind: i64, body: &mut &[u8], encoding: Encoding) -> Result<Value, ImportError> {
    Ok(match kind {
        0 => Value::Null,
        1..=4 => Value::Integer(integer(take(body, kind)?)),
        5 => Value::Integer(integer(take(body, 6)?)),
        6 => Value::Integer(integer(take(body, 8)?)),
        7 => {
            let bytes = take(body, 8)?.try_into().map_err(|_| ImportError::Damaged)?;
            Value::Real(f64::from_be_bytes(bytes))
        }
        8 => Value::Integer(0),
        9 => Value::Integer(1),
        12.. if kind % 2 == 0 => Value::Blob(Zeroizing::new(take(body, (kind - 12) / 2)?.to_vec())),
        13.. => Value::Text(encoding.text(take(body, (kind - 13) / 2)?)?),
        _ => return Err(ImportError::Damaged),
    })
}

fn take<'a>(body: &mut &'a [u8], length: i64) -> Result<&'a [u8], ImportError> {
    let length = usize::try_from(length).map_err(|_| ImportError::Damaged)?;
    let (bytes, rest) = body.split_at_checked(length).ok_or(ImportError::Damaged)?;
    *body = rest;
    Ok(bytes)
}

/// Two's complement in up to eight bytes, the greatest first.
fn integer(bytes: &[u8]) -> i64 {
    let negative = bytes.first().is_some_and(|byte| byte & 0x80 != 0);
    let begin = if negative { -1 } else { 0 };
    bytes.iter().fold(begin, |number, byte| number << 8 | i64::from(*byte))
}
