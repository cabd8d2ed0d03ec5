/** What services refuse, and what other apps' files and the settings do, in words: only pages beyond the first screen say it, so it comes with them. */
import type { FailureCode } from './backend';
import type { failureMessages, Words } from './failure';

export { fieldMessages } from './fieldMessages';

/** The messages of the codes that `failure.ts` has none for. */
export const refusalMessages = {
  'bad-address': { what: 'refusal.badAddress', todo: 'refusal.badAddress.todo' },
  unreachable: { what: 'refusal.unreachable', todo: 'refusal.unreachable.todo' },
  insecure: { what: 'refusal.insecure', todo: 'refusal.insecure.todo' },
  unknown: { what: 'refusal.unknown', todo: 'refusal.unknown.todo' },
  'not-a-service': { what: 'refusal.notAService', todo: 'refusal.notAService.todo' },
  'service-failed': { what: 'refusal.serviceFailed', todo: 'refusal.serviceFailed.todo' },
  'rate-limited': { what: 'refusal.rateLimited', todo: 'refusal.rateLimited.todo', wait: 'refusal.rateLimited.wait' },
  'signed-out': { what: 'refusal.signedOut', todo: 'refusal.signedOut.todo' },
  'step-up': { what: 'refusal.stepUp', todo: 'refusal.stepUp.todo' },
  'step-pending': { what: 'refusal.stepPending' },
  'not-offered': { what: 'refusal.notOffered' },
  'no-such-step': { what: 'refusal.noSuchStep', todo: 'refusal.noSuchStep.todo' },
  conflict: { what: 'refusal.conflict', todo: 'refusal.conflict.todo' },
  refused: { what: 'refusal.refused', todo: 'refusal.refused.todo' },
  'no-such-account': { what: 'refusal.noSuchAccount' },
  'not-recognised': { what: 'refusal.notRecognised', todo: 'refusal.notRecognised.todo' },
  'password-needed': { what: 'refusal.passwordNeeded', todo: 'refusal.passwordNeeded.todo' },
  'wrong-password': { what: 'refusal.wrongPassword' },
  'file-damaged': { what: 'refusal.fileDamaged', todo: 'refusal.fileDamaged.todo' },
  'account-restricted': { what: 'refusal.accountRestricted', todo: 'refusal.accountRestricted.todo' },
  'unknown-version': { what: 'refusal.unknownVersion', todo: 'refusal.unknownVersion.todo' },
  'key-derivation-too-costly': { what: 'refusal.keyDerivationTooCostly' },
  'key-file-needed': { what: 'refusal.keyFileNeeded', todo: 'refusal.keyFileNeeded.todo' },
  'journal-needed': { what: 'refusal.journalNeeded', todo: 'refusal.journalNeeded.todo' },
  'not-an-export': { what: 'refusal.notAnExport', todo: 'refusal.notAnExport.todo' },
  'no-import': { what: 'refusal.noImport', todo: 'refusal.noImport.todo' },
  'export-not-faithful': { what: 'refusal.exportNotFaithful' },
  'shortcut-taken': { what: 'refusal.shortcutTaken', todo: 'refusal.shortcutTaken.todo' },
  'autostart-failed': { what: 'refusal.autostartFailed', todo: 'refusal.autostartFailed.todo' },
  'recovery-check-failed': { what: 'refusal.recoveryCheckFailed', todo: 'refusal.recoveryCheckFailed.todo' },
  'no-second-slot': { what: 'refusal.noSecondSlot', todo: 'refusal.noSecondSlot.todo' },
} satisfies Record<Exclude<FailureCode, keyof typeof failureMessages>, Words>;
