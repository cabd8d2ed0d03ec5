import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { EntryRow, FoundView, TagChoice } from '$lib/backend';
import { CodeList } from './codes.svelte';
import { rowOf } from './list/row.fixture';

interface Wanted {
  query: string;
  choice: TagChoice;
}
const app = vi.hoisted(() => ({ find: (wanted: Wanted): Promise<unknown> => Promise.resolve(wanted) }));
vi.mock('$lib/backend', async (original) => ({
  ...(await original<typeof import('$lib/backend')>()),
  call: (answer: Promise<unknown>) => answer,
  commands: { codesFind: (wanted: Wanted) => app.find(wanted), codesRows: () => Promise.resolve([]) },
}));

const under = (row: EntryRow, choice: TagChoice) =>
  choice.kind === 'all' || (choice.kind === 'tag' ? row.tags.includes(choice.tag) : row.tags.length === 0);
const view = (all: EntryRow[], { query, choice }: Wanted = { query: '', choice: { kind: 'all' } }): FoundView => {
  const rows = all.filter((row) => row.issuer.includes(query) && under(row, choice));
  const ids = (pinned: boolean) => rows.filter((row) => row.pinned === pinned).map(({ id }) => id);
  return {
    pinned: ids(true),
    rest: ids(false),
    rows,
    total: all.length,
    untagged: all.filter(({ tags }) => tags.length === 0).length,
    tags: [...new Set(all.flatMap(({ tags }) => tags))].map((tag) => ({ tag, count: 1 })),
    trashed: 0,
    quarantined: 0,
  };
};
const shown = (list: CodeList) => list.ids.join('');

describe('CodeList', () => {
  let entries: EntryRow[];
  let list: CodeList;
  beforeEach(async () => {
    entries = [rowOf('a', { pinned: true }), rowOf('b', { tags: ['Work'] }), rowOf('c'), rowOf('d')];
    app.find = (wanted) => Promise.resolve(view(entries, wanted));
    list = new CodeList(() => 'issuer');
    await list.load();
  });

  it('shows what the app has, the first row chosen', () => {
    expect(shown(list)).toBe('abcd');
    expect(list.chosen).toBe('a');
    expect(list.chosenRow?.pinned).toBe(true);
  });

  it('chooses the first match of a search', async () => {
    await list.search('c');
    expect(shown(list)).toBe('c');
    expect(list.chosen).toBe('c');
  });

  it('keeps the rows while half a syllable matches nothing', async () => {
    await list.search('울', true);
    expect(shown(list)).toBe('abcd');
    await list.search('울');
    expect(shown(list)).toBe('');
  });

  it('does not let a slow answer replace a newer one', async () => {
    let answerFirst: (found: FoundView) => void = () => undefined;
    app.find = ({ query }) =>
      query === 'a' ? new Promise((resolve) => (answerFirst = resolve)) : Promise.resolve(view([rowOf('b')]));
    const first = list.search('a');
    await list.search('b');
    answerFirst(view([rowOf('a')]));
    await first;
    expect(shown(list)).toBe('b');
  });

  describe('while a search waits for its answer', () => {
    /** Answers each question when it is told to. */
    const answers: ((fail?: Error) => void)[] = [];
    beforeEach(() => {
      answers.length = 0;
      app.find = (wanted) =>
        new Promise((resolve, reject) => {
          answers.push((fail) => (fail ? reject(fail) : resolve(view(entries, wanted))));
        });
    });

    it('has what is sought told only once it is listed', async () => {
      void list.search('c');
      const settled = list.settled();
      expect(list.current).toBe(false);
      answers[0]?.();
      expect(await settled).toBe(true);
      expect(list.chosenRow?.id).toBe('c');
    });

    it('waits for the newest of several', async () => {
      void list.search('c');
      const settled = list.settled();
      void list.search('d');
      answers[0]?.();
      await Promise.resolve();
      answers[1]?.();
      expect(await settled).toBe(true);
      expect(list.chosenRow?.id).toBe('d');
    });

    it('tells when it can’t be answered', async () => {
      void list.search('c');
      const settled = list.settled();
      answers[0]?.(new Error('broken'));
      expect(await settled).toBe(false);
    });

    it('chooses nothing for a search that a newer one has overtaken', async () => {
      const first = list.search('c');
      const second = list.search('');
      answers[1]?.();
      await second;
      list.chosen = 'd';
      answers[0]?.();
      await first;
      expect(list.chosen).toBe('d');
    });

    it('chooses the first match, though other news overtakes its answer', async () => {
      list.chosen = 'd';
      const first = list.search('');
      const news = list.load({ still: true });
      answers[1]?.();
      await news;
      answers[0]?.();
      await first;
      expect(list.chosen).toBe('a');
    });
  });

  it('chooses the row that took the place of one that is gone', async () => {
    list.chosen = 'c';
    entries = entries.filter(({ id }) => id !== 'c');
    await list.load();
    expect(list.chosen).toBe('d');
    entries = entries.filter(({ id }) => id !== 'd');
    await list.load();
    expect(list.chosen).toBe('b');
  });

  it('moves no row from under the pointer, and puts things right when it leaves', async () => {
    list.pointerOver = true;
    entries = [rowOf('d', { pinned: true }), rowOf('a'), rowOf('b'), rowOf('c')];
    await list.load({ still: true });
    expect(shown(list)).toBe('abcd');
    list.pointerLeft();
    expect(shown(list)).toBe('dabc');
  });

  it('does at once what the person asked for', async () => {
    list.pointerOver = true;
    entries = [rowOf('d', { pinned: true }), rowOf('a'), rowOf('b'), rowOf('c')];
    await list.load();
    expect(shown(list)).toBe('dabc');
  });

  it('shows one tag, and goes back to all codes when it is gone', async () => {
    await list.filter({ kind: 'tag', tag: 'Work' });
    expect(shown(list)).toBe('b');
    entries = entries.map((entry) => ({ ...entry, tags: [] }));
    await list.load();
    expect(shown(list)).toBe('abcd');
  });

  it('keeps the rows when the app cannot answer, and says why', async () => {
    app.find = () => Promise.reject(new Error('broken'));
    await list.load();
    expect(shown(list)).toBe('abcd');
    expect(list.failure?.code).toBe('internal');
  });
});
