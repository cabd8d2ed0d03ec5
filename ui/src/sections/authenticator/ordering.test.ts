import { beforeEach, describe, expect, it, vi } from 'vitest';
import { toasts } from '$lib/state/announce.svelte';
import { app } from '$lib/state/app.svelte';
import type { CodeList } from './codes.svelte';
import { Ordering } from './ordering';

const place = vi.hoisted(() => vi.fn<(id: string, beside: { id: string; after: boolean }) => Promise<unknown>>());
vi.mock('$lib/backend', async (original) => ({
  ...(await original<typeof import('$lib/backend')>()),
  call: (answer: Promise<unknown>) => answer,
  commands: { codesPlace: place },
}));

/** A list whose own order is changed by `codesPlace`, a moment later. */
function fake() {
  const list = { groups: { pinned: [] as string[], rest: [...'abcd'] }, load: () => Promise.resolve() };
  place.mockImplementation(async (id, beside) => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    const rest = list.groups.rest.filter((each) => each !== id);
    rest.splice(rest.indexOf(beside.id) + (beside.after ? 1 : 0), 0, id);
    list.groups = { pinned: [], rest };
  });
  const shown = vi.fn(() => Promise.resolve());
  const ordering = new Ordering(
    list as unknown as CodeList,
    async (work) => {
      await work();
      return true;
    },
    shown,
  );
  return { list, ordering, shown };
}

describe('Ordering', () => {
  beforeEach(() => {
    place.mockClear();
    app.settings = { ...app.settings, sort: 'own' };
  });

  it('takes every step, also those pressed before the last one is saved', async () => {
    const { list, ordering, shown } = fake();
    await Promise.all([ordering.step('a', true), ordering.step('a', true), ordering.step('d', false)]);
    expect(list.groups.rest.join('')).toBe('bcda');
    expect(shown).toHaveBeenLastCalledWith('d');
  });

  it('stays at the end, and says so by doing nothing', async () => {
    const { list, ordering } = fake();
    await ordering.step('d', true);
    expect(place).not.toHaveBeenCalledWith('d', expect.anything());
    expect(list.groups.rest.join('')).toBe('abcd');
  });

  it('moves nothing in another order, but leads to the one with places', async () => {
    app.settings = { ...app.settings, sort: 'issuer' };
    const { list, ordering } = fake();
    await ordering.step('a', true);
    expect(list.groups.rest.join('')).toBe('abcd');
    expect(toasts.shown?.action?.label).toBeTruthy();
  });
});
