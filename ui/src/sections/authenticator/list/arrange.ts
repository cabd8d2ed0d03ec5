/** In which places rows stand, and what an entry is called. */

/** Entries in order: the pinned ones first. */
export interface Groups {
  pinned: string[];
  rest: string[];
}

/**
 * The fresh rows in the places of the old ones. While the pointer is over the list a change that comes from elsewhere
 * must not move a row from under it: rows stay where they are, new ones go to the end, and only what is gone goes.
 */
export function hold(old: Groups, fresh: Groups): Groups {
  const pinned = new Set(fresh.pinned);
  const left = new Set([...fresh.pinned, ...fresh.rest]);
  const keep = (ids: string[]) => ids.filter((id) => left.delete(id));
  const kept = { pinned: keep(old.pinned), rest: keep(old.rest) };
  const added = [...left];
  return {
    pinned: [...kept.pinned, ...added.filter((id) => pinned.has(id))],
    rest: [...kept.rest, ...added.filter((id) => !pinned.has(id))],
  };
}

/** Beside which entry one comes to stand that moves by one place within its group; none at the group's end. */
export function neighbour({ pinned, rest }: Groups, id: string, down: boolean): { id: string; after: boolean } | null {
  const group = pinned.includes(id) ? pinned : rest;
  const at = group.indexOf(id);
  const other = at < 0 ? undefined : group[at + (down ? 1 : -1)];
  return other === undefined ? null : { id: other, after: down };
}

/** Beside which entry one comes to stand that is dropped into a gap of its group; none where it stands already. */
export function besideGap(group: string[], id: string, gap: number): { id: string; after: boolean } | null {
  const at = group.indexOf(id);
  if (at < 0 || gap === at || gap === at + 1) return null;
  const before = group[gap];
  if (before !== undefined) return { id: before, after: false };
  const last = group.at(-1);
  return last === undefined ? null : { id: last, after: true };
}

/** "WhaTap, mina@example.com", or the one that there is. */
export function nameOf(entry: { issuer: string; account: string }): string {
  return [entry.issuer, entry.account].filter((part) => part !== '').join(', ');
}
