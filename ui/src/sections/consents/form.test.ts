import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { AccountRow, ConsentView } from '$lib/backend';

const invoke = vi.hoisted(() => vi.fn());
vi.mock('@tauri-apps/api/core', () => ({ invoke }));
vi.mock('@tauri-apps/api/event', () => ({ listen: vi.fn() }));

const { Reading } = await import('$lib/account/reading.svelte');
const { ConsentForm } = await import('./form.svelte');

const account = { id: 'a1', service: 'WhaTap', email: 'mina.park@example.com' } as AccountRow;
const failure = (code: string) => ({ code, fields: [], retry_after: null, ways: [], step: null });

async function opened(consent: ConsentView) {
  invoke.mockResolvedValueOnce(consent);
  const { call, commands } = await import('$lib/backend');
  const reading = new Reading(
    () => 'a1 consents',
    () => call(commands.consentsGet('a1')),
  );
  await reading.load();
  return { reading, form: new ConsentForm(() => account, reading) };
}

describe('the consent', () => {
  beforeEach(() => invoke.mockReset());

  it('is sent only when it differs, and shows the date it was given', async () => {
    const { reading, form } = await opened({ agreed: false, decided_at: null });
    form.choose(false);
    await form.save();
    expect(invoke).toHaveBeenCalledTimes(1);
    form.choose(true);
    expect(form.dirty).toBe(true);
    invoke.mockResolvedValueOnce({ agreed: true, decided_at: 1000 });
    await form.save();
    expect(invoke).toHaveBeenLastCalledWith('consents_save', { id: 'a1', agreed: true });
    expect(reading.value).toEqual({ agreed: true, decided_at: 1000 });
    expect(form.dirty).toBe(false);
  });

  it('keeps the choice when the service refuses', async () => {
    const { form } = await opened({ agreed: false, decided_at: null });
    form.choose(true);
    invoke.mockRejectedValueOnce(failure('rate-limited'));
    await form.save();
    expect(form.failure?.code).toBe('rate-limited');
    expect(form.agreed).toBe(true);
  });

  it('reads after a lost answer, and never repeats', async () => {
    const { form } = await opened({ agreed: false, decided_at: null });
    form.choose(true);
    invoke.mockRejectedValueOnce(failure('unknown'));
    await form.save();
    expect(form.lost.unknown?.sent).toBe(true);
    invoke.mockRejectedValueOnce(failure('unreachable'));
    await form.check();
    expect(form.lost.unknown).not.toBeNull();
    invoke.mockResolvedValueOnce({ agreed: true, decided_at: 1000 });
    await form.check();
    expect([form.lost.unknown, form.lost.checked, form.dirty]).toEqual([null, 'saved', false]);
    expect(invoke.mock.calls.map(([command]) => command)).toEqual([
      'consents_get',
      'consents_save',
      'consents_get',
      'consents_get',
    ]);
  });
});
