/**
 * Failures in words. Every code of the contract has its message, here or in `refusals.ts`; the type check fails when one is added and
 * has none.
 */
import { CommandFailure, type Failure, type FailureCode, type FieldFailure } from './backend';
import { type MessageKey, type PluralKey, t, tn } from './i18n';

export interface Words {
  /** What happened, and what was not changed. */
  what: MessageKey;
  /** What to do, where there is something. */
  todo?: MessageKey;
  /** What to do when it is known how long to wait, in seconds. */
  wait?: PluralKey;
}

export const failureMessages = {
  'vault-locked': { what: 'failure.vaultLocked', todo: 'failure.vaultLocked.todo' },
  'vault-absent': { what: 'failure.vaultAbsent', todo: 'failure.vaultAbsent.todo' },
  'vault-exists': { what: 'failure.vaultExists', todo: 'failure.vaultExists.todo' },
  'wrong-passphrase': { what: 'failure.wrongPassphrase' },
  'try-later': { what: 'failure.tryLater', wait: 'failure.tryLater.wait' },
  'wrong-key': { what: 'failure.wrongKey', todo: 'failure.wrongKey.todo' },
  'not-a-recovery-key': { what: 'failure.notARecoveryKey', todo: 'failure.notARecoveryKey.todo' },
  'vault-damaged': { what: 'failure.vaultDamaged', todo: 'failure.vaultDamaged.todo' },
  'vault-newer': { what: 'failure.vaultNewer', todo: 'failure.vaultNewer.todo' },
  'vault-too-large': { what: 'failure.vaultTooLarge', todo: 'failure.vaultTooLarge.todo' },
  'vault-busy': { what: 'failure.vaultBusy', todo: 'failure.vaultBusy.todo' },
  'no-space': { what: 'failure.noSpace', todo: 'failure.noSpace.todo' },
  'not-writable': { what: 'failure.notWritable', todo: 'failure.notWritable.todo' },
  'folder-missing': { what: 'failure.folderMissing', todo: 'failure.folderMissing.todo' },
  'link-refused': { what: 'failure.linkRefused', todo: 'failure.linkRefused.todo' },
  'file-failed': { what: 'failure.fileFailed', todo: 'failure.fileFailed.todo' },
  'no-such-entry': { what: 'failure.noSuchEntry' },
  'changed-meanwhile': { what: 'failure.changedMeanwhile' },
  'keyring-locked': { what: 'failure.keyringLocked', todo: 'failure.keyringLocked.todo' },
  'keyring-timed-out': { what: 'failure.keyringTimedOut', todo: 'failure.keyringTimedOut.todo' },
  'keyring-absent': { what: 'failure.keyringAbsent', todo: 'failure.keyringAbsent.todo' },
  'keyring-denied': { what: 'failure.keyringDenied', todo: 'failure.keyringDenied.todo' },
  'keyring-missing': { what: 'failure.keyringMissing', todo: 'failure.keyringMissing.todo' },
  'keyring-failed': { what: 'failure.keyringFailed', todo: 'failure.keyringFailed.todo' },
  'no-qr-code': { what: 'failure.noQrCode', todo: 'failure.noQrCode.todo' },
  'not-a-picture': { what: 'failure.notAPicture', todo: 'failure.notAPicture.todo' },
  'picture-damaged': { what: 'failure.pictureDamaged', todo: 'failure.pictureDamaged.todo' },
  'too-large': { what: 'failure.tooLarge', todo: 'failure.tooLarge.todo' },
  'clipboard-empty': { what: 'failure.clipboardEmpty', todo: 'failure.clipboardEmpty.todo' },
  'clipboard-failed': { what: 'failure.clipboardFailed' },
  'screen-failed': { what: 'failure.screenFailed', todo: 'failure.screenFailed.todo' },
  'not-otpauth': { what: 'failure.notOtpauth', todo: 'failure.notOtpauth.todo' },
  'bad-code': { what: 'failure.badCode' },
  'no-such-preview': { what: 'failure.noSuchPreview', todo: 'failure.noSuchPreview.todo' },
  cancelled: { what: 'failure.cancelled' },
  'confirm-first': { what: 'failure.confirmFirst' },
  'no-matching-code': { what: 'failure.noMatchingCode' },
  'save-failed': { what: 'failure.saveFailed', todo: 'failure.saveFailed.todo' },
  'bad-value': { what: 'failure.badValue' },
  internal: { what: 'failure.internal', todo: 'failure.internal.todo' },
} satisfies Partial<Record<FailureCode, Words>>;

/** The words for what only pages beyond the first screen meet, once they are there. */
let later: typeof import('./refusals') | null = null;

/** Loads them. */
export async function moreFailures(): Promise<void> {
  later ??= await import('./refusals');
}

function wordsFor(code: FailureCode): Words {
  const all: Partial<Record<FailureCode, Words>> = { ...later?.refusalMessages, ...failureMessages };
  return all[code] ?? failureMessages.internal;
}

/** What happened and what to do, in the person's language. `failure` brings only the fields that are marked nowhere. */
export function failureText(failure: Failure): { what: string; todo?: string } {
  const words = wordsFor(failure.code);
  const what = t(words.what);
  if (words.wait && failure.retry_after !== null) return { what, todo: tn(words.wait, failure.retry_after) };
  // A reason that is about the whole stands in no field, nor does that of a field the form does not have.
  const field = failure.fields.find((each) => each.field === '') ?? failure.fields[0];
  if (field && (failure.code === 'refused' || failure.code === 'bad-code')) return { what, todo: fieldText(field) };
  return words.todo ? { what, todo: t(words.todo) } : { what };
}

/** Why a field was refused: our words where the code is known, else the service's own. */
export function fieldText(field: FieldFailure): string {
  const known = later?.fieldMessages[field.code];
  if (!known) return field.said ?? t('field.refused');
  if (known.detail && field.detail !== null) return t(known.detail, { detail: field.detail });
  return t(known.plain);
}

/** The message for a named field, if the failure names it. */
export function fieldError(failure: Failure | null, ...names: string[]): string | undefined {
  const field = failure?.fields.find((each) => names.includes(each.field));
  return field && fieldText(field);
}

/** The failure of a thrown value. What is not a command's failure is a fault of ours: `internal`. */
export function failureOf(error: unknown): Failure {
  if (error instanceof CommandFailure) return error.failure;
  return { code: 'internal', fields: [], retry_after: null, ways: [], step: null };
}
