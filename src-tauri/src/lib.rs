//! The desktop shell: Tauri lives here and nowhere else.

mod bindings;
mod commands;
mod composition;
mod desktop;
mod dto;
mod events;
mod practice;
mod sealed;

use std::alloc::System;

use composition::Gatehouse;
use tauri::{Manager, RunEvent};
use zeroizing_alloc::ZeroAlloc;

/// Memory is wiped when it is given back, whoever used it: parsers, the commands' JSON and age keep copies of what passes
/// through them, in buffers nobody else could reach.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

/// Starts the app and returns when it ends.
pub fn run() {
    desktop::hardening::before_anything();
    desktop::log::start();
    let builder = bindings::builder();
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, arguments, folder| {
            desktop::opened::by_second_start(app, &arguments, &folder);
        }))
        .plugin(tauri_plugin_dialog::init());
    #[cfg(not(target_os = "linux"))]
    let app = app.plugin(
        tauri_plugin_autostart::Builder::new()
            .arg(desktop::background::IN_THE_TRAY)
            .build(),
    );
    let app = app
        .invoke_handler(builder.invoke_handler())
        .setup(move |app| {
            builder.mount_events(app);
            app.manage(Gatehouse::compose(app.handle())?);
            desktop::window::remember_place(app.handle())?;
            desktop::window::open(app.handle())?;
            desktop::locking::start(app.handle());
            composition::wake(app.handle());
            desktop::opened::by_arguments(app.handle());
            Ok(())
        })
        .build(tauri::generate_context!());
    match app {
        Ok(app) => app.run(|app, event| match event {
            RunEvent::Exit => composition::ending(app),
            #[cfg(target_os = "macos")]
            RunEvent::Opened { urls } => desktop::opened::by_urls(app, &urls),
            _ => {}
        }),
        Err(error) => desktop::hardening::refuse_to_start(&error),
    }
}
