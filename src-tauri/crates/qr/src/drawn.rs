//! A drawing read again: what a page of codes will say to the phone that is held before it.

use zeroize::Zeroizing;

use crate::draw::QUIET_ZONE;

/// The text that a drawing of [`draw`](crate::draw) says; `None` where it says none. No picture is searched: the path's modules are
/// the code.
#[must_use]
pub fn drawn(modules: u32, path: &str) -> Option<Zeroizing<String>> {
    let width = usize::try_from(modules.checked_sub(2 * QUIET_ZONE)?).ok()?;
    // Versions 1 to 40 (ISO/IEC 18004, section 5.3.1).
    if !matches!(width, 21..=177) || width % 4 != 1 {
        return None;
    }
    let mut dark = Zeroizing::new(vec![false; width * width]);
    for run in path.split('z').filter(|run| !run.is_empty()) {
        let (x, y, length) = rectangle(run)?;
        let (column, row) = (x.checked_sub(QUIET_ZONE as usize)?, y.checked_sub(QUIET_ZONE as usize)?);
        if column + length > width {
            return None;
        }
        let start = row * width + column;
        dark.get_mut(start..start + length)?.fill(true);
    }
    let grid = rqrr::SimpleGrid::from_func(width, |x, y| dark[y * width + x]);
    let mut bytes = Zeroizing::new(Vec::with_capacity(rqrr::MAX_PAYLOAD_SIZE));
    rqrr::Grid::new(grid).decode_to(&mut *bytes).ok()?;
    Some(Zeroizing::new(std::str::from_utf8(&bytes).ok()?.to_owned()))
}

/// Corner and length of a rectangle one unit high, such as `M4 4h7v1h-7`.
fn rectangle(run: &str) -> Option<(usize, usize, usize)> {
    let (corner, sides) = run.strip_prefix('M')?.split_once('h')?;
    let (x, y) = corner.split_once(' ')?;
    let (length, back) = sides.split_once("v1h-")?;
    let length: usize = length.parse().ok()?;
    (back.parse() == Ok(length)).then_some((x.parse().ok()?, y.parse().ok()?, length))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use crate::draw;

    #[test]
    fn a_drawing_says_what_was_drawn() {
        let long = "x".repeat(2_000);
        for text in [
            "otpauth://totp/A:ann?secret=GEZDGNBVGY3TQOJQ",
            "달 月",
            "1234567890",
            &long,
        ] {
            let drawing = draw(text).unwrap();
            assert_eq!(drawn(drawing.modules, &drawing.path).unwrap().as_str(), text);
        }
    }

    #[test]
    fn what_is_not_a_whole_drawing_says_nothing() {
        let drawing = draw("otpauth://totp/A:ann?secret=GEZDGNBVGY3TQOJQ").unwrap();
        let half = &drawing.path[..drawing.path.len() / 2];
        let whole = half.rfind('z').unwrap() + 1;
        for (modules, path) in [
            (drawing.modules, &half[..whole]),
            (drawing.modules, ""),
            (drawing.modules, "M4 4h7v1h-6z"),
            (drawing.modules, "M0 0h7v1h-7z"),
            (drawing.modules, "M4 4h999999v1h-999999z"),
            (drawing.modules + 4, &drawing.path),
            (3, &drawing.path),
            (u32::MAX, &drawing.path),
        ] {
            assert!(drawn(modules, path).is_none(), "{modules} {path:.40}");
        }
    }
}
