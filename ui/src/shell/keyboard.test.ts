import { beforeEach, describe, expect, it, vi } from 'vitest';

const invoke = vi.hoisted(() => vi.fn(() => Promise.resolve(null)));
vi.mock('@tauri-apps/api/core', () => ({ invoke }));
vi.mock('@tauri-apps/api/event', () => ({ listen: vi.fn() }));

const { app } = await import('$lib/state/app.svelte');
const { guardLeaving } = await import('$lib/state/route.svelte');
const { pressed } = await import('./keyboard');

/** Presses a key with Ctrl where the focus is. */
async function ctrl(key: string): Promise<void> {
  pressed(new KeyboardEvent('keydown', { key, ctrlKey: true }));
  await new Promise((resolve) => setTimeout(resolve));
}

describe('Ctrl+L', () => {
  beforeEach(() => {
    invoke.mockClear();
    document.body.innerHTML = '<aside class="sidebar"></aside>';
    app.vault = { state: 'open' } as typeof app.vault;
  });

  it('locks from within a dialog, where other keys lead nowhere', async () => {
    document.body.append(Object.assign(document.createElement('dialog'), { open: true }));
    await ctrl('s');
    await ctrl('2');
    expect(invoke).not.toHaveBeenCalled();
    await ctrl('l');
    expect(invoke).toHaveBeenCalledExactlyOnceWith('vault_lock');
  });

  it('asks for what is unsaved first, and locks all the same when it is pressed again at the question', async () => {
    let answer: (leave: boolean) => void = () => undefined;
    const ask = vi.fn(() => new Promise<boolean>((resolve) => (answer = resolve)));
    const unguard = guardLeaving(ask);
    await ctrl('l');
    answer(false);
    await ctrl('x');
    expect(invoke).not.toHaveBeenCalled();
    await ctrl('l');
    expect(ask).toHaveBeenCalledTimes(2);
    expect(invoke).not.toHaveBeenCalled();
    await ctrl('l');
    expect(invoke).toHaveBeenCalledExactlyOnceWith('vault_lock');
    unguard();
  });
});
