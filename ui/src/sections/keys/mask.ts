/** How a secret is drawn while it is hidden: its beginning and its last four, and dots that don't tell its length. */
import type { KeyRow } from '$lib/backend';
import { t } from '$lib/i18n';

/** `cck_•••• … 8d1f`. */
export function masked({ prefix, last_four: tail }: Pick<KeyRow, 'prefix' | 'last_four'>): string {
  return `${prefix}${'•'.repeat(20)}${tail}`;
}

/** The same in words. Some services tell a secret's end, others its beginning. */
export function hiddenWords({ prefix, last_four: tail }: Pick<KeyRow, 'prefix' | 'last_four'>): string {
  return tail ? t('keys.hidden', { tail }) : t('keys.hiddenStart', { start: prefix });
}

/** What stops working when a key is deleted. */
export function deletedWords({ prefix, last_four: tail }: Pick<KeyRow, 'prefix' | 'last_four'>): string {
  return tail ? t('keys.deleteLead', { tail }) : t('keys.deleteLeadStart', { start: prefix });
}
