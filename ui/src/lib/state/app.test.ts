import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { SettingsView, VaultView } from '$lib/backend';

/** Each question of the page, answered when the test says so, in any order. */
const app = vi.hoisted(() => ({
  heard: {} as Record<string, () => void>,
  asked: {} as Record<string, ((answer: unknown) => void)[]>,
  saved: [] as SettingsView[],
}));
vi.mock('$lib/backend', async (original) => {
  const ask = (name: string) => () => new Promise((resolve) => (app.asked[name] ??= []).push(resolve));
  const listen = (name: string) => ({
    listen: (run: () => void) => {
      app.heard[name] = run;
      return Promise.resolve(() => undefined);
    },
  });
  return {
    ...(await original<typeof import('$lib/backend')>()),
    call: (answer: Promise<unknown>) => answer,
    events: new Proxy({}, { get: (_, name: string) => listen(name) }),
    commands: {
      start: ask('start'),
      vaultState: ask('vaultState'),
      accountsList: ask('accountsList'),
      practiceOutbox: ask('practiceOutbox'),
      settingsSave: (settings: SettingsView) => Promise.resolve(void app.saved.push(settings)),
    },
  };
});

const { app: state, reload, saveSettings, setVault, startApp } = await import('./app.svelte');

const open = (entries: number): VaultView => ({ state: 'open', entries }) as VaultView;
const start = (vault: VaultView, settings: Partial<SettingsView> = {}) => ({
  vault,
  accounts: [],
  settings: { ...state.settings, ...settings },
  language: 'en',
  settled: true,
  version: '1',
  platform: 'linux',
  signing_in: null,
});
const settle = () => new Promise((resolve) => setTimeout(resolve));
async function answer(name: string, at: number, value: unknown): Promise<void> {
  app.asked[name]?.[at]?.(value);
  await settle();
}

describe('what the app says of itself', () => {
  beforeEach(async () => {
    const started = startApp();
    await settle();
    await answer('start', (app.asked['start']?.length ?? 1) - 1, start(open(1)));
    await started;
    await settle();
    for (const [name, value] of [
      ['vaultState', open(1)],
      ['accountsList', []],
      ['practiceOutbox', []],
    ] as const)
      await answer(name, (app.asked[name]?.length ?? 1) - 1, value);
    app.asked = {};
  });

  it('is the newest, whatever order the answers come in', async () => {
    app.heard['vaultChanged']?.();
    app.heard['codesChanged']?.();
    await answer('vaultState', 1, open(3));
    await answer('vaultState', 0, open(2));
    expect(state.entries).toBe(3);
    app.heard['accountsChanged']?.();
    app.heard['accountsChanged']?.();
    await answer('accountsList', 1, [{ id: 'new' }]);
    await answer('accountsList', 0, [{ id: 'old' }]);
    expect(state.accounts.map(({ id }) => id)).toEqual(['new']);
    app.heard['outboxChanged']?.();
    app.heard['outboxChanged']?.();
    await answer('practiceOutbox', 1, [1, 2]);
    await answer('practiceOutbox', 0, []);
    expect(state.outbox).toBe(2);
  });

  it('is not put back by an older answer to another question', async () => {
    const reloading = reload();
    app.heard['codesChanged']?.();
    await answer('vaultState', 0, open(3));
    await answer('start', 0, start(open(2), { theme: 'dark' }));
    await reloading;
    expect(state.entries).toBe(3);
    expect(state.settings.theme).toBe('dark');
  });

  it('is not put back by what was asked before a command answered', async () => {
    app.heard['vaultChanged']?.();
    setVault(open(7));
    await answer('vaultState', 0, open(6));
    expect(state.entries).toBe(7);
  });

  it('has saved settings at hand when they are saved, though they are asked for once more', async () => {
    const saving = saveSettings({ sort: 'own' });
    await settle();
    app.heard['settingsChanged']?.();
    await answer('start', 0, start(open(1), { sort: 'own' }));
    await saving;
    expect(state.settings.sort).toBe('own');
  });

  it('tells only a page that begins of the sign-in that waits', async () => {
    const { pendingSignIn } = await import('./pendingSignIn.svelte');
    const waits = { ...start(open(1)), signing_in: { id: 's1' } };
    const again = reload();
    await answer('start', 0, waits);
    await again;
    expect(pendingSignIn.current).toBeNull();
    const begun = startApp();
    await settle();
    await answer('start', 1, waits);
    await begun;
    expect(pendingSignIn.current?.id).toBe('s1');
  });

  it('is saved with what was changed a moment before', async () => {
    app.saved = [];
    const first = saveSettings({ hide_codes: true });
    const second = saveSettings({ theme: 'dark' });
    await settle();
    await answer('start', 0, start(open(1), { hide_codes: true }));
    await answer('start', 1, start(open(1), { hide_codes: true, theme: 'dark' }));
    await Promise.all([first, second]);
    expect(app.saved.at(-1)).toMatchObject({ hide_codes: true, theme: 'dark' });
  });
});
