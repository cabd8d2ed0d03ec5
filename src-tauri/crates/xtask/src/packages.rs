//! The system packages each task needs, by the names the distributions give them.

/// What the packages are for. Each set builds on nothing: a task names every set it needs.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Set {
    /// To build and open the app.
    Build,
    /// To run it without a display.
    Headless,
    /// To test it.
    Test,
    /// To measure it beside another program.
    Bench,
    /// To type-check for other systems.
    Targets,
}

/// The package managers known here.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    /// Debian and its relatives.
    Apt,
    /// Fedora and its relatives.
    Dnf,
    /// Arch and its relatives.
    Pacman,
}

/// The packages of a set, by this package manager's names; empty where a task does not run there.
pub(crate) fn of(set: Set, kind: Kind) -> &'static [&'static str] {
    match (set, kind) {
        (Set::Build, Kind::Apt) => &[
            "libwebkit2gtk-4.1-dev",
            "libayatana-appindicator3-dev",
            "librsvg2-dev",
            "libxdo-dev",
            "libssl-dev",
            "libdbus-1-dev",
            "pkg-config",
            "build-essential",
            "file",
            "patchelf",
        ],
        (Set::Build, Kind::Dnf) => &[
            "webkit2gtk4.1-devel",
            "libappindicator-gtk3-devel",
            "librsvg2-devel",
            "libxdo-devel",
            "openssl-devel",
            "dbus-devel",
            "gcc",
            "gcc-c++",
            "make",
            "file",
            "patchelf",
        ],
        (Set::Build, Kind::Pacman) => &[
            "webkit2gtk-4.1",
            "libappindicator-gtk3",
            "librsvg",
            "xdotool",
            "openssl",
            "dbus",
            "gcc",
            "make",
            "pkgconf",
            "file",
            "patchelf",
        ],
        (Set::Headless, Kind::Apt) => &[
            "xvfb",
            "xauth",
            "dbus",
            "dbus-x11",
            "gnome-keyring",
            "fonts-dejavu-core",
            "fonts-noto-cjk",
        ],
        (Set::Headless, Kind::Dnf) => &[
            "xorg-x11-server-Xvfb",
            "xauth",
            "dbus-daemon",
            "gnome-keyring",
            "dejavu-sans-fonts",
            "google-noto-sans-cjk-fonts",
        ],
        (Set::Headless, Kind::Pacman) => &[
            "xorg-server-xvfb",
            "xorg-xauth",
            "gnome-keyring",
            "ttf-dejavu",
            "noto-fonts-cjk",
        ],
        (Set::Test, Kind::Apt) => &[
            "webkit2gtk-driver",
            "gcr",
            "libsecret-tools",
            "xdotool",
            "xclip",
            "x11-utils",
            "x11-xserver-utils",
            "imagemagick",
            "python3-gi",
            "gir1.2-gtk-3.0",
            "python3-venv",
            "oathtool",
            "zbar-tools",
            "qrencode",
            "age",
        ],
        (Set::Bench, Kind::Apt) => &["keepassxc", "otpclient-cli"],
        (Set::Targets, Kind::Apt) => &["libcurl4", "libssh2-1", "libsqlite3-0"],
        (Set::Test | Set::Bench | Set::Targets, Kind::Dnf | Kind::Pacman) => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_package_is_listed_twice() {
        for kind in [Kind::Apt, Kind::Dnf, Kind::Pacman] {
            let mut all: Vec<_> = [Set::Build, Set::Headless, Set::Test, Set::Bench, Set::Targets]
                .into_iter()
                .flat_map(|set| of(set, kind))
                .collect();
            let count = all.len();
            all.sort();
            all.dedup();
            assert_eq!(all.len(), count, "{kind:?}");
        }
    }
}
