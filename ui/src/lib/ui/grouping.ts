/** How codes and keys are grouped for the eye. A gap is drawn between the groups, so that a copied code has no space in it. */
import type { KindView } from '$lib/backend';

/** Whether codes of a kind are words of letters rather than numbers. */
export const isOfLetters = (kind: KindView): boolean => kind === 'steam' || kind === 'yandex';

/** 6 digits as 3+3, 7 as 3+4, 8 as 2+3+3, others in threes from the right; Yandex's letters 4+4, Steam's stay together. */
export function groupCode(code: string, kind: KindView): string[] {
  if (kind === 'yandex') return [code.slice(0, 4), code.slice(4)];
  if (kind === 'steam' || code.length <= 5) return [code];
  if (code.length === 7) return [code.slice(0, 3), code.slice(3)];
  const first = code.length % 3 || 3;
  const groups = [code.slice(0, first)];
  for (let at = first; at < code.length; at += 3) groups.push(code.slice(at, at + 3));
  return groups;
}

/** "4 9 2 8 1 3": how a reader is made to say digits one by one. */
export function spelled(code: string): string {
  return [...code].join(' ');
}
