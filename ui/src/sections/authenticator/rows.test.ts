import { describe, expect, it } from 'vitest';
import type { EntryRow } from '$lib/backend';
import { rowOf } from './list/row.fixture';
import { EntryRows } from './rows.svelte';

const settled = () => new Promise((resolve) => setTimeout(resolve));

function fake() {
  const asked: string[][] = [];
  let named = (id: string): EntryRow => rowOf(id);
  const rows = new EntryRows((ids) => {
    asked.push(ids);
    return Promise.resolve(ids.map((id) => named(id)));
  });
  return { asked, rows, rename: (to: (id: string) => EntryRow) => (named = to) };
}

describe('EntryRows', () => {
  it('asks once for all rows that come into view together, and not for those it has', async () => {
    const { asked, rows } = fake();
    rows.put([rowOf('a')]);
    for (const id of ['a', 'b', 'c', 'b']) rows.watch(id);
    await settled();
    expect(asked).toEqual([['b', 'c']]);
    expect(rows.get('c')?.issuer).toBe('c');
  });

  it('asks anew for what is drawn when entries have changed, and forgets the rest', async () => {
    const { asked, rows, rename } = fake();
    rows.watch('a');
    const stop = rows.watch('b');
    await settled();
    stop();
    rename((id) => ({ ...rowOf(id), issuer: 'Renamed' }));
    await rows.renew([rowOf('c')]);
    expect(asked.at(-1)).toEqual(['a']);
    expect(rows.get('a')?.issuer).toBe('Renamed');
    expect(rows.get('b')).toBeUndefined();
    expect(rows.get('c')).toBeDefined();
  });

  it('knows no row of nothing', () => {
    expect(fake().rows.get(null)).toBeUndefined();
  });
});
