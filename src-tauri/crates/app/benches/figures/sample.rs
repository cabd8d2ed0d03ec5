//! The entries that every program gets.

/// One entry; each number has a key of its own, so that none is a duplicate of another.
#[derive(Clone, Copy)]
pub(crate) struct Sample(pub(crate) usize);

impl Sample {
    pub(crate) fn issuer(self) -> String {
        format!("Service {}", self.0)
    }

    pub(crate) fn account(self) -> String {
        format!("user{}", self.0)
    }

    /// In base32.
    pub(crate) fn key(self) -> String {
        let letter = |place: usize| char::from(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[(self.0 >> (5 * place)) % 32]);
        (0..32)
            .map(|place| if place < 4 { letter(place) } else { 'Q' })
            .collect()
    }

    /// As an otpauth link.
    pub(crate) fn link(self) -> String {
        let (number, key) = (self.0, self.key());
        format!("otpauth://totp/Service%20{number}:user{number}?secret={key}&issuer=Service%20{number}")
    }
}

/// This many of them.
pub(crate) fn samples(count: usize) -> impl Iterator<Item = Sample> {
    (0..count).map(Sample)
}
