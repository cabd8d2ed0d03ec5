//! A picture cut apart along its empty rows and columns. Codes laid out in a grid mislead both readers, which then join
//! corners of neighbours; alone each is easy. No cut goes through a code: its every row and column has dark and light.

use image::{GrayImage, Luma, imageops};

/// The least difference in brightness that is more than paper and compression.
const CONTRAST: u8 = 48;
/// The smallest code, in modules and so at least in pixels.
const SMALLEST: u32 = 21;
/// The most regions looked at: a page of text falls into thousands.
const MOST: usize = 64;

/// A part of a picture, with a quiet zone around it.
pub(crate) struct Region {
    pub(crate) picture: GrayImage,
    /// Where its corner lies in the whole picture, the quiet zone taken into account.
    pub(crate) x: f32,
    pub(crate) y: f32,
}

/// A rectangle of pixels.
#[derive(Clone, Copy, PartialEq)]
struct Area {
    x: u32,
    y: u32,
    width: u32,
    height: u32,
}

impl Area {
    /// Whether a code may fill it: large enough, and about as wide as high.
    fn fits_a_code(&self) -> bool {
        let (short, long) = (self.width.min(self.height), self.width.max(self.height));
        short >= SMALLEST && long <= short * 2
    }
}

/// The parts of a picture in which a code may be, the largest first; none where the picture has no gaps.
pub(crate) fn regions(picture: &GrayImage) -> Vec<Region> {
    let whole = Area {
        x: 0,
        y: 0,
        width: picture.width(),
        height: picture.height(),
    };
    let (mut waiting, mut areas) = (vec![whole], Vec::new());
    while let Some(area) = waiting.pop() {
        let parts: Vec<Area> = rows(picture, area)
            .into_iter()
            .flat_map(|band| columns(picture, band))
            .collect();
        if parts == [area] {
            areas.push(area);
        } else {
            waiting.extend(parts.into_iter().filter(|part| part.width.min(part.height) >= SMALLEST));
        }
    }
    areas.retain(|area| area.fits_a_code() && *area != whole);
    areas.sort_by_key(|area| std::cmp::Reverse(area.width * area.height));
    areas.truncate(MOST);
    areas.into_iter().map(|area| framed(picture, area)).collect()
}

fn rows(picture: &GrayImage, area: Area) -> Vec<Area> {
    let empty = |y: u32| flat((0..area.width).map(|x| picture.get_pixel(area.x + x, area.y + y).0[0]));
    runs(area.height, empty)
        .map(|(y, height)| Area {
            y: area.y + y,
            height,
            ..area
        })
        .collect()
}

fn columns(picture: &GrayImage, area: Area) -> Vec<Area> {
    let empty = |x: u32| flat((0..area.height).map(|y| picture.get_pixel(area.x + x, area.y + y).0[0]));
    runs(area.width, empty)
        .map(|(x, width)| Area {
            x: area.x + x,
            width,
            ..area
        })
        .collect()
}

fn flat(line: impl Iterator<Item = u8>) -> bool {
    let (darkest, lightest) = line.fold((u8::MAX, 0), |(low, high), pixel| (low.min(pixel), high.max(pixel)));
    lightest.saturating_sub(darkest) < CONTRAST
}

/// Start and length of each run of lines that are not empty.
fn runs(length: u32, empty: impl Fn(u32) -> bool) -> impl Iterator<Item = (u32, u32)> {
    let lines: Vec<bool> = (0..length).map(empty).collect();
    let mut start = 0;
    let parts: Vec<(bool, u32)> = lines
        .chunk_by(|a, b| a == b)
        .map(|run| (run[0], run.len() as u32))
        .collect();
    parts.into_iter().filter_map(move |(empty, length)| {
        let run = (start, length);
        start += length;
        (!empty).then_some(run)
    })
}

/// The area on a ground of the brightness that surrounds it.
fn framed(picture: &GrayImage, area: Area) -> Region {
    let margin = (area.width.max(area.height) / 5).max(4);
    let ground = *picture.get_pixel(area.x.saturating_sub(1), area.y.saturating_sub(1));
    let ground: Luma<u8> = if ground.0[0] < 128 { Luma([0]) } else { Luma([255]) };
    let mut framed = GrayImage::from_pixel(area.width + 2 * margin, area.height + 2 * margin, ground);
    let part = imageops::crop_imm(picture, area.x, area.y, area.width, area.height).to_image();
    imageops::replace(&mut framed, &part, margin.into(), margin.into());
    Region {
        picture: framed,
        x: area.x as f32 - margin as f32,
        y: area.y as f32 - margin as f32,
    }
}
