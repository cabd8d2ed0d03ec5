//! Someone else wrote in between: their changes and ours in one document, three ways, entry by entry.
//!
//! The change is applied to what they wrote, so that it acts on the newest state (an HOTP counter they moved on is moved
//! on from there). What is left to settle is what the change carried over unseen from the old state, such as a form
//! that was filled in before they wrote: a field the change did not touch, seen from the state its author knew, stays
//! theirs.

use otp::Kind;

use crate::document::{Document, Entry};

/// The states a merge looks at.
pub(crate) struct Sides<'a> {
    /// What the author of the change saw.
    pub(crate) base: &'a Document,
    /// The change applied to that.
    pub(crate) mine: &'a Document,
    /// What someone else wrote.
    pub(crate) theirs: &'a Document,
}

/// Settles `merged`, which is the change applied to `theirs`.
pub(crate) fn settle(sides: &Sides<'_>, merged: &mut Document) {
    let (base, mine, theirs) = (sides.base.by_id(), sides.mine.by_id(), sides.theirs.by_id());
    for entry in &mut merged.entries {
        let Some(theirs) = theirs.get(&entry.id) else {
            continue;
        };
        if let (Some(base), Some(mine)) = (base.get(&entry.id), mine.get(&entry.id)) {
            keep_untouched(entry, base, mine, theirs);
        }
        never_back(entry, theirs);
    }
    bring_unseen_back(sides, merged);
}

/// Takes their value of each field that the change did not touch.
fn keep_untouched(entry: &mut Entry, base: &Entry, mine: &Entry, theirs: &Entry) {
    let keep = |untouched: bool, take: &mut dyn FnMut()| {
        if untouched {
            take();
        }
    };
    keep(mine.otpauth() == base.otpauth(), &mut || {
        *entry.otpauth_mut() = theirs.otpauth().clone()
    });
    keep(mine.original_uri == base.original_uri, &mut || {
        entry.original_uri.clone_from(&theirs.original_uri)
    });
    keep(mine.note == base.note, &mut || entry.note.clone_from(&theirs.note));
    keep(mine.pinned == base.pinned, &mut || entry.pinned = theirs.pinned);
    keep(mine.icon == base.icon, &mut || entry.icon.clone_from(&theirs.icon));
    keep(mine.position == base.position, &mut || {
        entry.position.clone_from(&theirs.position)
    });
    keep(mine.deleted_at == base.deleted_at, &mut || {
        entry.deleted_at = theirs.deleted_at
    });
    keep(mine.link == base.link, &mut || entry.link.clone_from(&theirs.link));
    keep(mine.recovery_codes == base.recovery_codes, &mut || {
        entry.recovery_codes.clone_from(&theirs.recovery_codes)
    });
    keep(mine.rest == base.rest, &mut || entry.rest.clone_from(&theirs.rest));
    entry.tags = merge_tags(&base.tags, &mine.tags, &theirs.tags);
}

/// Tags are a set: theirs, without those the change took away, with those it added.
fn merge_tags(base: &[String], mine: &[String], theirs: &[String]) -> Vec<String> {
    let kept = theirs.iter().filter(|tag| mine.contains(tag) || !base.contains(tag));
    let added = mine.iter().filter(|tag| !base.contains(tag) && !theirs.contains(tag));
    kept.chain(added).cloned().collect()
}

/// A counter that was used is not used again: of two, the greater stays.
pub(crate) fn never_back(entry: &mut Entry, theirs: &Entry) {
    if entry.otp().secret != theirs.otp().secret {
        return;
    }
    if let (Kind::Hotp { counter, .. }, Kind::Hotp { counter: used, .. }) =
        (&mut entry.otpauth_mut().otp.kind, theirs.otp().kind)
    {
        *counter = used.max(*counter);
    }
}

/// Puts back what they added and the change's author cannot have meant to remove, not having seen it.
fn bring_unseen_back(sides: &Sides<'_>, merged: &mut Document) {
    let (seen, there) = (sides.base.ids(), merged.ids());
    let unseen = sides
        .theirs
        .entries
        .iter()
        .filter(|entry| !seen.contains(&entry.id) && !there.contains(&entry.id));
    merged.entries.extend(unseen.cloned());
    for record in &sides.theirs.quarantine {
        let known =
            |list: &[crate::document::Quarantined]| list.iter().any(|other| other.verbatim() == record.verbatim());
        if !known(&sides.base.quarantine) && !known(&merged.quarantine) {
            merged.quarantine.push(record.clone());
        }
    }
}
