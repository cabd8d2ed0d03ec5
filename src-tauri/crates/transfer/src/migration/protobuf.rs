//! The little of Protocol Buffers' wire format (protobuf.dev, "Encoding") that a migration link uses. By hand: a generated
//! reader would turn enumeration values it doesn't know into defaults, and those decide the code.

use zeroize::Zeroizing;

/// What stands in a field.
pub(crate) enum Value<'a> {
    /// A number: wire type 0.
    Number(u64),
    /// Bytes, a text or a message: wire type 2.
    Bytes(&'a [u8]),
    /// Four or eight bytes: wire types 5 and 1.
    Fixed,
}

/// The text is no message: cut, or of a wire type that isn't in use.
pub(crate) struct Malformed;

/// A message's fields, in the order in which they stand there.
pub(crate) struct Fields<'a> {
    rest: &'a [u8],
}

impl<'a> Fields<'a> {
    pub(crate) const fn of(message: &'a [u8]) -> Self {
        Self { rest: message }
    }

    fn number(&mut self) -> Result<u64, Malformed> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.rest.split_first().ok_or(Malformed)?;
            self.rest = rest;
            let bits = u64::from(byte & 0x7F);
            if shift == 63 && bits > 1 {
                return Err(Malformed);
            }
            number |= bits << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(Malformed)
    }

    fn bytes(&mut self, length: u64) -> Result<&'a [u8], Malformed> {
        let length = usize::try_from(length).map_err(|_| Malformed)?;
        let (bytes, rest) = self.rest.split_at_checked(length).ok_or(Malformed)?;
        self.rest = rest;
        Ok(bytes)
    }

    fn field(&mut self) -> Result<(u64, Value<'a>), Malformed> {
        let tag = self.number()?;
        let value = match tag & 7 {
            0 => Value::Number(self.number()?),
            1 => self.bytes(8).map(|_| Value::Fixed)?,
            2 => {
                let length = self.number()?;
                Value::Bytes(self.bytes(length)?)
            }
            5 => self.bytes(4).map(|_| Value::Fixed)?,
            _ => return Err(Malformed),
        };
        Ok((tag >> 3, value))
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Result<(u64, Value<'a>), Malformed>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let field = self.field();
        if field.is_err() {
            self.rest = &[];
        }
        Some(field)
    }
}

/// Writes a number into a field.
pub(crate) fn put_number(message: &mut Zeroizing<Vec<u8>>, field: u64, number: u64) {
    put(message, field << 3);
    put(message, number);
}

/// Writes bytes, a text or a message into a field.
pub(crate) fn put_bytes(message: &mut Zeroizing<Vec<u8>>, field: u64, bytes: &[u8]) {
    put(message, field << 3 | 2);
    put(message, bytes.len() as u64);
    message.extend_from_slice(bytes);
}

fn put(message: &mut Zeroizing<Vec<u8>>, mut number: u64) {
    while number >= 0x80 {
        message.push(number as u8 | 0x80);
        number >>= 7;
    }
    message.push(number as u8);
}
