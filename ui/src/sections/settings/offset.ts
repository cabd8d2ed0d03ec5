/** An offset as people type it. */

/** The furthest the app takes: a day. */
const FURTHEST = 86_400;

/** Whole seconds, signed or not; null where it is none or too far. Nothing typed is no offset. */
export function offsetOf(typed: string): number | null {
  const text = typed.normalize('NFKC').trim().replace(/^[−–]/, '-');
  if (text === '') return 0;
  if (!/^[+-]?\d{1,5}$/.test(text)) return null;
  const seconds = Number(text);
  return Math.abs(seconds) <= FURTHEST ? seconds || 0 : null;
}
