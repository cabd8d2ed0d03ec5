//! Pixels as the readers want them: brightness only, on a light and, where there is transparency, on a dark ground.

use image::{DynamicImage, GrayImage, Luma, imageops, imageops::FilterType};

/// Below this longest side a picture is also read at four times its size: modules of one pixel.
const TINY: u32 = 300;
/// Below this longest side a picture is also read at twice its size.
const SMALL: u32 = 1_000;
/// Down to this longest side a picture is also read at half its size, again and again: noise and moiré average out.
const COARSE: u32 = 600;
/// The most pixels read at once: a larger picture is halved first.
const MOST_AT_ONCE: u64 = 25_000_000;

/// The pictures to look for codes in: laid on white, and where any of it is transparent, on black as well.
pub(crate) fn grounds(picture: &DynamicImage) -> Vec<GrayImage> {
    if !picture.color().has_alpha() {
        return vec![picture.to_luma8()];
    }
    let picture = picture.to_luma_alpha8();
    let on = |ground: u32| {
        GrayImage::from_fn(picture.width(), picture.height(), |x, y| {
            let [light, alpha] = picture.get_pixel(x, y).0.map(u32::from);
            Luma([((light * alpha + ground * (255 - alpha)) / 255) as u8])
        })
    };
    let transparent = picture.pixels().any(|pixel| pixel.0[1] != 255);
    if transparent {
        vec![on(255), on(0)]
    } else {
        vec![on(255)]
    }
}

/// A picture at one size, with what its coordinates are multiplied by to be those of the original.
pub(crate) struct Scaled {
    pub(crate) picture: GrayImage,
    pub(crate) to_original: f32,
}

/// The sizes to read a picture at: its own, larger where it's small, smaller where it's large.
pub(crate) fn scales(picture: &GrayImage) -> Vec<Scaled> {
    let (width, height) = picture.dimensions();
    let longest = width.max(height);
    let mut scales = Vec::new();
    if u64::from(width) * u64::from(height) <= MOST_AT_ONCE {
        scales.push(Scaled {
            picture: picture.clone(),
            to_original: 1.0,
        });
    }
    for (below, factor) in [(SMALL, 2), (TINY, 4)] {
        if longest < below {
            let picture = imageops::resize(picture, width * factor, height * factor, FilterType::Triangle);
            scales.push(Scaled {
                picture,
                to_original: 1.0 / factor as f32,
            });
        }
    }
    let mut to_original = 2.0;
    let mut halved = picture.clone();
    while longest as f32 / to_original >= COARSE as f32 {
        halved = half(&halved);
        if u64::from(halved.width()) * u64::from(halved.height()) <= MOST_AT_ONCE {
            scales.push(Scaled {
                picture: halved.clone(),
                to_original,
            });
        }
        to_original *= 2.0;
    }
    scales
}

/// Half the width and height, each pixel the mean of four; an odd last row or column falls away.
fn half(picture: &GrayImage) -> GrayImage {
    let (width, height) = ((picture.width() / 2).max(1), (picture.height() / 2).max(1));
    let right = picture.width() - 1;
    let bottom = picture.height() - 1;
    GrayImage::from_fn(width, height, |x, y| {
        let (left, top) = ((2 * x).min(right), (2 * y).min(bottom));
        let (next_x, next_y) = ((left + 1).min(right), (top + 1).min(bottom));
        let sum: u16 = [(left, top), (next_x, top), (left, next_y), (next_x, next_y)]
            .into_iter()
            .map(|(x, y)| u16::from(picture.get_pixel(x, y).0[0]))
            .sum();
        Luma([(sum / 4) as u8])
    })
}

/// Light for dark: codes drawn in white on a dark screen.
pub(crate) fn inverted(picture: &GrayImage) -> GrayImage {
    let mut picture = picture.clone();
    imageops::invert(&mut picture);
    picture
}

/// The most pixels a picture is denoised at.
const MOST_DENOISED: u64 = 4_000_000;

/// Each pixel the median of its nine neighbours, which takes single wrong ones away; `None` for a picture too large.
pub(crate) fn denoised(picture: &GrayImage) -> Option<GrayImage> {
    let (width, height) = picture.dimensions();
    if u64::from(width) * u64::from(height) > MOST_DENOISED {
        return None;
    }
    let neighbour = |at: u32, step: u32, length: u32| (at + step).saturating_sub(1).min(length - 1);
    Some(GrayImage::from_fn(width, height, |x, y| {
        let mut nine = [0; 9];
        for (index, pixel) in (0..).zip(&mut nine) {
            *pixel = picture
                .get_pixel(neighbour(x, index % 3, width), neighbour(y, index / 3, height))
                .0[0];
        }
        nine.sort_unstable();
        Luma([nine[4]])
    }))
}
