//! Telephone numbers: what people write as E.164, and which of them are mobile numbers of a country.
//!
//! Only the countries that presets name have a plan here; every other number is taken as it is written with its country
//! code, and only a message shows whether it is one.

/// How a country's numbers are written at home.
struct Plan {
    /// ISO 3166-1.
    region: &'static str,
    /// ITU-T E.164.
    code: &'static str,
    /// Dialled before a number within the country, and no part of it.
    trunk: &'static str,
    /// Whether a number, without code and trunk prefix, is a mobile one.
    is_mobile: fn(&str) -> bool,
}

const PLANS: [Plan; 1] = [Plan {
    region: "KR",
    code: "82",
    trunk: "0",
    is_mobile: is_korean_mobile,
}];

/// 010 and eight digits, or one of the older prefixes with seven or eight.
fn is_korean_mobile(number: &str) -> bool {
    match number.as_bytes() {
        [b'1', b'0', rest @ ..] => rest.len() == 8,
        [b'1', b'1' | b'6'..=b'9', rest @ ..] => matches!(rest.len(), 7 | 8),
        _ => false,
    }
}

fn plan_of(region: &str) -> Option<&'static Plan> {
    PLANS.iter().find(|plan| plan.region == region)
}

/// A number as E.164, from what a person wrote: with the country code, or as it is dialled in the home region. `None` when
/// it can't be a number.
pub(crate) fn e164(written: &str, home: Option<&str>) -> Option<String> {
    // Written for readers abroad: dialled from there, the zero is left out.
    let written = written.trim().replace("(0)", "");
    let mut digits = String::with_capacity(written.len());
    let mut international = false;
    for (at, character) in written.chars().enumerate() {
        match character {
            '0'..='9' => digits.push(character),
            // As an East Asian keyboard writes them.
            '０'..='９' => digits.push(char::from(b'0' + u8::try_from(u32::from(character) - 0xFF10).ok()?)),
            '+' | '＋' if at == 0 => international = true,
            ' ' | '\u{a0}' | '\u{3000}' | '-' | '‐' | '‑' | '–' | '－' | '.' | '(' | ')' | '/' => {}
            _ => return None,
        }
    }
    if !international && let Some(rest) = digits.strip_prefix("00") {
        digits = rest.to_owned();
        international = true;
    }
    if !international {
        let plan = plan_of(home?)?;
        let national = digits.strip_prefix(plan.trunk)?;
        digits = format!("{}{national}", plan.code);
    }
    // The trunk prefix after the country code is a common slip.
    for plan in &PLANS {
        let national = digits
            .strip_prefix(plan.code)
            .and_then(|rest| rest.strip_prefix(plan.trunk));
        if let Some(national) = national {
            digits = format!("{}{national}", plan.code);
            break;
        }
    }
    let number = format!("+{digits}");
    is_e164(&number).then_some(number)
}

/// Whether a number is of one of these regions, and a mobile one if it has to be. No region stands for every region.
pub(crate) fn is_of(number: &str, regions: &[String], mobile_only: bool) -> bool {
    if regions.is_empty() {
        return true;
    }
    let digits = number.trim_start_matches('+');
    regions.iter().filter_map(|region| plan_of(region)).any(|plan| {
        let national = digits.strip_prefix(plan.code);
        national.is_some_and(|national| !mobile_only || (plan.is_mobile)(national))
    })
}

/// `+`, then 6 to 15 digits that don't begin with 0 (ITU-T E.164).
pub(crate) fn is_e164(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (6..=15).contains(&digits.len()) && !digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn numbers_begin_with_their_country() {
        assert!(is_e164("+821012345678"));
        assert!(!is_e164("010-1234") && !is_e164("+0821012345") && !is_e164("+82") && !is_e164("+82101234567a"));
    }

    #[test]
    fn a_korean_number_however_it_is_written() {
        for written in [
            "010-1234-5678",
            " 010 1234 5678 ",
            "01012345678",
            "(010) 1234.5678",
            "+82 10-1234-5678",
            "+82 (0)10-1234-5678",
            "+82 010 1234 5678",
            "0082 10 1234 5678",
            "０１０－１２３４－５６７８",
        ] {
            assert_eq!(e164(written, Some("KR")).as_deref(), Some("+821012345678"), "{written}");
        }
    }

    #[test]
    fn what_is_no_number() {
        for written in [
            "",
            "+",
            "010",
            "1012345678",
            "mina@x.kr",
            "010-1234-567a",
            "12+34567890",
            "+8210123456789012",
        ] {
            assert_eq!(e164(written, Some("KR")), None, "{written}");
        }
        // Dialled at home, and nobody says where that is.
        assert_eq!(e164("010-1234-5678", None), None);
        assert_eq!(e164("+44 20 7946 0958", None).as_deref(), Some("+442079460958"));
    }

    #[test]
    fn mobile_numbers_of_korea() {
        let korea = ["KR".to_owned()];
        for mobile in ["+821012345678", "+82111234567", "+821912345678"] {
            assert!(is_of(mobile, &korea, true), "{mobile}");
        }
        for other in [
            "+82212345678",
            "+82101234567",
            "+821512345678",
            "+442079460958",
            "+8613912345678",
        ] {
            assert!(!is_of(other, &korea, true), "{other}");
        }
        assert!(is_of("+82212345678", &korea, false) && is_of("+442079460958", &[], true));
    }
}
