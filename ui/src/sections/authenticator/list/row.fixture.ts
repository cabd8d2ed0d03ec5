/** A row for tests. */
import type { EntryRow } from '$lib/backend';

/** The row of an entry whose issuer is its identity. */
export const rowOf = (id: string, more: Partial<EntryRow> = {}): EntryRow => ({
  id,
  issuer: id,
  account: '',
  otp: { kind: 'totp', algorithm: 'SHA-1', digits: 6, period: 30, counter: null, weak: false },
  tags: [],
  pinned: false,
  has_note: false,
  recovery_left: null,
  linked: false,
  linked_account: null,
  pending: false,
  ...more,
});
