import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { AccountRow, KeyRow, KeysView } from '$lib/backend';

const invoke = vi.hoisted(() => vi.fn());
vi.mock('@tauri-apps/api/core', () => ({ invoke }));
vi.mock('@tauri-apps/api/event', () => ({ listen: vi.fn() }));

const { Reading } = await import('$lib/account/reading.svelte');
const { KeyActions } = await import('./actions.svelte');
const { masked } = await import('./mask');

const account = { id: 'a1', service: 'CLOVA CareCall', email: 'mina.park@example.com' } as AccountRow;
const failure = (code: string, fields: unknown[] = []) => ({ code, fields, retry_after: null, ways: [], step: null });
const key = (id: string, name: string, at_hand = false): KeyRow => ({
  id,
  name,
  prefix: 'cck_',
  last_four: '8d1f',
  created_at: 1000,
  at_hand,
});
const view = (keys: KeyRow[], shown_again = true): KeysView => ({
  named: { most: 5, name_max_length: 20 },
  shown_again,
  asks_whatap: false,
  keys,
});

async function opened(before: KeysView) {
  invoke.mockResolvedValueOnce(before);
  const { call, commands } = await import('$lib/backend');
  const reading = new Reading<KeysView>(
    () => 'a1 keys',
    () => call(commands.keysGet('a1')),
  );
  await reading.load();
  return { reading, actions: new KeyActions(() => account, reading) };
}

describe('a key', () => {
  beforeEach(() => invoke.mockReset());

  it('is drawn without telling its length', () => {
    expect(masked(key('1', 'Robot'))).toBe(`cck_${'•'.repeat(20)}8d1f`);
  });

  it('is added to the top, and its name is asked for first', async () => {
    const { reading, actions } = await opened(view([key('1', 'Robot')]));
    actions.name = '  ';
    expect(await actions.add()).toBe(false);
    expect(actions.errors.fields['name']).toBeTruthy();
    expect(invoke).toHaveBeenCalledTimes(1);
    actions.name = ' CI ';
    invoke.mockResolvedValueOnce(key('2', 'CI', true));
    expect(await actions.add()).toBe(true);
    expect(invoke).toHaveBeenLastCalledWith('keys_add', { id: 'a1', name: 'CI' });
    expect(reading.value?.keys.map((each) => each.name)).toEqual(['CI', 'Robot']);
    expect([actions.name, actions.made]).toEqual(['', null]);
  });

  it('keeps the name that was refused, and says why under it', async () => {
    const { actions } = await opened(view([key('1', 'Robot')]));
    actions.name = 'Robot';
    const taken = { field: 'name', code: 'name_taken', detail: null, said: null };
    invoke.mockRejectedValueOnce(failure('refused', [taken]));
    expect(await actions.add()).toBe(false);
    expect([actions.name, actions.failure]).toEqual(['Robot', null]);
    expect(actions.errors.fields['name']).toBeTruthy();
    const full = { field: '', code: 'too_many_keys', detail: null, said: null };
    invoke.mockRejectedValueOnce(failure('refused', [full]));
    await actions.add();
    expect(actions.failure?.fields).toEqual([full]);
  });

  it('that is shown only now waits until the person has it', async () => {
    const { reading, actions } = await opened(view([], false));
    actions.name = 'CI';
    invoke.mockResolvedValueOnce(key('2', 'CI', true));
    await actions.add();
    expect(actions.made?.id).toBe('2');
    invoke.mockResolvedValueOnce(null);
    await actions.close();
    expect(invoke).toHaveBeenLastCalledWith('keys_done', { id: 'a1' });
    expect([actions.made, reading.value?.keys[0]?.at_hand]).toEqual([null, false]);
  });

  it('whose secret never came is said to be lost', async () => {
    const { actions } = await opened(view([], false));
    actions.name = 'CI';
    invoke.mockResolvedValueOnce(key('2', 'CI', false));
    await actions.add();
    expect([actions.made, actions.lost]).toEqual([null, true]);
  });

  it('is copied without its secret ever being here', async () => {
    const { actions } = await opened(view([key('1', 'Robot')]));
    invoke.mockResolvedValueOnce({ clears_after: 30 });
    await actions.copy('1');
    expect([actions.copied, actions.shown]).toEqual([{ id: '1', seconds: 30 }, null]);
    invoke.mockResolvedValueOnce({ secret: 'cck_secret' });
    await actions.show('1');
    expect(actions.shown?.secret).toBe('cck_secret');
    actions.hide();
    expect(actions.shown).toBeNull();
  });

  it('is not shown when the window was left before it came, and is when it is asked for again', async () => {
    const { actions } = await opened(view([key('1', 'Robot')]));
    let answer: (value: unknown) => void = () => undefined;
    invoke.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
    const showing = actions.show('1');
    actions.leave();
    answer({ secret: 'cck_secret' });
    await showing;
    expect([actions.shown, actions.failure, actions.busy]).toEqual([null, null, null]);
    invoke.mockResolvedValueOnce({ secret: 'cck_secret' });
    await actions.show('1');
    expect(actions.shown?.secret).toBe('cck_secret');
  });

  it('whose deletion got no answer is looked for, and never deleted again', async () => {
    const robot = key('1', 'Robot');
    const { actions } = await opened(view([robot]));
    invoke.mockRejectedValueOnce(failure('unknown'));
    await actions.delete(robot);
    expect(actions.answer.unknown).not.toBeNull();
    invoke.mockResolvedValueOnce(view([robot]));
    await actions.check();
    expect([actions.answer.unknown, actions.answer.checked]).toEqual([null, 'not-saved']);
    const sent = invoke.mock.calls.map(([command]) => command as string);
    expect(sent.filter((command) => command === 'keys_delete')).toHaveLength(1);
  });

  it('that somebody else deleted leaves the list', async () => {
    const robot = key('1', 'Robot');
    const { reading, actions } = await opened(view([robot]));
    invoke.mockRejectedValueOnce(failure('conflict'));
    invoke.mockResolvedValueOnce(view([]));
    await actions.delete(robot);
    expect(reading.value?.keys).toEqual([]);
  });
});
