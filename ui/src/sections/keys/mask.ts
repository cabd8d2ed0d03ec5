/** How a secret is drawn while it is hidden: its beginning and its last four, and dots that don't tell its length. */
import type { KeyRow } from '$lib/backend';

/** `cck_•••• … 8d1f`. */
export function masked({ prefix, last_four: tail }: Pick<KeyRow, 'prefix' | 'last_four'>): string {
  return `${prefix}${'•'.repeat(20)}${tail}`;
}
