/** Why the vault is not open, in words: each reason has its own message and its own way out. */
import type { LockReason } from '$lib/backend';
import type { MessageKey } from '$lib/i18n';

export const lockReasons = {
  'by-hand': { what: 'lock.byHand' },
  idle: { what: 'lock.idle' },
  sleep: { what: 'lock.sleep' },
  'screen-locked': { what: 'lock.screenLocked' },
  'user-switched': { what: 'lock.userSwitched' },
  'no-keyring-slot': { what: 'lock.noKeyringSlot' },
  'keyring-locked': { what: 'lock.keyringLocked', todo: 'lock.keyringLocked.todo' },
  'keyring-timed-out': { what: 'lock.keyringTimedOut', todo: 'lock.keyringTimedOut.todo' },
  'keyring-absent': { what: 'lock.keyringAbsent', todo: 'lock.keyringAbsent.todo' },
  'keyring-denied': { what: 'lock.keyringDenied', todo: 'lock.keyringDenied.todo' },
  'keyring-missing': { what: 'lock.keyringMissing', todo: 'lock.keyringMissing.todo' },
  'keyring-wrong-key': { what: 'lock.keyringWrongKey', todo: 'lock.keyringWrongKey.todo' },
  'keyring-failed': { what: 'lock.keyringFailed', todo: 'lock.keyringFailed.todo' },
} satisfies Record<LockReason, { what: MessageKey; todo?: MessageKey }>;
