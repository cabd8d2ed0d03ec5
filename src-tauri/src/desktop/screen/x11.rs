//! Pictures of the monitors from the X server itself.

use x11rb::connection::Connection;
use x11rb::image::{Image, PixelLayout};
use x11rb::protocol::randr::ConnectionExt as _;
use x11rb::protocol::xproto::{Screen, Visualtype};
use zeroize::{Zeroize, Zeroizing};

use super::{Shot, failed};
use crate::dto::failure::Failure;

/// A part of an X screen that one monitor shows.
#[derive(Clone, Copy)]
struct Part {
    x: i16,
    y: i16,
    width: u16,
    height: u16,
}

/// A picture of every monitor of every X screen.
pub(super) fn shots() -> Result<Vec<Shot>, Failure> {
    let (connection, _) = x11rb::connect(None).map_err(failed)?;
    let mut shots = Vec::new();
    for screen in &connection.setup().roots {
        for part in monitors(&connection, screen) {
            shots.push(shot(&connection, screen, part)?);
        }
    }
    Ok(shots)
}

/// The monitors of an X screen, or the whole of it where the server does not tell them apart.
fn monitors(connection: &impl Connection, screen: &Screen) -> Vec<Part> {
    let asked = connection.randr_get_monitors(screen.root, true);
    let answer = asked.ok().and_then(|asked| asked.reply().ok());
    let monitors = answer.map(|answer| answer.monitors).unwrap_or_default();
    let (width, height) = (screen.width_in_pixels, screen.height_in_pixels);
    let within = |one: &Part| {
        let end = |from: i16, length: u16| i32::from(from) + i32::from(length);
        one.x >= 0
            && one.y >= 0
            && one.width > 0
            && one.height > 0
            && end(one.x, one.width) <= width.into()
            && end(one.y, one.height) <= height.into()
    };
    let parts = monitors.iter().map(|one| Part {
        x: one.x,
        y: one.y,
        width: one.width,
        height: one.height,
    });
    let parts: Vec<Part> = parts.collect();
    // Set-up data may be older than the monitors: then the whole screen, as it was.
    if parts.is_empty() || !parts.iter().all(within) {
        return vec![Part {
            x: 0,
            y: 0,
            width,
            height,
        }];
    }
    parts
}

fn shot(connection: &impl Connection, screen: &Screen, part: Part) -> Result<Shot, Failure> {
    let Part { x, y, width, height } = part;
    let (mut image, _) = Image::get(connection, screen.root, x, y, width, height).map_err(failed)?;
    let layout = visual(screen).map(PixelLayout::from_visual_type);
    let layout = layout
        .ok_or("the root window's visual is not listed")
        .map_err(failed)?
        .map_err(failed)?;
    let rgba = pixels(&image, layout);
    image.data_mut().zeroize();
    Ok(Shot::Pixels {
        width: width.into(),
        height: height.into(),
        rgba,
    })
}

fn visual(screen: &Screen) -> Option<Visualtype> {
    let visuals = screen.allowed_depths.iter().flat_map(|depth| &depth.visuals);
    visuals.copied().find(|visual| visual.visual_id == screen.root_visual)
}

fn pixels(image: &Image<'_>, layout: PixelLayout) -> Zeroizing<Vec<u8>> {
    let mut rgba = Zeroizing::new(Vec::with_capacity(
        usize::from(image.width()) * usize::from(image.height()) * 4,
    ));
    let byte = |part: u16| part.to_be_bytes()[0];
    for y in 0..image.height() {
        for x in 0..image.width() {
            let (red, green, blue) = layout.decode(image.get_pixel(x, y));
            rgba.extend([byte(red), byte(green), byte(blue), u8::MAX]);
        }
    }
    rgba
}
