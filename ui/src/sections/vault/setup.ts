/** Whether what is chosen on the set-up screen makes a vault that can be opened again. */
import type { KeyringState } from '$lib/backend';
import type { MessageKey } from '$lib/i18n';
import { type NewPassphrase, passphraseComplete, passphraseErrors } from '$lib/vault/passphrase';

export interface Choice {
  keyring: boolean;
  passphrase: NewPassphrase;
  /** The group of the recovery key that was typed back. */
  typedBack: string;
}

export const keyringMessages = {
  available: 'setup.keyring.available',
  locked: 'setup.keyring.locked',
  'timed-out': 'setup.keyring.timedOut',
  absent: 'setup.keyring.absent',
  denied: 'setup.keyring.denied',
  failed: 'setup.keyring.failed',
} satisfies Record<KeyringState, MessageKey>;

/** The typed group is the shown one; spaces and case don't matter. */
export function groupMatches(typed: string, group: string | undefined): boolean {
  return group !== undefined && typed.replace(/[\s-]/g, '').toUpperCase() === group.replace(/-/g, '').toUpperCase();
}

/** A locked keyring may be unlocked by the system when it is used, so it can be chosen. */
export function keyringUsable(state: KeyringState): boolean {
  return state === 'available' || state === 'locked';
}

/** Why the vault can't be made yet; nothing when it can. Two ways in are wanted, one of them not the keyring. */
export function missing(choice: Choice, group: string | undefined): MessageKey | null {
  const typed = choice.passphrase.first !== '' || choice.passphrase.again !== '';
  const complete = passphraseComplete(choice.passphrase);
  if (typed && !complete) {
    return passphraseErrors(choice.passphrase).first ? 'setup.missing.longer' : 'setup.missing.again';
  }
  if (choice.typedBack && !groupMatches(choice.typedBack, group)) return 'setup.missing.group';
  if (!choice.keyring && !complete) return 'setup.missing.passphrase';
  if (!complete && !choice.typedBack) return 'setup.missing.second';
  return null;
}
