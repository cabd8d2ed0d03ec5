/** Whether an entry is among many: looked up, not searched for. */

/** A question to be asked of thousands of identities. */
export function among(ids: Iterable<string>): (id: string) => boolean {
  const known = new Set(ids);
  return (id) => known.has(id);
}
