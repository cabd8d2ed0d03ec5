//! `cargo xtask check-targets`: does the code hold for Windows and macOS too?
//!
//! Debian's security archive carries a Rust with the standard library's sources. Unpacked beside the installed one, never
//! installed, it checks the types for systems nobody here has a linker for. C compilers are stubs: nothing is linked or run.

use std::fs;
use std::path::{Path, PathBuf};

use crate::command::Task;
use crate::distribution;
use crate::failure::Failure;
use crate::packages::Set;
use crate::steps::{Done, Steps};
use crate::{ui, workspace};

/// The Rust, its standard library and sources, and the libraries it needs; and Windows' binutils for their dlltool.
const DEBS: [&str; 12] = [
    "rustc-web",
    "cargo-web",
    "libstd-rust-web-1.96",
    "libstd-rust-web-dev",
    "rust-web-src",
    "libllvm22",
    "libgit2-1.5",
    "libhttp-parser2.9",
    "libmbedcrypto7",
    "libmbedtls14",
    "libmbedx509-1",
    "binutils-mingw-w64-x86-64",
];
const TARGETS: [&str; 2] = ["x86_64-pc-windows-gnu", "aarch64-apple-darwin"];
/// Tools for people at a terminal, and tests of a Debian desktop: they run where they are built.
const LEFT_OUT: [&str; 2] = ["xtask", "gatehouse-tests"];

/// The other system's compiler and archiver. Never `cc`: that is this system's linker, which build scripts need.
const STUB: &str = "other-system-cc";

/// Checks these members, or the whole product.
pub(crate) fn check(members: &[String]) -> Result<(), Failure> {
    if !distribution::is_debian() {
        return Err(Failure::Missing {
            what: "Debian".into(),
            remedy: "its Rust is what checks; run it there".into(),
        });
    }
    let folder = workspace::target().join("check-targets");
    let mut steps = Steps::new(5);
    steps.step("System packages", || distribution::provide(&[Set::Build, Set::Targets]))?;
    steps.step("The web UI's build", || ui::install().and_then(|_| ui::build()))?;
    steps.step("A Rust that knows other systems", || unpack(&folder))?;
    for target in TARGETS {
        steps.step(&format!("Types for {target}"), || types(&folder, target, members))?;
    }
    println!("The types hold for {} in {}.", TARGETS.join(" and "), steps.elapsed());
    Ok(())
}

fn unpack(folder: &Path) -> Result<Done, Failure> {
    const STEP: &str = "A Rust that knows other systems";
    let done = folder.join("unpacked");
    if done.is_file() {
        return Ok(Done::Nothing("it is unpacked".into()));
    }
    let (debs, root) = (folder.join("debs"), folder.join("root"));
    for made in [&debs, &root] {
        fs::create_dir_all(made).map_err(Failure::file(made))?;
    }
    Task::new(STEP, "apt-get")
        .within(&debs)
        .args(["download", "--quiet"])
        .args(DEBS)
        .remedy("run `sudo apt-get update`; the packages come with Debian 12's security archive")
        .run()?;
    for deb in fs::read_dir(&debs).map_err(Failure::file(&debs))? {
        let deb = deb.map_err(Failure::file(&debs))?.path();
        Task::new(STEP, "dpkg-deb")
            .args(["--extract".as_ref(), deb.as_os_str(), root.as_os_str()])
            .run()?;
    }
    fs::write(&done, "").map_err(Failure::file(&done))?;
    Ok(Done::Worked)
}

fn types(folder: &Path, target: &str, members: &[String]) -> Result<Done, Failure> {
    let bin = folder.join("root/usr/bin");
    let stubs = stubs(folder)?;
    let stub = stubs.join(STUB);
    let path = std::env::var("PATH").unwrap_or_default();
    let name = target.replace('-', "_");
    let mut task = Task::new("Types for another system", bin.join("cargo"))
        .args(["check", "-Zbuild-std=std,panic_abort", "--target", target])
        // The Debian Rust speaks for itself, not through rustup or what started this program.
        .env("RUSTC", bin.join("rustc"))
        .env("RUSTDOC", bin.join("rustdoc"))
        .env("RUSTC_BOOTSTRAP", "1")
        .env("LD_LIBRARY_PATH", folder.join("root/usr/lib/x86_64-linux-gnu"))
        .env("PATH", format!("{}:{}:{path}", stubs.display(), bin.display()))
        .env("CARGO_TARGET_DIR", folder.join("build"))
        .env(&format!("CC_{name}"), &stub)
        .env(&format!("CXX_{name}"), &stub)
        .env(&format!("AR_{name}"), &stub)
        .remedy("each error above holds for that system only: look for its cfg(target_os)");
    if members.is_empty() {
        task = task.args(["--workspace"]);
        for member in LEFT_OUT {
            task = task.args(["--exclude", member]);
        }
    }
    for member in members {
        task = task.args(["--package", member]);
    }
    task.run()?;
    Ok(Done::Worked)
}

/// A folder of compilers and archivers that succeed at nothing: type checks need no object files.
fn stubs(folder: &Path) -> Result<PathBuf, Failure> {
    let stubs = folder.join("stubs");
    fs::create_dir_all(&stubs).map_err(Failure::file(&stubs))?;
    for name in [
        STUB,
        "x86_64-w64-mingw32-gcc",
        "x86_64-w64-mingw32-g++",
        "x86_64-w64-mingw32-windres",
    ] {
        let stub = stubs.join(name);
        fs::write(&stub, "#!/bin/sh\nexit 0\n").map_err(Failure::file(&stub))?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&stub, fs::Permissions::from_mode(0o755)).map_err(Failure::file(&stub))?;
        }
    }
    Ok(stubs)
}
