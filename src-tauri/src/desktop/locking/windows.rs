//! Sleep, a locked session and a session that is left, as Windows tells them to a window that asked:
//! <https://learn.microsoft.com/windows/win32/termserv/wm-wtssession-change>,
//! <https://learn.microsoft.com/windows/win32/power/pbt-apmsuspend>.

#![allow(
    unsafe_code,
    reason = "Windows tells these to a window procedure; no well-kept crate wraps both notices"
)]

use std::cell::OnceCell;
use std::io::{Error, Result};
use std::ptr::null_mut;
use std::time::Duration;

use app::locking::Trigger;
use windows_sys::Win32::Foundation::{HWND, LPARAM, LRESULT, TRUE, WPARAM};
use windows_sys::Win32::System::LibraryLoader::GetModuleHandleW;
use windows_sys::Win32::System::Power::{
    HPOWERNOTIFY, RegisterSuspendResumeNotification, UnregisterSuspendResumeNotification,
};
use windows_sys::Win32::System::RemoteDesktop::{
    NOTIFY_FOR_THIS_SESSION, WTSRegisterSessionNotification, WTSUnRegisterSessionNotification,
};
use windows_sys::Win32::UI::WindowsAndMessaging::{
    CreateWindowExW, DEVICE_NOTIFY_WINDOW_HANDLE, DefWindowProcW, DestroyWindow, DispatchMessageW, GetMessageW,
    HWND_MESSAGE, MSG, PBT_APMSUSPEND, RegisterClassW, WM_POWERBROADCAST, WM_WTSSESSION_CHANGE, WNDCLASSW,
    WTS_CONSOLE_DISCONNECT, WTS_REMOTE_DISCONNECT, WTS_SESSION_LOCK, WTS_SESSION_LOGOFF,
};
use windows_sys::core::{PCWSTR, w};

/// Until Windows is asked again: early in a login its session service may not answer yet.
const AGAIN: Duration = Duration::from_secs(60);
const CLASS: PCWSTR = w!("GatehouseLocking");

thread_local! {
    /// Who is told: Windows calls a window's procedure on the thread that made the window, and on no other.
    static TOLD: OnceCell<Box<dyn Fn(Trigger)>> = const { OnceCell::new() };
}

/// Tells of sleep, locked sessions and sessions that are left from now on. Windows waits a moment for the answer before it
/// sleeps, so the vault is locked by then.
pub(super) fn listen(told: impl Fn(Trigger) + Send + 'static) {
    std::thread::spawn(move || {
        TOLD.with(|place| {
            place.get_or_init(|| Box::new(told));
        });
        loop {
            if let Err(error) = hear() {
                tracing::debug!(%error, "Windows does not tell of the session");
            }
            std::thread::sleep(AGAIN);
        }
    });
}

/// Listens until Windows has nothing more to say, which it always has.
fn hear() -> Result<()> {
    let window = Window::new()?;
    let _session = Session::of(&window)?;
    // Without it the watch on the clocks sees a sleep, once it is over.
    let _sleep = Sleep::of(&window).inspect_err(|error| tracing::debug!(%error, "Windows does not tell of sleep"));
    let mut message = MSG::default();
    // SAFETY: `message` is ours and outlives the call; no window means any of this thread's.
    while unsafe { GetMessageW(&raw mut message, null_mut(), 0, 0) } > 0 {
        // SAFETY: `message` is what was just got.
        unsafe { DispatchMessageW(&raw const message) };
    }
    Err(Error::last_os_error())
}

/// What a message to the window means.
fn meaning(message: u32, what: WPARAM) -> Option<Trigger> {
    match (message, u32::try_from(what).ok()?) {
        (WM_POWERBROADCAST, PBT_APMSUSPEND) => Some(Trigger::Sleep),
        (WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK) => Some(Trigger::ScreenLocked),
        (WM_WTSSESSION_CHANGE, WTS_CONSOLE_DISCONNECT | WTS_REMOTE_DISCONNECT | WTS_SESSION_LOGOFF) => {
            Some(Trigger::UserSwitched)
        }
        _ => None,
    }
}

/// The window's procedure.
extern "system" fn heard(window: HWND, message: u32, what: WPARAM, more: LPARAM) -> LRESULT {
    if let Some(trigger) = meaning(message, what) {
        TOLD.with(|told| {
            if let Some(told) = told.get() {
                told(trigger);
            }
        });
        // What was seen to is answered with TRUE.
        return TRUE as LRESULT;
    }
    // SAFETY: Windows' own arguments, handed on as they came.
    unsafe { DefWindowProcW(window, message, what, more) }
}

/// A window for messages alone: never shown, in no list of windows.
struct Window(HWND);

impl Window {
    fn new() -> Result<Self> {
        // SAFETY: no name means this program, whose handle is valid as long as it runs.
        let program = unsafe { GetModuleHandleW(null_mut()) };
        let class = WNDCLASSW {
            lpfnWndProc: Some(heard),
            hInstance: program,
            lpszClassName: CLASS,
            ..WNDCLASSW::default()
        };
        // SAFETY: `class` outlives the call and its name ends in a zero. At a second try the class is there already; if it is
        // not, the window can't be made, which is seen next.
        unsafe { RegisterClassW(&raw const class) };
        // SAFETY: the class's name ends in a zero, and its procedure takes no parameter from here.
        let window = unsafe {
            CreateWindowExW(
                0,
                CLASS,
                null_mut(),
                0,
                0,
                0,
                0,
                0,
                HWND_MESSAGE,
                null_mut(),
                program,
                null_mut(),
            )
        };
        if window.is_null() {
            return Err(Error::last_os_error());
        }
        Ok(Self(window))
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        // SAFETY: this thread made the window, and nothing else destroys it.
        unsafe { DestroyWindow(self.0) };
    }
}

/// The window hears of its session.
struct Session<'a>(&'a Window);

impl<'a> Session<'a> {
    fn of(window: &'a Window) -> Result<Self> {
        // SAFETY: the window is there for as long as it is borrowed.
        if unsafe { WTSRegisterSessionNotification(window.0, NOTIFY_FOR_THIS_SESSION) } == 0 {
            return Err(Error::last_os_error());
        }
        Ok(Self(window))
    }
}

impl Drop for Session<'_> {
    fn drop(&mut self) {
        // SAFETY: registered once, for this window, which is still there.
        unsafe { WTSUnRegisterSessionNotification(self.0.0) };
    }
}

/// The window hears of sleep: one for messages alone gets none of what is said to all windows, so it has to ask.
struct Sleep(HPOWERNOTIFY);

impl Sleep {
    fn of(window: &Window) -> Result<Self> {
        // SAFETY: the flag says that the handle is a window's, and it is.
        let registered = unsafe { RegisterSuspendResumeNotification(window.0, DEVICE_NOTIFY_WINDOW_HANDLE) };
        if registered == 0 {
            return Err(Error::last_os_error());
        }
        Ok(Self(registered))
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        // SAFETY: what the registration gave, given back once.
        unsafe { UnregisterSuspendResumeNotification(self.0) };
    }
}
