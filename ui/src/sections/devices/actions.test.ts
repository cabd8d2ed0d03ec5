import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { AccountRow, DeviceRow, DevicesView } from '$lib/backend';

const invoke = vi.hoisted(() => vi.fn());
vi.mock('@tauri-apps/api/core', () => ({ invoke }));
vi.mock('@tauri-apps/api/event', () => ({ listen: vi.fn() }));

const { Reading } = await import('$lib/account/reading.svelte');
const { DeviceActions } = await import('./actions.svelte');
const { wholeCatalogue } = await import('$lib/i18n');
await wholeCatalogue();

const account = { id: 'a1', service: 'WhaTap', email: 'mina.park@example.com' } as AccountRow;
const failure = (code: string) => ({ code, fields: [], retry_after: null, ways: [], step: null });
const device = (id: string, change: Partial<DeviceRow> = {}): DeviceRow => ({
  id,
  name: `Phone ${id}`,
  system: '',
  app_version: '',
  added_at: 1000,
  last_notice: null,
  excluded: false,
  sample: true,
  ...change,
});
const view = (...devices: DeviceRow[]): DevicesView => ({ devices, most: 20, samples: true });
const gone = { last_notice: { at: 2000, delivery: 'gone' as const }, excluded: true };

async function opened(before: DevicesView) {
  invoke.mockResolvedValueOnce(before);
  const { call, commands } = await import('$lib/backend');
  const reading = new Reading<DevicesView>(
    () => 'a1 devices',
    () => call(commands.devicesGet('a1')),
  );
  await reading.load();
  return { reading, actions: new DeviceActions(() => account, reading) };
}

describe('a device', () => {
  beforeEach(() => invoke.mockReset());

  it('that failed its test says so in its place', async () => {
    const { reading, actions } = await opened(view(device('1'), device('2')));
    invoke.mockResolvedValueOnce(device('2', gone));
    await actions.test(device('2'));
    expect(invoke).toHaveBeenLastCalledWith('devices_test', { id: 'a1', device: '2' });
    expect(reading.value?.devices.map((each) => each.excluded)).toEqual([false, true]);
    expect(reading.value?.most).toBe(20);
  });

  it('whose test got no answer is read, and not tested again by itself', async () => {
    const { actions } = await opened(view(device('1')));
    invoke.mockRejectedValueOnce(failure('unknown'));
    await actions.test(device('1'));
    expect(actions.answer.unknown).not.toBeNull();
    invoke.mockResolvedValueOnce(view(device('1', gone)));
    await actions.check();
    expect(actions.answer.checked).toBe('saved');
    expect(invoke.mock.calls.filter(([command]) => command === 'devices_test')).toHaveLength(1);
  });

  it('that is deleted leaves the list; one that was deleted elsewhere too', async () => {
    const { reading, actions } = await opened(view(device('1'), device('2')));
    invoke.mockResolvedValueOnce([device('2')]);
    await actions.delete(device('1'));
    expect(reading.value?.devices.map((each) => each.id)).toEqual(['2']);
    invoke.mockRejectedValueOnce(failure('conflict'));
    invoke.mockResolvedValueOnce(view());
    await actions.delete(device('2'));
    expect(reading.value?.devices).toEqual([]);
  });

  it('can be a sample in practice', async () => {
    const { reading, actions } = await opened(view());
    invoke.mockResolvedValueOnce([device('1')]);
    await actions.add(false);
    expect(invoke).toHaveBeenLastCalledWith('devices_add_sample', {
      id: 'a1',
      name: 'Sample that is gone',
      answers: false,
    });
    expect(reading.value?.devices).toHaveLength(1);
  });
});
