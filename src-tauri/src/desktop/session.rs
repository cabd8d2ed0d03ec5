//! Which kind of session a Linux desktop runs.

/// Whether the session is Wayland's, where a program neither sees the screen nor takes keys by itself.
#[cfg(target_os = "linux")]
pub(crate) fn is_wayland() -> bool {
    std::env::var_os("WAYLAND_DISPLAY").is_some_and(|display| !display.is_empty())
}
