//! Sleep, a dark or locked screen and another person's session, as macOS tells them: the first, the second and the last by the
//! workspace (<https://developer.apple.com/documentation/appkit/nsworkspace>), a locked screen by a notice to every program.

#![allow(
    unsafe_code,
    reason = "notices come to an Objective-C object; no well-kept crate wraps those of sleep, screen and session"
)]

use std::sync::mpsc::{self, Sender};
use std::time::Duration;

use app::locking::Trigger;
use objc2::rc::Retained;
use objc2::{AnyThread, DefinedClass, Message, define_class, msg_send, sel};
use objc2_app_kit::{
    NSWorkspace, NSWorkspaceScreensDidSleepNotification, NSWorkspaceSessionDidResignActiveNotification,
    NSWorkspaceWillSleepNotification,
};
use objc2_foundation::{
    NSDistributedNotificationCenter, NSNotification, NSNotificationSuspensionBehavior, NSObject, NSString,
};

/// How long macOS is kept waiting for the lock: it puts off sleep until its notice is answered.
const LIMIT: Duration = Duration::from_secs(3);
/// Not in Apple's documentation, but posted by the login window of every macOS there is.
const SCREEN_IS_LOCKED: &str = "com.apple.screenIsLocked";

/// A trigger, and what is dropped when it has been seen to.
type Told = (Trigger, Sender<()>);

struct Heard {
    meanings: [(Retained<NSString>, Trigger); 4],
    told: Sender<Told>,
}

define_class!(
    // SAFETY: NSObject asks nothing of what is built on it, and this has no `Drop`.
    #[unsafe(super(NSObject))]
    #[ivars = Heard]
    struct Listener;

    impl Listener {
        #[unsafe(method(heard:))]
        fn heard(&self, notice: &NSNotification) {
            let name = notice.name();
            let meanings = &self.ivars().meanings;
            if let Some((_, trigger)) = meanings.iter().find(|(meant, _)| *meant == name) {
                self.tell(*trigger);
            }
        }
    }
);

impl Listener {
    fn new(heard: Heard) -> Retained<Self> {
        let listener = Self::alloc().set_ivars(heard);
        // SAFETY: `init` of NSObject takes nothing and gives the object back.
        unsafe { msg_send![super(listener), init] }
    }

    /// Waits until the vault is locked. Notices come on the event loop, which the lock may need, so it does not wait for long.
    fn tell(&self, trigger: Trigger) {
        let (seen_to, waiting) = mpsc::channel();
        if self.ivars().told.send((trigger, seen_to)).is_ok() {
            // Dropped or too late: either way nothing more is to be waited for.
            let _ = waiting.recv_timeout(LIMIT);
        }
    }
}

/// Tells of sleep, dark and locked screens and other people's sessions from now on. Called on the main thread, where macOS
/// delivers.
pub(super) fn listen(told: impl Fn(Trigger) + Send + 'static) {
    let (tell, tells) = mpsc::channel::<Told>();
    std::thread::spawn(move || {
        for (trigger, seen_to) in tells {
            told(trigger);
            drop(seen_to);
        }
    });
    let [sleep, dark, left, locked] = names();
    let listener = Listener::new(Heard {
        meanings: [
            (sleep.clone(), Trigger::Sleep),
            // As a screen saver is on Linux: nobody is looking.
            (dark.clone(), Trigger::ScreenLocked),
            (left.clone(), Trigger::UserSwitched),
            (locked.clone(), Trigger::ScreenLocked),
        ],
        told: tell,
    });
    let workspace = NSWorkspace::sharedWorkspace().notificationCenter();
    for name in [&sleep, &dark, &left] {
        // SAFETY: the listener is never freed and takes a notification; any sender is meant.
        unsafe { workspace.addObserver_selector_name_object(&listener, sel!(heard:), Some(name), None) };
    }
    let everyone = NSDistributedNotificationCenter::defaultCenter();
    // SAFETY: as above. A program that is not in front would hear of it only once it is, unless it asks for it at once.
    unsafe {
        everyone.addObserver_selector_name_object_suspensionBehavior(
            &listener,
            sel!(heard:),
            Some(&locked),
            None,
            NSNotificationSuspensionBehavior::DeliverImmediately,
        );
    }
    // The centres do not keep whom they tell: it stays as long as the app.
    std::mem::forget(listener);
}

/// Sleep, a dark screen, a session that is left, a locked screen.
fn names() -> [Retained<NSString>; 4] {
    // SAFETY: AppKit's own constants, set before any program's code runs.
    let [sleep, dark, left] = unsafe {
        [
            NSWorkspaceWillSleepNotification,
            NSWorkspaceScreensDidSleepNotification,
            NSWorkspaceSessionDidResignActiveNotification,
        ]
    };
    [
        sleep.retain(),
        dark.retain(),
        left.retain(),
        NSString::from_str(SCREEN_IS_LOCKED),
    ]
}
