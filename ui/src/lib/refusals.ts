/** What services refuse, in words: only pages beyond the first screen say it, so it comes with them. */
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
} satisfies Record<Exclude<FailureCode, keyof typeof failureMessages>, Words>;
