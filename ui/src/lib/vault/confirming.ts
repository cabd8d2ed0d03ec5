/** Whether a failure says that what was typed to confirm is not right: it is said at the field then, and nowhere else. */
import type { Failure } from '$lib/backend';

export function isNotRight(failure: Failure | null): boolean {
  return failure?.code === 'wrong-passphrase' || failure?.code === 'wrong-key';
}
