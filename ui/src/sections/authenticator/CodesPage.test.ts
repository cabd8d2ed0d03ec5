import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EntryRow } from '$lib/backend';
import { rowOf } from './list/row.fixture';

const app = vi.hoisted(() => ({ entries: [] as unknown[], copied: [] as string[], advanced: 0, slow: 0 }));
vi.mock('$lib/backend', async (original) => {
  const event = { listen: () => Promise.resolve(() => undefined) };
  const rows = () => app.entries as EntryRow[];
  return {
    ...(await original<typeof import('$lib/backend')>()),
    call: (answer: Promise<unknown>) => answer,
    events: new Proxy({}, { get: () => event }),
    commands: {
      codesFind: async ({ query }: { query: string }) => {
        if (app.slow > 0) await new Promise((resolve) => setTimeout(resolve, app.slow));
        const found = rows().filter(({ issuer }) => issuer.includes(query));
        const rest = found.map(({ id }) => id);
        return { pinned: [], rest, rows: found, total: 3, untagged: 3, tags: [], trashed: 0, quarantined: 0 };
      },
      codesRows: (ids: string[]) => Promise.resolve(rows().filter(({ id }) => ids.includes(id))),
      codesNow: () => Promise.resolve([]),
      addOpened: () => Promise.resolve(null),
      codesAdvance: async (id: string) => {
        app.advanced++;
        await new Promise((resolve) => setTimeout(resolve, 30));
        return { id, code: '1', next: null, from: null, until: null };
      },
      codesCopy: (id: string) => {
        app.copied.push(id);
        return Promise.resolve({ clears_after: 30 });
      },
    },
  };
});
vi.stubGlobal(
  'ResizeObserver',
  class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  },
);

const { setLanguage } = await import('$lib/i18n');
const { wordsBeyond } = await import('$lib/beyond');
const { default: Codes } = await import('./Codes.svelte');

describe('the codes page', () => {
  beforeEach(async () => {
    await setLanguage('en');
    await wordsBeyond();
    app.entries = [rowOf('bank'), rowOf('github'), rowOf('vpn')];
    app.copied = [];
    app.slow = 0;
  });
  afterEach(cleanup);

  it('copies what is sought, though Enter comes before the answer', async () => {
    render(Codes);
    const search = await screen.findByRole('searchbox');
    await waitFor(() => expect(screen.getByText('bank')).toBeDefined());
    app.slow = 30;
    search.focus();
    await fireEvent.input(search, { target: { value: 'vpn' } });
    await fireEvent.keyDown(search, { key: 'Enter' });
    await waitFor(() => expect(app.copied).toEqual(['vpn']));
  });

  it('moves a counter on once, however often it is pressed while that is under way', async () => {
    const otp = { kind: 'hotp', algorithm: 'SHA-1', digits: 6, period: null, counter: '1', weak: false } as const;
    app.entries = [rowOf('bank', { otp })];
    render(Codes);
    const next = await screen.findByRole('button', { name: /^Next code: bank/ });
    await fireEvent.click(next);
    await fireEvent.click(next);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(app.advanced).toBe(1);
    await fireEvent.click(next);
    await waitFor(() => expect(app.advanced).toBe(2));
  });
});
