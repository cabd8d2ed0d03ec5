//! What belongs to the desktop: the windows, the tray, the clipboard, the screen, files and links the app is opened with.

pub(crate) mod around;
pub(crate) mod autostart;
pub(crate) mod background;
pub(crate) mod browser;
#[cfg(target_os = "linux")]
pub(crate) mod bus;
pub(crate) mod capture;
pub(crate) mod choosing;
pub(crate) mod clipboard;
pub(crate) mod ending;
pub(crate) mod hardening;
pub(crate) mod language;
pub(crate) mod locking;
pub(crate) mod log;
pub(crate) mod opened;
pub(crate) mod panel;
#[cfg(target_os = "linux")]
pub(crate) mod portal;
pub(crate) mod saving;
pub(crate) mod screen;
pub(crate) mod session;
pub(crate) mod shortcut;
pub(crate) mod timing;
pub(crate) mod tray;
pub(crate) mod window;
pub(crate) mod words;
