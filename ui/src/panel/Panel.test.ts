import { cleanup, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EntryRow } from '$lib/backend';
import Panel from './Panel.svelte';
import { PanelState } from './state.svelte';

const app = vi.hoisted(() => ({
  open: true,
  entries: [] as unknown[],
  asked: [] as string[],
  slow: 0,
  startSlow: 0,
  fails: false,
}));
vi.mock('$lib/backend', async (original) => {
  const note = (what: string) => {
    app.asked.push(what);
    return Promise.resolve({ clears_after: 30 });
  };
  const event = { listen: () => Promise.resolve(() => undefined) };
  return {
    ...(await original<typeof import('$lib/backend')>()),
    call: (answer: Promise<unknown>) => answer,
    events: { panelShown: event, codesChanged: event, vaultChanged: event, settingsChanged: event },
    commands: {
      panelStart: async () => {
        const view = { language: 'en', theme: 'system', hide_codes: false, open: app.open, platform: 'linux' };
        if (app.startSlow > 0) await new Promise((resolve) => setTimeout(resolve, app.startSlow));
        return view;
      },
      codesList: async (query: string) => {
        const { slow, fails } = app;
        if (slow > 0) await new Promise((resolve) => setTimeout(resolve, slow));
        if (fails) throw new Error('broken');
        return { entries: app.entries.filter((row) => (row as EntryRow).issuer.includes(query)) };
      },
      codesNow: (ids: string[]) =>
        Promise.resolve(ids.map((id) => ({ id, code: '492813', next: '107346', from: 0, until: 4e12 }))),
      codesCopy: (id: string, next: boolean) => note(`copy ${id}${next ? ' next' : ''}`),
      panelHide: () => note('hide'),
      panelOpenApp: () => note('open'),
    },
  };
});

const row = (id: string, kind: EntryRow['otp']['kind'] = 'totp'): EntryRow => ({
  id,
  issuer: id,
  account: 'mina',
  otp: { kind, algorithm: 'SHA-1', digits: 6, period: 30, counter: null, weak: false },
  tags: [],
  pinned: false,
  has_note: false,
  recovery_left: null,
  linked: false,
  linked_account: null,
  pending: false,
});

async function shown(): Promise<PanelState> {
  const state = new PanelState();
  await state.begin();
  render(Panel, { props: { state } });
  return state;
}

function press(key: string, more: KeyboardEventInit = {}): void {
  window.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true, ...more }));
}

describe('Panel', () => {
  beforeEach(() => {
    Element.prototype.scrollIntoView = () => undefined;
    app.open = true;
    app.entries = [row('Bank'), row('GitHub'), row('VPN', 'hotp')];
    app.asked = [];
    app.slow = 0;
    app.fails = false;
  });
  afterEach(cleanup);

  it('copies the chosen code with Enter, and goes', async () => {
    await shown();
    press('ArrowDown');
    press('Enter');
    await waitFor(() => expect(app.asked).toEqual(['copy GitHub', 'hide']));
  });

  it('copies the next code with the main modifier, but not of a counter', async () => {
    const state = await shown();
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(app.asked).toEqual(['copy Bank next', 'hide']));
    state.choose(2);
    press('Enter', { ctrlKey: true });
    await Promise.resolve();
    expect(app.asked).toHaveLength(2);
  });

  it('tells the chosen code to readers from the search field', async () => {
    const state = await shown();
    await state.search('Git');
    const field = screen.getByRole('combobox');
    await waitFor(() => expect(field.getAttribute('aria-activedescendant')).toBe('panel-GitHub'));
    const option = screen.getByRole('option', { selected: true });
    await waitFor(() => expect(option.getAttribute('aria-label')).toBe('GitHub, mina, 4 9 2 8 1 3'));
  });

  it('copies what is sought, though Enter comes before the answer', async () => {
    const state = await shown();
    app.slow = 30;
    void state.search('VPN');
    press('Enter');
    press('Enter');
    await waitFor(() => expect(app.asked).toEqual(['copy VPN', 'hide']));
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(app.asked).toEqual(['copy VPN', 'hide']);
  });

  it('copies the row that is pressed, whatever is being sought', async () => {
    const state = await shown();
    app.slow = 30;
    void state.search('VPN');
    screen.getByRole('option', { name: /^GitHub/ }).click();
    await waitFor(() => expect(app.asked).toEqual(['copy GitHub', 'hide']));
  });

  it('copies nothing of an older search when the newer one can’t be answered', async () => {
    const state = await shown();
    app.fails = true;
    void state.search('VPN');
    press('Enter');
    await waitFor(() => expect(state.failure?.code).toBe('internal'));
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(app.asked).toEqual([]);
  });

  it('copies nothing of what was sought before, when it is brought up again', async () => {
    const state = await shown();
    await state.search('VPN');
    app.slow = 30;
    void state.reset();
    press('Enter');
    await waitFor(() => expect(app.asked).toEqual(['copy Bank', 'hide']));
  });

  it('is as the app said last, whatever order its answers come in', async () => {
    const state = await shown();
    app.startSlow = 30;
    const older = state.begin();
    app.startSlow = 0;
    app.open = false;
    await state.begin();
    await older;
    expect(state.view?.open).toBe(false);
    expect(state.rows).toEqual([]);
  });

  it('leaves with Escape', async () => {
    await shown();
    press('Escape');
    await waitFor(() => expect(app.asked).toEqual(['hide']));
  });

  it('leaves keys to an input method that is composing', async () => {
    await shown();
    press('Enter', { isComposing: true });
    await Promise.resolve();
    expect(app.asked).toEqual([]);
  });

  it('shows nothing of a vault that is not open, and leads to the app', async () => {
    app.open = false;
    await shown();
    expect(screen.queryAllByRole('option')).toEqual([]);
    press('Enter');
    await waitFor(() => expect(app.asked).toEqual(['open']));
  });
});
