import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { AccountRow, AlertSettingsInput, AlertsView } from '$lib/backend';

const invoke = vi.hoisted(() => vi.fn());
vi.mock('@tauri-apps/api/core', () => ({ invoke }));
vi.mock('@tauri-apps/api/event', () => ({ listen: vi.fn() }));

const { Reading } = await import('$lib/account/reading.svelte');
const { AlertForm } = await import('./form.svelte');

const account = { id: 'a1', service: 'WhaTap', email: 'mina.park@example.com' } as AccountRow;
const failure = (code: string, fields: unknown[] = []) => ({ code, fields, retry_after: null, ways: [], step: null });
const settings = (change: Partial<AlertSettingsInput> = {}): AlertSettingsInput => ({
  level: 'all',
  days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
  from: '00:00',
  to: '24:00',
  channels: ['email', 'devices'],
  ...change,
});
const view = (change: Partial<AlertSettingsInput> = {}, version = 'v1'): AlertsView => ({
  settings: settings(change),
  time_zone: 'Asia/Seoul',
  ways: ['email', 'sms', 'whatsapp', 'devices'].map((channel) => ({ channel, to: [] })),
  version,
});

async function opened(before = view()) {
  invoke.mockResolvedValueOnce(before);
  const { call, commands } = await import('$lib/backend');
  const reading = new Reading(
    () => 'a1 alerts',
    () => call(commands.alertsGet('a1')),
  );
  await reading.load();
  return { reading, form: new AlertForm(() => account, reading) };
}
const sentTo = (command: string) => invoke.mock.calls.filter(([name]) => name === command);

describe('the alert settings', () => {
  beforeEach(() => invoke.mockReset());

  it('are sent whole, in order, with the version they were read at', async () => {
    const { form } = await opened();
    form.edit('level', 'fatal');
    form.toggleDay('sun');
    form.toggleChannel('sms', true);
    form.toggleChannel('email', false);
    form.edit('from', '8');
    form.settle('from');
    expect([form.settings.from, form.dirty]).toEqual(['08:00', 4]);
    const wanted = settings({
      level: 'fatal',
      days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat'],
      from: '08:00',
      channels: ['sms', 'devices'],
    });
    invoke.mockResolvedValueOnce(view(wanted, 'v2'));
    await form.save();
    expect(invoke).toHaveBeenLastCalledWith('alerts_save', { id: 'a1', settings: wanted, version: 'v1' });
    expect([form.dirty, form.savedAt === null]).toEqual([0, false]);
  });

  it('are not changed by being written in another way', async () => {
    const { form } = await opened();
    form.edit('from', '0');
    form.toggleDay('mon');
    form.toggleDay('mon');
    expect(form.dirty).toBe(0);
  });

  it('are not sent without a day, a way or a time, and say so where it is missing', async () => {
    const { form } = await opened();
    form.edit('days', []);
    form.edit('channels', []);
    form.edit('from', 'noon');
    form.settle('from');
    form.edit('to', '25:00');
    await form.save();
    expect(Object.keys(form.errors.fields).sort()).toEqual(['channels', 'days', 'from', 'to']);
    form.discard();
    form.edit('from', '08:00');
    form.edit('to', '8:00');
    await form.save();
    expect(Object.keys(form.errors.fields)).toEqual(['to']);
    form.edit('from', '07:00');
    expect(form.errors.fields).toEqual({});
    expect(sentTo('alerts_save')).toEqual([]);
  });

  it('keep what was chosen when the service refuses, and say why under it', async () => {
    const { form } = await opened();
    form.toggleChannel('sms', true);
    const fields = [{ field: 'channels', code: 'no_sms_number', detail: null, said: null }];
    invoke.mockRejectedValueOnce(failure('refused', fields));
    await form.save();
    expect(form.errors.fields['channels']).toBeTruthy();
    expect(form.settings.channels).toContain('sms');
  });

  it('that changed elsewhere are read, and the changes here stay until they are saved', async () => {
    const { form } = await opened();
    form.edit('level', 'fatal');
    invoke.mockRejectedValueOnce(failure('conflict'));
    invoke.mockResolvedValueOnce(view({ from: '09:00' }, 'v2'));
    await form.save();
    expect([form.elsewhere, form.settings.from, form.settings.level, form.dirty]).toEqual([true, '09:00', 'fatal', 1]);
    invoke.mockResolvedValueOnce(view({ from: '09:00', level: 'fatal' }, 'v3'));
    await form.save();
    expect(invoke).toHaveBeenLastCalledWith('alerts_save', {
      id: 'a1',
      settings: settings({ from: '09:00', level: 'fatal' }),
      version: 'v2',
    });
    expect(form.elsewhere).toBe(false);
  });

  it('whose saving got no answer are read, and never sent again by themselves', async () => {
    const { form } = await opened();
    form.edit('level', 'fatal');
    invoke.mockRejectedValueOnce(failure('unknown'));
    await form.save();
    expect(form.lost.unknown).not.toBeNull();
    invoke.mockResolvedValueOnce(view({}, 'v1'));
    await form.check();
    expect([form.lost.unknown, form.lost.checked, form.settings.level]).toEqual([null, 'not-saved', 'fatal']);
    expect(sentTo('alerts_save')).toHaveLength(1);
  });
});
