//! The picture: each character turned, stretched and moved a little, all of them on a wave, with lines through them.

use std::f32::consts::TAU;
use std::io::Cursor;

use image::{GrayImage, ImageFormat, Luma};
use rand::RngExt as _;

use super::strokes::{GLYPHS, HEIGHT, Point, WIDTH};
use crate::error::ServiceError;

/// The picture's size; shown smaller, it is sharp on dense screens.
const SIZE: (u32, u32) = (420, 132);
/// How many thin lines go through the characters.
const NOISE_LINES: usize = 3;

/// A line of some thickness.
struct Line {
    from: Point,
    to: Point,
    thickness: f32,
}

/// Draws a text as a PNG, dark on light.
pub(super) fn draw(text: &str) -> Result<Vec<u8>, ServiceError> {
    let mut lines = Vec::new();
    let place = SIZE.0 as f32 / (text.chars().count() as f32 + 0.6);
    for (at, character) in text.chars().enumerate() {
        let left = place * (at as f32 + 0.45);
        lines.extend(character_at(character, left, place));
    }
    lines.extend(noise());
    let wave = Wave::random();
    let picture = GrayImage::from_fn(SIZE.0, SIZE.1, |x, y| {
        let point = wave.bend((x as f32, y as f32));
        let ink = lines.iter().map(|line| line.ink(point)).fold(0.0, f32::max);
        Luma([(250.0 - 215.0 * ink) as u8])
    });
    let mut png = Cursor::new(Vec::new());
    picture
        .write_to(&mut png, ImageFormat::Png)
        .map_err(|_| ServiceError::Picture)?;
    Ok(png.into_inner())
}

/// A character's lines, somewhere in its place.
fn character_at(character: char, left: f32, place: f32) -> Vec<Line> {
    let mut rng = rand::rng();
    let strokes = GLYPHS.iter().find(|(known, _)| *known == character);
    let strokes = strokes.map_or(&[] as &[&[Point]], |(_, strokes)| *strokes);
    let width = place * rng.random_range(0.56..0.72);
    let height = SIZE.1 as f32 * rng.random_range(0.48..0.62);
    let (sine, cosine) = rng.random_range(-0.28_f32..0.28).sin_cos();
    let middle = (
        left + place * rng.random_range(0.42..0.58),
        SIZE.1 as f32 * rng.random_range(0.42..0.58),
    );
    let thickness = rng.random_range(2.6..4.2);
    let at = |(x, y): Point| {
        let (x, y) = ((x / WIDTH - 0.5) * width, (y / HEIGHT - 0.5) * height);
        (middle.0 + x * cosine - y * sine, middle.1 + x * sine + y * cosine)
    };
    let line = |ends: &[Point]| Line {
        from: at(ends[0]),
        to: at(ends[1]),
        thickness,
    };
    strokes.iter().flat_map(|stroke| stroke.windows(2).map(line)).collect()
}

/// Thin lines from side to side.
fn noise() -> Vec<Line> {
    let mut rng = rand::rng();
    let mut lines = Vec::new();
    for _ in 0..NOISE_LINES {
        let mut from = (0.0, SIZE.1 as f32 * rng.random_range(0.2..0.8));
        while from.0 < SIZE.0 as f32 {
            let to = (
                from.0 + rng.random_range(50.0..110.0),
                SIZE.1 as f32 * rng.random_range(0.15..0.85),
            );
            lines.push(Line {
                from,
                to,
                thickness: 1.2,
            });
            from = to;
        }
    }
    lines
}

impl Line {
    /// How dark the line makes a point, from 0 to 1.
    fn ink(&self, (x, y): Point) -> f32 {
        let far = |at: f32, one: f32, other: f32| at < one.min(other) - 6.0 || at > one.max(other) + 6.0;
        if far(x, self.from.0, self.to.0) || far(y, self.from.1, self.to.1) {
            return 0.0;
        }
        let (dx, dy) = (self.to.0 - self.from.0, self.to.1 - self.from.1);
        let length = dx.mul_add(dx, dy * dy).max(f32::EPSILON);
        let along = ((x - self.from.0).mul_add(dx, (y - self.from.1) * dy) / length).clamp(0.0, 1.0);
        let (near_x, near_y) = (along.mul_add(dx, self.from.0), along.mul_add(dy, self.from.1));
        let distance = (x - near_x).hypot(y - near_y);
        (self.thickness + 0.5 - distance).clamp(0.0, 1.0)
    }
}

/// How the whole is bent.
struct Wave {
    deep: Point,
    long: Point,
    shift: Point,
}

impl Wave {
    fn random() -> Self {
        let mut rng = rand::rng();
        let mut both = |least: f32, most: f32| (rng.random_range(least..most), rng.random_range(least..most));
        Self {
            deep: both(2.5, 5.5),
            long: both(95.0, 170.0),
            shift: both(0.0, TAU),
        }
    }

    fn bend(&self, (x, y): Point) -> Point {
        (
            x + self.deep.0 * (y * TAU / self.long.0 + self.shift.0).sin(),
            y + self.deep.1 * (x * TAU / self.long.1 + self.shift.1).sin(),
        )
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn every_character_leaves_ink_and_no_two_pictures_are_alike() {
        for (character, _) in GLYPHS {
            let text: String = [character; 6].iter().collect();
            let (png, again) = (draw(&text).unwrap(), draw(&text).unwrap());
            assert!(png != again && png.len() < 60_000, "{} bytes", png.len());
            let picture = image::load_from_memory(&png).unwrap().into_luma8();
            assert_eq!(picture.dimensions(), SIZE);
            // Characters are seen in every sixth, beside the thin lines.
            for sixth in 0..6 {
                let from = SIZE.0 / 6 * sixth;
                let dark = (from..from + SIZE.0 / 6)
                    .flat_map(|x| (0..SIZE.1).map(move |y| (x, y)))
                    .filter(|(x, y)| picture.get_pixel(*x, *y)[0] < 128)
                    .count();
                assert!((250..4500).contains(&dark), "{character}: {dark} of part {sixth}");
            }
        }
    }
}
