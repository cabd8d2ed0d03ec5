import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AccountRow, PhonesView, PhoneView } from '$lib/backend';

const invoke = vi.hoisted(() => vi.fn());
vi.mock('@tauri-apps/api/core', () => ({ invoke }));
vi.mock('@tauri-apps/api/event', () => ({ listen: vi.fn() }));

const { Reading } = await import('$lib/account/reading.svelte');
const { wordsBeyond } = await import('$lib/beyond');
const { PhoneChange } = await import('./phone.svelte');
const { clock } = await import('./remaining');

const SEOUL = '+821028410037';
const BUSAN = '+821055309184';
const failure = (code: string, fields: unknown[] = [], retry_after: number | null = null) => ({
  code,
  fields,
  retry_after,
  ways: [],
  step: null,
});
const field = (name: string, code: string) => ({ field: name, code, detail: null, said: null });
const phone = (number: string | null, awaited?: string): PhoneView => ({
  number,
  verified_at: null,
  pending: awaited ? { number: awaited, expires_at: Date.now() + 600_000, resend_at: Date.now() } : null,
});
const view = (sms: PhoneView): PhonesView => ({
  channels: [
    { channel: 'sms', regions: ['KR'], mobile_only: true, phone: sms },
    { channel: 'whatsapp', regions: [], mobile_only: false, phone: phone(null) },
  ],
  default_region: 'KR',
  code_digits: 6,
  can_delete: true,
});

let accounts = 0;

async function opened(before: PhoneView) {
  // What was given up is remembered by account.
  accounts += 1;
  const id = `a${accounts}`;
  const account = { id, service: 'WhaTap', email: 'mina.park@example.com' } as AccountRow;
  invoke.mockResolvedValueOnce(view(before));
  const { call, commands } = await import('$lib/backend');
  const reading = new Reading<PhonesView>(
    () => `${id} phones`,
    () => call(commands.phonesGet(id)),
  );
  await reading.load();
  const form = new PhoneChange(() => account, reading, 'sms');
  form.begin();
  return { form, id };
}

const sent = () => invoke.mock.calls.map(([command]) => command as string);

describe('a number', () => {
  beforeAll(() => wordsBeyond());
  beforeEach(() => invoke.mockReset());
  afterEach(() => vi.useRealTimers());

  it('is asked for before anything is sent, and composed with its country', async () => {
    const { form, id } = await opened(phone(null));
    await form.send();
    expect(form.errors.fields['to']).toBeTruthy();
    form.typed = '010-5530-9184';
    invoke.mockResolvedValueOnce(phone(null, BUSAN));
    await form.send();
    expect(invoke).toHaveBeenLastCalledWith('phones_send', { id, channel: 'sms', number: BUSAN });
    expect([form.typed, form.sent]).toEqual(['10-5530-9184', true]);
    expect([598, 599, 600, 601, 602]).toContain(form.left);
    form.typed = '010-5530-9185';
    expect(form.sent).toBe(false);
  });

  it('is sent no other code before the service gives one, be it half a second', async () => {
    // A moment of its own, so that neither a slow machine nor the window's last tick plays a part.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 10_000 });
    const before = phone(null, SEOUL);
    const soon = Date.now() + 500;
    const { form } = await opened({ ...before, pending: { number: SEOUL, expires_at: soon, resend_at: soon } });
    expect([form.left, form.wait]).toEqual([0, 1]);
    await form.resend();
    expect(sent()).not.toContain('phones_resend');
  });

  it('of a country that is not taken stays as it was typed, and its country is not chosen', async () => {
    const { form } = await opened(phone(null));
    form.typed = '+81 90-1234-5678';
    form.settle();
    expect([form.region, form.typed, form.composed]).toEqual(['KR', '+81 90-1234-5678', '+819012345678']);
    form.typed = '+82 10-2841-0037';
    form.settle();
    expect([form.region, form.typed]).toEqual(['KR', '10-2841-0037']);
  });

  it('that was refused stays typed, with the reason under it', async () => {
    const { form } = await opened(phone(SEOUL));
    form.changing = true;
    form.typed = '02-312-3456';
    invoke.mockRejectedValueOnce(failure('refused', [field('number', 'phone_not_taken_here')]));
    await form.send();
    expect([form.typed, form.current, form.failure]).toEqual(['02-312-3456', SEOUL, null]);
    expect(form.errors.fields['to']).toBeTruthy();
  });

  it('is verified, and the form closes', async () => {
    const { form, id } = await opened(phone(SEOUL, BUSAN));
    expect([form.open, form.typed, form.current]).toEqual([true, '10-5530-9184', SEOUL]);
    expect(await form.verify()).toBe(false);
    form.code = '123456';
    invoke.mockRejectedValueOnce(failure('refused', [field('code', 'incorrect_code')]));
    expect(await form.verify()).toBe(false);
    expect([form.current, form.errors.fields['code']]).toEqual([SEOUL, 'That code is not right.']);
    invoke.mockResolvedValueOnce(phone(BUSAN));
    expect(await form.verify()).toBe(true);
    expect(invoke).toHaveBeenLastCalledWith('phones_verify', { id, channel: 'sms', number: BUSAN, code: '123456' });
    expect([form.current, form.open, form.typed]).toEqual([BUSAN, false, '']);
  });

  it('whose code is spent or whose owner is another is typed still, to be sent another code', async () => {
    for (const [at, code] of [
      ['code', 'code_spent'],
      ['number', 'phone_taken'],
    ] as const) {
      const { form } = await opened(phone(SEOUL, BUSAN));
      form.code = '123456';
      invoke.mockRejectedValueOnce(failure('refused', [field(at, code)]));
      invoke.mockResolvedValueOnce(view(phone(SEOUL)));
      await form.verify();
      expect([form.pending, form.open, form.typed, form.code]).toEqual([null, true, '10-5530-9184', '']);
      expect(form.errors.fields['to']).toBeTruthy();
    }
  });

  it('waits as long as the service says before another code', async () => {
    const { form } = await opened(phone(null));
    form.typed = '010-5530-9184';
    invoke.mockRejectedValueOnce(failure('rate-limited', [], 42));
    await form.send();
    expect([40, 41, 42]).toContain(form.pause);
    expect(form.failure?.code).toBe('rate-limited');
    expect([clock(42), clock(582), clock(0)]).toEqual(['0:42', '9:42', '0:00']);
  });

  it('whose change was given up is not asked about again, and the old one holds', async () => {
    const { form } = await opened(phone(SEOUL, BUSAN));
    form.cancel();
    expect([form.pending, form.open, form.current]).toEqual([null, false, SEOUL]);
    form.changing = true;
    form.typed = '010-5530-9184';
    invoke.mockResolvedValueOnce(phone(SEOUL, BUSAN));
    await form.send();
    expect(form.pending?.to).toBe(BUSAN);
  });

  it('whose deletion got no answer is looked for, and never deleted again', async () => {
    const { form } = await opened(phone(SEOUL));
    invoke.mockRejectedValueOnce(failure('unknown'));
    await form.delete();
    expect([form.answer.unknown === null, form.locked]).toEqual([false, true]);
    invoke.mockResolvedValueOnce(view(phone(SEOUL)));
    await form.check();
    expect([form.answer.unknown, form.answer.checked, form.current]).toEqual([null, 'not-saved', SEOUL]);
    expect(sent().filter((command) => command === 'phones_delete')).toHaveLength(1);
  });

  it('whose code got no answer is found verified by reading', async () => {
    const { form } = await opened(phone(SEOUL, BUSAN));
    form.code = '123456';
    invoke.mockRejectedValueOnce(failure('unknown'));
    await form.verify();
    expect([form.code, form.typed]).toEqual(['123456', '10-5530-9184']);
    invoke.mockResolvedValueOnce(view(phone(BUSAN)));
    await form.check();
    expect([form.answer.checked, form.current, form.open]).toEqual(['saved', BUSAN, false]);
    expect(sent().filter((command) => command === 'phones_verify')).toHaveLength(1);
  });
});
