/** The tags of one entry, as they are typed. */

const OFFERED = 6;

/** The tags with one more. One that is there already, in any case, is not added twice. */
export function withTag(tags: readonly string[], typed: string): string[] {
  const tag = typed.trim().replace(/\s+/g, ' ');
  const there = tags.some((each) => same(each, tag));
  return tag === '' || there ? [...tags] : [...tags, tag];
}

/** Tags in use that begin with, or else contain, what is typed; those the entry has are left out. */
export function suggested(known: readonly string[], chosen: readonly string[], typed: string): string[] {
  const sought = fold(typed.trim());
  const open = known.filter((tag) => !chosen.some((each) => same(each, tag)));
  const begins = open.filter((tag) => fold(tag).startsWith(sought));
  const holds = open.filter((tag) => !begins.includes(tag) && fold(tag).includes(sought));
  return [...begins, ...holds].slice(0, OFFERED);
}

function same(a: string, b: string): boolean {
  return fold(a) === fold(b);
}

function fold(text: string): string {
  return text.normalize('NFC').toLocaleLowerCase();
}
