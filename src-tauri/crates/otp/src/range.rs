//! Numbers with a range: a value of these types is always usable, so the generator never checks again.

use crate::OtpError;

/// How many digits a code has: 1 to 10. RFC 4226 names 6 to 8; a 31-bit value never fills more than 10.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digits(u8);

impl Digits {
    /// Six digits: what a URI without the parameter means.
    pub const SIX: Self = Self(6);
    /// Eight digits.
    pub const EIGHT: Self = Self(8);
    /// The fewest.
    pub const MIN: Self = Self(1);
    /// The most.
    pub const MAX: Self = Self(10);

    /// Takes a number of digits.
    ///
    /// # Errors
    /// [`OtpError::DigitsOutOfRange`] outside 1 to 10.
    pub const fn new(digits: u64) -> Result<Self, OtpError> {
        match digits {
            1..=10 => Ok(Self(digits as u8)),
            _ => Err(OtpError::DigitsOutOfRange { value: digits }),
        }
    }

    /// The number.
    pub const fn get(self) -> u8 {
        self.0
    }
}

/// How long a TOTP code lives, in seconds: 1 to 86,400 (a day).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period(u32);

impl Period {
    /// Ten seconds: Mobile-OTP's.
    pub const TEN: Self = Self(10);
    /// 30 seconds: what a URI without the parameter means (RFC 6238, section 5.2).
    pub const THIRTY: Self = Self(30);
    /// The shortest.
    pub const MIN: Self = Self(1);
    /// The longest, a day.
    pub const MAX: Self = Self(86_400);

    /// Takes a number of seconds.
    ///
    /// # Errors
    /// [`OtpError::PeriodOutOfRange`] outside 1 to 86,400.
    pub const fn new(seconds: u64) -> Result<Self, OtpError> {
        match seconds {
            1..=86_400 => Ok(Self(seconds as u32)),
            _ => Err(OtpError::PeriodOutOfRange { value: seconds }),
        }
    }

    /// The number of seconds.
    pub const fn get(self) -> u32 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn the_ends_of_each_range_are_in_and_their_neighbours_out() {
        assert_eq!(Digits::new(1), Ok(Digits::MIN));
        assert_eq!(Digits::new(10), Ok(Digits::MAX));
        assert_eq!(Period::new(1), Ok(Period::MIN));
        assert_eq!(Period::new(86_400), Ok(Period::MAX));
        for value in [0, 11, 256, 262, u64::MAX] {
            assert_eq!(Digits::new(value), Err(OtpError::DigitsOutOfRange { value }));
        }
        for value in [0, 86_401, 1 << 32, (1 << 32) + 30, u64::MAX] {
            assert_eq!(Period::new(value), Err(OtpError::PeriodOutOfRange { value }));
        }
    }
}
