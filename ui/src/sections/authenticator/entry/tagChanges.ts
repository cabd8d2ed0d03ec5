/** What changes when several entries' tags are edited together. */

/** On how many of the entries a tag is. */
export type Held = 'all' | 'some' | 'none';

/** Tags to give to every entry, and tags to take from every entry. What was left as it was is neither. */
export function changesOf(
  before: readonly { tag: string; held: Held }[],
  changed: Readonly<Record<string, Held>>,
  added: readonly string[],
): { add: string[]; remove: string[] } {
  const now = ({ tag, held }: { tag: string; held: Held }) => changed[tag] ?? held;
  const differs = before.filter((each) => now(each) !== each.held);
  const turned = (to: Held) => differs.filter((each) => now(each) === to).map(({ tag }) => tag);
  return {
    add: [...new Set([...turned('all'), ...added])],
    remove: turned('none').filter((tag) => !added.includes(tag)),
  };
}
