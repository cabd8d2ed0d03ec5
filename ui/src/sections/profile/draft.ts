/** What a person changed, beside what the service has. Pure. */
export type Values = Record<string, string>;

/** The edited fields whose value differs from the service's. */
export function changed(base: Values, edits: Values): Values {
  return Object.fromEntries(Object.entries(edits).filter(([name, value]) => value !== (base[name] ?? '')));
}

/** Fields that both sides changed since `before`, to different values: a person has to choose. */
export function contested(before: Values, theirs: Values, edits: Values): string[] {
  return Object.keys(changed(before, edits)).filter((name) => {
    const now = theirs[name] ?? '';
    return now !== (before[name] ?? '') && now !== edits[name];
  });
}

/** Every change that was sent is there. */
export function holds(values: Values, sent: Values): boolean {
  return Object.entries(sent).every(([name, value]) => (values[name] ?? '') === value);
}
