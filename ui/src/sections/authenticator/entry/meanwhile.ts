/** Where another program changed an entry while its form was open: what the form becomes, and what the person is shown. */
import type { EntryEdit } from '$lib/backend';
import type { MessageKey } from '$lib/i18n';

/** A text that both changed: what it is called, and what the other program made of it. */
export interface OtherValue {
  field: MessageKey;
  value: string;
}

const texts = { issuer: 'add.issuer', account: 'add.account', note: 'edit.note' } satisfies Partial<
  Record<keyof EntryEdit, MessageKey>
>;

/**
 * The person's changes, from what the form began with to what it is, carried over to what there is now.
 *
 * Tags and the pin are the person's where the person touched them, as they are now where not.
 */
export function onto(from: EntryEdit, edited: EntryEdit, now: EntryEdit): { edit: EntryEdit; others: OtherValue[] } {
  const others: OtherValue[] = [];
  const edit: EntryEdit = { ...now };
  for (const key of Object.keys(texts) as (keyof typeof texts)[]) {
    if (edited[key] === from[key]) continue;
    edit[key] = edited[key];
    if (now[key] !== from[key] && now[key] !== edited[key]) others.push({ field: texts[key], value: now[key] });
  }
  edit.tags = now.tags.filter((tag) => !from.tags.includes(tag) || edited.tags.includes(tag));
  edit.tags.push(...edited.tags.filter((tag) => !from.tags.includes(tag) && !now.tags.includes(tag)));
  if (edited.pinned !== from.pinned) edit.pinned = edited.pinned;
  return { edit, others };
}
