//! Inputs by chance, the same in every run: bytes flipped, overwritten and repeated, ends cut off, parts of one file put into
//! another.

/// Chance from a fixed seed (SplitMix64).
pub(crate) struct Chance(u64);

impl Chance {
    /// A seed's own.
    pub(crate) fn of(name: &str) -> Self {
        Self(
            name.bytes()
                .fold(7, |sum: u64, byte| sum.wrapping_mul(31).wrapping_add(byte.into())),
        )
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    /// A number below this one; 0 below 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).unwrap()
    }

    /// One to four changes of a seed.
    pub(crate) fn mutation(&mut self, seed: &[u8], other: &[u8]) -> Vec<u8> {
        let mut bytes = seed.to_vec();
        for _ in 0..=self.below(4) {
            self.change(&mut bytes, other);
        }
        bytes
    }

    fn change(&mut self, bytes: &mut Vec<u8>, other: &[u8]) {
        let place = self.below(bytes.len());
        match self.below(7) {
            0 => bytes.truncate(place),
            1 => self.each(bytes, place, 1, |byte, chance| byte ^ 1 << (chance % 8)),
            2 => self.each(bytes, place, 1, |_, chance| chance as u8),
            // Numbers at their ends.
            3 => self.each(bytes, place, 4, |_, _| 0xff),
            4 => self.each(bytes, place, 4, |_, _| 0),
            5 => {
                let end = (place + self.below(64)).min(bytes.len());
                let part = bytes[place..end].to_vec();
                let end = place;
                bytes.splice(end..end, part);
            }
            _ => {
                let from = self.below(other.len());
                let part = &other[from..(from + self.below(256)).min(other.len())];
                let end = (place + part.len()).min(bytes.len());
                bytes.splice(place..end, part.iter().copied());
            }
        }
    }

    fn each(&mut self, bytes: &mut [u8], place: usize, length: usize, change: impl Fn(u8, u64) -> u8) {
        for byte in bytes.iter_mut().skip(place).take(length) {
            *byte = change(*byte, self.next());
        }
    }
}
