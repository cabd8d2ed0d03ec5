//! Before anything else: no remote debugging, no core dumps.

/// Variables that would open the web view to a debugger or to another program's switches.
const DEBUGGING: [&str; 6] = [
    "WEBKIT_INSPECTOR_SERVER",
    "WEBKIT_INSPECTOR_HTTP_SERVER",
    "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS",
    "WEBVIEW2_ADDITIONAL_BROWSER_ARGUMENTS",
    "WEBVIEW2_BROWSER_EXECUTABLE_FOLDER",
    "WEBVIEW2_USER_DATA_FOLDER",
];

/// What a test driver sets. A release is never driven from outside; the tests drive a debug build.
const AUTOMATION: &str = "TAURI_WEBVIEW_AUTOMATION";

/// Clears the debugging variables, switches core dumps off, and chooses how the web view draws.
#[allow(unsafe_code)]
pub(crate) fn before_anything() {
    // SAFETY: called first in `main`, before any other thread exists, so nobody else reads the environment.
    unsafe {
        if !cfg!(debug_assertions) {
            std::env::remove_var(AUTOMATION);
        }
        // The driver of a debug build reaches the web view through the inspector's variable.
        if std::env::var_os(AUTOMATION).is_none() {
            for name in DEBUGGING {
                std::env::remove_var(name);
            }
        }
        // Where drawing is done in software, composited drawing costs 130 ms at start and 60 MiB for nothing.
        #[cfg(target_os = "linux")]
        if !std::path::Path::new("/dev/dri").exists() && std::env::var_os("WEBKIT_DISABLE_COMPOSITING_MODE").is_none() {
            std::env::set_var("WEBKIT_DISABLE_COMPOSITING_MODE", "1");
        }
    }
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        // A failure leaves the system's own limit, which is what there was without us.
        let _ = setrlimit(
            Resource::Core,
            Rlimit {
                current: Some(0),
                maximum: Some(0),
            },
        );
    }
}

/// Whether a test drives this debug build.
#[cfg(target_os = "linux")]
pub(crate) fn is_driven() -> bool {
    cfg!(debug_assertions) && std::env::var_os(AUTOMATION).is_some()
}

/// The app could not start: says so where a person or a script may see it.
#[allow(clippy::print_stderr)]
pub(crate) fn refuse_to_start(error: &tauri::Error) {
    eprintln!("Gatehouse could not start: {error}");
    std::process::exit(1);
}
