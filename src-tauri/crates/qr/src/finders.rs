//! How many finder patterns a picture seems to have. Both readers compare them all with each other: noise, or a
//! picture made for it, would keep it busy for minutes. Counting them takes one pass.

use image::GrayImage;

/// The most finder patterns looked at: those of 100 codes. Above it a picture is read at other sizes only.
const MOST: usize = 300;

/// Whether a picture has more finder patterns than codes could explain.
pub(crate) fn too_many(picture: &GrayImage) -> bool {
    let mut count = 0;
    for y in 0..picture.height() {
        let mut runs = [0_u32; 5];
        let (mut dark, mut length) = (false, 0);
        for (x, is_dark) in (0..).zip(darkness(picture, y)) {
            if is_dark == dark {
                length += 1;
                continue;
            }
            runs.rotate_left(1);
            runs[4] = length;
            if dark && is_finder(runs) && is_middle(picture, x - runs[4] - runs[3] - runs[2] / 2 - 1, y, runs[2]) {
                count += 1;
                if count > MOST {
                    return true;
                }
            }
            (dark, length) = (is_dark, 1);
        }
    }
    false
}

/// Whether each pixel of a row is darker than those before it, in a window of an eighth of the width.
fn darkness(picture: &GrayImage, y: u32) -> impl Iterator<Item = bool> {
    let window = (picture.width() / 8).max(1);
    let mut mean = 128 * window;
    (0..picture.width()).map(move |x| {
        let light = u32::from(picture.get_pixel(x, y).0[0]);
        mean = mean - mean / window + light;
        light * 100 < mean / window * 95
    })
}

/// Whether five runs are as 1:1:3:1:1, give or take three quarters of a module (ISO/IEC 18004, section 13).
fn is_finder(runs: [u32; 5]) -> bool {
    let total: u32 = runs.iter().sum();
    // In sevenths of a module, to stay with whole numbers.
    runs.iter()
        .zip([1, 1, 3, 1, 1])
        .all(|(run, modules)| (run * 7).abs_diff(total * modules) * 4 <= total * 3)
}

/// Whether the dark square around a pixel is about as high as it's wide, and the pixel in its middle row: so that each
/// pattern counts about once.
fn is_middle(picture: &GrayImage, x: u32, y: u32, width: u32) -> bool {
    let light = u16::from(picture.get_pixel(x, y).0[0]);
    let same = |y: &u32| u16::from(picture.get_pixel(x, *y).0[0]) <= light + 48;
    let above = (0..y).rev().take(width as usize).take_while(same).count() as u32;
    let below = (y + 1..picture.height()).take(width as usize).take_while(same).count() as u32;
    let height = above + 1 + below;
    height * 2 >= width && height <= width * 2 && above.abs_diff(below) <= 1
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use image::Luma;

    use super::*;

    /// Finder patterns of two pixels a module, side by side.
    fn finders(across: u32, down: u32) -> GrayImage {
        GrayImage::from_fn(across * 16, down * 16, |x, y| {
            let (x, y) = (x % 16 / 2, y % 16 / 2);
            let ring = |from: u32, to: u32| (from..=to).contains(&x) && (from..=to).contains(&y);
            let dark = ring(0, 6) && (!ring(1, 5) || ring(2, 4));
            Luma([if dark { 0 } else { 255 }])
        })
    }

    #[test]
    fn a_page_of_codes_is_read_and_a_carpet_of_patterns_is_not() {
        assert!(!too_many(&finders(12, 10)));
        assert!(too_many(&finders(40, 40)));
        assert!(!too_many(&GrayImage::new(500, 500)));
    }
}
