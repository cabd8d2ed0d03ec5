//! What each format has room for beside a code and its names. What it has no room for is lost on the way, and said before.

use super::Outgoing;

/// How many tags of an entry a format holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tags {
    /// None.
    None,
    /// The first.
    First,
    /// All of them, in their order.
    All,
}

/// What a format holds of an entry it can express. The code (kind, key, hash, digits, period or counter, PIN), the issuer and
/// the account are always whole, or the entry is in [`super::Export::left_out`]. The link as it once came, the icon's name and
/// the trash are in none of these formats: they are Gatehouse's own, in its own backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holds {
    /// The label's prefix where it differs from the issuer.
    pub label: bool,
    /// Tags.
    pub tags: Tags,
    /// The note.
    pub note: bool,
    /// Whether it is pinned.
    pub pinned: bool,
}

/// A part of an entry that a format has no room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lost {
    /// The label's prefix that differs from the issuer.
    Label,
    /// Tags, all or all but the first.
    Tags,
    /// The note.
    Note,
    /// That it is pinned.
    Pinned,
}

impl Lost {
    /// A name for programs and message catalogues; never changes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Label => "label",
            Self::Tags => "tags",
            Self::Note => "note",
            Self::Pinned => "pinned",
        }
    }
}

/// Aegis' vault file: groups are tags, its favourites are pinned.
pub const AEGIS: Holds = Holds {
    label: false,
    tags: Tags::All,
    note: true,
    pinned: true,
};

/// 2FAS' backup: an entry is in one group at most.
pub const TWOFAS: Holds = Holds {
    label: false,
    tags: Tags::First,
    note: false,
    pinned: false,
};

/// Google Authenticator's links: code and names.
pub const GOOGLE: Holds = Holds {
    label: false,
    tags: Tags::None,
    note: false,
    pinned: false,
};

/// A list of links: all that a link says.
pub const OTPAUTH_LIST: Holds = Holds { label: true, ..GOOGLE };

impl Holds {
    /// What of an entry is lost in this format, where the entry can be expressed at all. A blank note is none.
    #[must_use]
    pub fn lost(&self, entry: &Outgoing) -> Vec<Lost> {
        let extras = &entry.extras;
        let tags = match self.tags {
            Tags::None => !extras.tags.is_empty(),
            // The same tag twice is one.
            Tags::First => extras.tags.windows(2).any(|two| two[0] != two[1]),
            Tags::All => false,
        };
        let lost = [
            (!self.label && entry.otpauth.label_issuer.is_some(), Lost::Label),
            (tags, Lost::Tags),
            (
                !self.note && extras.note.as_ref().is_some_and(|note| !note.trim().is_empty()),
                Lost::Note,
            ),
            (!self.pinned && extras.pinned, Lost::Pinned),
        ];
        lost.into_iter()
            .filter_map(|(is_lost, what)| is_lost.then_some(what))
            .collect()
    }
}
