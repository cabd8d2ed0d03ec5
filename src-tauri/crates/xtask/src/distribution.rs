//! Which packages are missing on this system, and getting them.

use crate::command::answer;
use crate::failure::Failure;
use crate::packages::{self, Kind, Set};
use crate::privilege;
use crate::steps::Done;

const STEP: &str = "System packages";

/// Installs what these sets need and the system lacks.
pub(crate) fn provide(sets: &[Set]) -> Result<Done, Failure> {
    match std::env::consts::OS {
        "linux" => provide_linux(sets),
        "macos" => look_for_macos(),
        "windows" => look_for_windows(),
        other => Ok(Done::Nothing(format!(
            "nothing is known about {other}: the build will tell what it lacks"
        ))),
    }
}

/// Whether this is Debian or a relative of it, where the tests' tools are known.
pub(crate) fn is_debian() -> bool {
    cfg!(target_os = "linux") && manager() == Some(Kind::Apt)
}

fn provide_linux(sets: &[Set]) -> Result<Done, Failure> {
    let Some(kind) = manager() else {
        let wanted = sets
            .iter()
            .flat_map(|set| packages::of(*set, Kind::Apt))
            .copied()
            .collect::<Vec<_>>()
            .join(" ");
        println!("      no apt, dnf or pacman here. What Debian calls: {wanted}");
        return Ok(Done::Nothing("going on as if they were there".into()));
    };
    let wanted: Vec<&str> = sets.iter().flat_map(|set| packages::of(*set, kind)).copied().collect();
    let missing = missing(kind, &wanted);
    if missing.is_empty() {
        return Ok(Done::Nothing(format!("all {} are there", wanted.len())));
    }
    println!("      missing: {}", missing.join(" "));
    install(kind, &missing)?;
    Ok(Done::Worked)
}

fn manager() -> Option<Kind> {
    let by_program = [("apt-get", Kind::Apt), ("dnf", Kind::Dnf), ("pacman", Kind::Pacman)];
    by_program
        .into_iter()
        .find(|(program, _)| answer(program, &["--version"]).is_some())
        .map(|(_, kind)| kind)
}

fn missing<'a>(kind: Kind, wanted: &[&'a str]) -> Vec<&'a str> {
    let there = |name: &str| match kind {
        Kind::Apt => answer("dpkg-query", &["--show", "--showformat=${db:Status-Status}", name])
            .is_some_and(|status| status.split_whitespace().any(|word| word.starts_with("installed"))),
        Kind::Dnf => answer("rpm", &["--query", "--whatprovides", name]).is_some(),
        Kind::Pacman => answer("pacman", &["--deptest", name]).is_some(),
    };
    wanted.iter().copied().filter(|name| !there(name)).collect()
}

fn install(kind: Kind, names: &[&str]) -> Result<(), Failure> {
    let (prepare, begin): (Option<&[&str]>, &[&str]) = match kind {
        Kind::Apt => (
            Some(&["apt-get", "update", "--quiet=2"]),
            &[
                "apt-get",
                "install",
                "--yes",
                "--quiet=2",
                "--option",
                "Dpkg::Use-Pty=0",
                "--no-install-recommends",
            ],
        ),
        Kind::Dnf => (None, &["dnf", "install", "--assumeyes"]),
        Kind::Pacman => (None, &["pacman", "--sync", "--refresh", "--needed", "--noconfirm"]),
    };
    let words: Vec<&str> = begin.iter().chain(names).copied().collect();
    let by_hand = format!("as root, run `{}` and start again", words.join(" "));
    for command in prepare.into_iter().chain(std::iter::once(words.as_slice())) {
        privilege::as_root(STEP, command, &by_hand)?
            .env("DEBIAN_FRONTEND", "noninteractive")
            .remedy(&by_hand)
            .run()?;
    }
    Ok(())
}

fn look_for_macos() -> Result<Done, Failure> {
    match answer("xcode-select", &["-p"]) {
        Some(_) => Ok(Done::Nothing("Apple's command line tools are there".into())),
        None => Err(Failure::Missing {
            what: "Apple's command line tools".into(),
            remedy: "run `xcode-select --install`, wait for its end, and start again".into(),
        }),
    }
}

fn look_for_windows() -> Result<Done, Failure> {
    const WEBVIEW: &str = r"SOFTWARE\WOW6432Node\Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}";
    let roots = ["HKLM", "HKCU"];
    let web_view = roots
        .iter()
        .any(|hive| answer("reg", &["query", &format!(r"{hive}\{WEBVIEW}")]).is_some());
    if !web_view {
        println!("      WebView2 was not found. Windows 10 and 11 have it; if the window stays empty, install the");
        println!("      “Evergreen Bootstrapper” from https://developer.microsoft.com/microsoft-edge/webview2/");
    }
    println!(
        "      if the build finds no linker, install Visual Studio's Build Tools with “Desktop development with C++”"
    );
    Ok(Done::Nothing("nothing to install".into()))
}
