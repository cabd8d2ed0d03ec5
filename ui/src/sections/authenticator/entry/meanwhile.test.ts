import { expect, test } from 'vitest';
import type { EntryEdit } from '$lib/backend';
import { onto } from './meanwhile';

const begun: EntryEdit = { issuer: 'GitHub', account: 'mina', tags: ['work', 'old'], note: 'first', pinned: false };

test('what only the other program changed is taken over, and what only the person changed stays', () => {
  const edited = { ...begun, account: 'mina.park', tags: ['work', 'mine'] };
  const now = { ...begun, note: 'second', tags: ['work', 'old', 'theirs'], pinned: true };
  expect(onto(begun, edited, now)).toEqual({
    edit: { issuer: 'GitHub', account: 'mina.park', tags: ['work', 'theirs', 'mine'], note: 'second', pinned: true },
    others: [],
  });
});

test('a text that both changed keeps what was typed, and shows what the other made of it', () => {
  const { edit, others } = onto(begun, { ...begun, note: 'mine' }, { ...begun, note: 'theirs' });
  expect(edit.note).toBe('mine');
  expect(others).toEqual([{ field: 'edit.note', value: 'theirs' }]);
});

test('the same change by both is no disagreement', () => {
  expect(onto(begun, { ...begun, note: 'both' }, { ...begun, note: 'both' }).others).toEqual([]);
});
