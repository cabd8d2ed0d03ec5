//! Pictures of the monitors on Windows and macOS.

use xcap::Monitor;
use zeroize::Zeroizing;

use super::{Shot, failed};
use crate::dto::failure::Failure;

/// A picture of every monitor.
pub(super) fn shots() -> Result<Vec<Shot>, Failure> {
    let monitors = Monitor::all().map_err(failed)?;
    monitors.iter().map(shot).collect()
}

fn shot(monitor: &Monitor) -> Result<Shot, Failure> {
    let picture = monitor.capture_image().map_err(failed)?;
    Ok(Shot::Pixels {
        width: picture.width(),
        height: picture.height(),
        rgba: Zeroizing::new(picture.into_raw()),
    })
}
