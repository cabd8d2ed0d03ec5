import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { AccountRow, FactorsView, SentCodeView } from '$lib/backend';

const invoke = vi.hoisted(() => vi.fn());
vi.mock('@tauri-apps/api/core', () => ({ invoke }));
vi.mock('@tauri-apps/api/event', () => ({ listen: vi.fn() }));

const { stepUp } = await import('$lib/state/stepUp.svelte');
const { FactorChoice } = await import('./choice.svelte');
const { held, isSwitch, usable } = await import('./methods');

const account = { id: 'a1', service: 'WhaTap', email: 'mina.park@example.com' } as AccountRow;
const failure = (code: string, more: object = {}) => ({
  code,
  fields: [],
  retry_after: null,
  ways: [],
  step: null,
  ...more,
});
const sent = (more: Partial<SentCodeView> = {}): SentCodeView => ({
  method: 'email',
  to: 'mi•••@example.com',
  digits: 6,
  expires_at: Date.now() + 600_000,
  resend_at: Date.now(),
  ...more,
});
const called = () => invoke.mock.calls.map(([command]) => command as string);

function choosing() {
  const changed = vi.fn();
  const choice = new FactorChoice(
    () => account,
    () => 'email',
    changed,
  );
  return { choice, changed };
}

describe('choosing codes by mail', () => {
  beforeEach(() => invoke.mockReset());

  it('has a code sent, and the method holds once it is given back', async () => {
    const { choice, changed } = choosing();
    invoke.mockResolvedValueOnce(sent());
    expect(await choice.send()).toBe(true);
    expect(invoke).toHaveBeenLastCalledWith('factors_choose', { id: 'a1', method: 'email' });
    choice.code = '48291';
    expect(choice.complete).toBe(false);
    choice.code = '482913';
    expect(choice.complete).toBe(true);
    invoke.mockResolvedValueOnce(null);
    expect(await choice.validate(true)).toBe(true);
    expect(invoke).toHaveBeenLastCalledWith('factors_validate', {
      id: 'a1',
      method: 'email',
      code: '482913',
      trashEntry: true,
    });
    expect(changed).toHaveBeenCalledOnce();
    expect([choice.code, choice.sent.view]).toEqual(['', null]);
  });

  it('proves who is there and sends once more; given up, nothing is sent', async () => {
    const { choice } = choosing();
    const wants = failure('step-up', { ways: [{ way: 'password' }] });
    invoke.mockRejectedValueOnce(wants).mockResolvedValueOnce(sent());
    const sending = choice.send();
    await vi.waitFor(() => expect(stepUp.asked).not.toBeNull());
    stepUp.asked?.settle(true);
    expect(await sending).toBe(true);
    expect(called()).toEqual(['factors_choose', 'factors_choose']);
    invoke.mockRejectedValueOnce(wants);
    const clearing = choice.clear();
    await vi.waitFor(() => expect(stepUp.asked).not.toBeNull());
    stepUp.asked?.settle(false);
    expect(await clearing).toBe(false);
    expect([choice.busy, choice.errors.banner]).toEqual([null, null]);
  });

  it('keeps a wrong code and says it at the field; one that is over wants a new one', async () => {
    const { choice, changed } = choosing();
    choice.sent.take(sent());
    choice.code = '000000';
    const fields = [{ field: 'code', code: 'incorrect_code', detail: null, said: null }];
    invoke.mockRejectedValueOnce(failure('refused', { fields }));
    expect(await choice.validate(false)).toBe(false);
    expect([choice.code, Boolean(choice.errors.fields['code'])]).toEqual(['000000', true]);
    invoke.mockRejectedValueOnce(failure('no-such-step'));
    await choice.validate(false);
    expect([choice.code, choice.sent.view, choice.errors.banner?.code]).toEqual(['', null, 'no-such-step']);
    expect(changed).toHaveBeenCalledOnce();
  });

  it('does nothing by itself after a lost answer', async () => {
    const { choice, changed } = choosing();
    choice.sent.take(sent());
    choice.code = '482913';
    invoke.mockRejectedValueOnce(failure('unknown'));
    expect(await choice.validate(false)).toBe(false);
    expect(choice.unknown).not.toBeNull();
    expect([called(), changed.mock.calls]).toEqual([['factors_validate'], []]);
  });

  it('waits as long as the service asks before another code', async () => {
    const { choice } = choosing();
    choice.sent.take(sent());
    invoke.mockRejectedValueOnce(failure('rate-limited', { retry_after: 25 }));
    expect(await choice.sent.send()).toBe(false);
    expect(choice.sent.wait).toBe(25);
    await choice.sent.send();
    expect(called()).toEqual(['factors_resend']);
  });

  it('knows when a code is over', () => {
    const { choice } = choosing();
    expect([choice.sent.expired, choice.sent.left]).toEqual([false, null]);
    choice.sent.take(sent({ expires_at: Date.now() + 61_000 }));
    expect([choice.sent.expired, choice.sent.left]).toEqual([false, '1:01']);
    choice.sent.take(sent({ expires_at: Date.now() - 1 }));
    expect([choice.sent.expired, choice.sent.left]).toEqual([true, null]);
  });

  it('counts nothing down where the service does not say how long a code counts', () => {
    const { choice } = choosing();
    choice.sent.take(sent({ to: '', digits: null, expires_at: null }));
    expect([choice.sent.expired, choice.sent.left, choice.sent.wait]).toEqual([false, null, 0]);
  });

  it('goes on with what was begun, if it is this method', () => {
    const { choice } = choosing();
    choice.resume(sent({ method: 'sms' }));
    expect(choice.sent.view).toBeNull();
    choice.resume(sent({ digits: null }));
    choice.code = 'GQDG-JSZF';
    expect([choice.digits, choice.complete]).toEqual([null, true]);
  });

  it('goes on with the code that was sent last when another method was looked at', async () => {
    let method: 'email' | 'sms' = 'email';
    const choice = new FactorChoice(
      () => account,
      () => method,
      vi.fn(),
    );
    const pick = (to: typeof method) => {
      method = to;
      choice.resume(null);
      return choice.sent.view?.method ?? null;
    };
    invoke.mockResolvedValueOnce(sent());
    await choice.send();
    expect([pick('sms'), pick('email')]).toEqual([null, 'email']);
    pick('sms');
    invoke.mockResolvedValueOnce(sent({ method: 'sms' }));
    await choice.send();
    // The service awaits one code at a time.
    expect([pick('email'), pick('sms')]).toEqual([null, 'sms']);
    invoke.mockRejectedValueOnce(failure('no-such-step'));
    await choice.validate(false);
    expect([pick('email'), pick('sms')]).toEqual([null, null]);
  });
});

describe('the methods of a service', () => {
  const factors = (more: Partial<FactorsView>) => ({ totp: false, sent_by: null, offers: [], ...more }) as FactorsView;

  it('make a switch where no authenticator is among them', () => {
    const [otp, mail, text] = [
      { method: 'totp', to: null },
      { method: 'email', to: 'mina.park@example.com' },
      { method: 'sms', to: null },
    ] as const;
    expect(isSwitch(factors({ offers: [mail, text] }))).toBe(true);
    expect(isSwitch(factors({ offers: [otp, mail] }))).toBe(false);
    expect(isSwitch(factors({}))).toBe(false);
    expect([otp, mail, text].map(usable)).toEqual([true, true, false]);
  });

  it('hold one at a time', () => {
    expect(held(factors({}))).toBeNull();
    expect(held(factors({ totp: true }))).toBe('totp');
    expect(held(factors({ sent_by: 'sms' }))).toBe('sms');
  });
});
