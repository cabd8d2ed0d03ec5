/** What can be done with one entry. */
import type { EntryRow } from '$lib/backend';
import { t } from '$lib/i18n';
import type { IconName } from '$lib/ui';

export type EntryAction =
  'copy' | 'copy-next' | 'pin' | 'unpin' | 'up' | 'down' | 'edit' | 'note' | 'reveal' | 'recovery' | 'delete';

interface Item {
  action: EntryAction;
  label: string;
  icon: IconName;
  keys?: string;
  danger?: boolean;
}

/** Where the row can go in the person's own order; nowhere in another one. */
export interface Ways {
  up: boolean;
  down: boolean;
}

/** The entry's menu, in the order it is shown. */
export function menuOf(row: EntryRow, ways: Ways): Item[] {
  const items: (Item | false)[] = [
    { action: 'copy', label: t('codes.copy'), icon: 'copy' },
    row.otp.kind !== 'hotp' && { action: 'copy-next', label: t('codes.copyNext'), icon: 'clock' },
    row.pinned
      ? { action: 'unpin', label: t('codes.unpin'), icon: 'pin' }
      : { action: 'pin', label: t('codes.pin'), icon: 'pin' },
    ways.up && { action: 'up', label: t('codes.moveUp'), icon: 'arrow-up', keys: 'Alt ↑' },
    ways.down && { action: 'down', label: t('codes.moveDown'), icon: 'arrow-down', keys: 'Alt ↓' },
    { action: 'edit', label: t('codes.edit'), icon: 'edit', keys: 'F2' },
    row.has_note && { action: 'note', label: t('codes.note'), icon: 'file' },
    { action: 'reveal', label: t('codes.reveal'), icon: 'qr' },
    row.recovery_left !== null && { action: 'recovery', label: t('codes.recovery'), icon: 'key' },
    { action: 'delete', label: t('codes.delete'), icon: 'trash', danger: true },
  ];
  return items.filter((item) => item !== false);
}
