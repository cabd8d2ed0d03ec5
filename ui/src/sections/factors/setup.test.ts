import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { AccountRow, RecoveryView } from '$lib/backend';

const invoke = vi.hoisted(() => vi.fn());
vi.mock('@tauri-apps/api/core', () => ({ invoke }));
vi.mock('@tauri-apps/api/event', () => ({ listen: vi.fn() }));

const { stepUp } = await import('$lib/state/stepUp.svelte');
const { OtpSetup } = await import('./setup.svelte');

const account = { id: 'a1', service: 'WhaTap', email: 'mina.park@example.com' } as AccountRow;
const failure = (code: string, more: object = {}) => ({
  code,
  fields: [],
  retry_after: null,
  ways: [],
  step: null,
  ...more,
});
const codes: RecoveryView = { codes: ['r4vg-2hsk'], file_name: 'WhaTap-recovery-codes.txt', kept: true, check: 0 };
const key = { key_groups: ['JBSW', 'Y3DP'], qr: { modules: 29, path: '' } };
const called = () => invoke.mock.calls.map(([command]) => command);

function setup() {
  const turnedOn = vi.fn();
  return { turnedOn, otp: new OtpSetup(() => account, turnedOn) };
}

describe('turning OTP on', () => {
  beforeEach(() => invoke.mockReset());

  it('does all of it with one press, and never asks to see the key', async () => {
    const { otp, turnedOn } = setup();
    invoke.mockResolvedValueOnce({ issuer: 'WhaTap', account: 'mina', digits: 6 }).mockResolvedValueOnce(codes);
    await otp.addToVault();
    expect(called()).toEqual(['totp_begin', 'totp_add_to_vault']);
    expect(turnedOn).toHaveBeenCalledWith(codes);
    expect(otp.shown).toBeNull();
  });

  it('repeats only the adding after a step-up: to ask for a key again would replace it', async () => {
    const { otp, turnedOn } = setup();
    invoke
      .mockResolvedValueOnce({ issuer: 'WhaTap', account: 'mina', digits: 6 })
      .mockRejectedValueOnce(failure('step-up', { ways: [{ way: 'password' }] }))
      .mockResolvedValueOnce(codes);
    const adding = otp.addToVault();
    await vi.waitFor(() => expect(stepUp.asked).not.toBeNull());
    stepUp.asked?.settle(true);
    await adding;
    expect(called()).toEqual(['totp_begin', 'totp_add_to_vault', 'totp_add_to_vault']);
    expect(turnedOn).toHaveBeenCalledOnce();
  });

  it('keeps the key and the typed code when the step-up is given up', async () => {
    const { otp } = setup();
    invoke.mockResolvedValueOnce({ issuer: 'WhaTap', account: 'mina', digits: 6 }).mockResolvedValueOnce(key);
    await otp.show('qr');
    otp.code = '492813';
    invoke.mockRejectedValueOnce(failure('step-up', { ways: [{ way: 'password' }] }));
    const validating = otp.validate();
    await vi.waitFor(() => expect(stepUp.asked).not.toBeNull());
    stepUp.asked?.settle(false);
    await validating;
    expect(otp.begun).toBe(true);
    expect(otp.code).toBe('492813');
    expect(otp.errors.banner).toBeNull();
    expect(otp.busy).toBeNull();
  });

  it('says that the outcome is unknown and does nothing by itself', async () => {
    const { otp, turnedOn } = setup();
    invoke
      .mockResolvedValueOnce({ issuer: 'WhaTap', account: 'mina', digits: 6 })
      .mockRejectedValueOnce(failure('unknown'));
    await otp.addToVault();
    expect(otp.unknown).not.toBeNull();
    expect(turnedOn).not.toHaveBeenCalled();
    expect(called()).toHaveLength(2);
  });

  it('forgets the shown key when nothing of it is in sight, and asks once for both', async () => {
    const { otp } = setup();
    invoke.mockResolvedValueOnce({ issuer: 'WhaTap', account: 'mina', digits: 6 }).mockResolvedValueOnce(key);
    await otp.show('qr');
    await otp.show('key');
    expect(called()).toEqual(['totp_begin', 'totp_show']);
    otp.hideQr();
    expect(otp.shown).not.toBeNull();
    otp.hideKey();
    expect(otp.shown).toBeNull();
    expect(otp.seen).toBe(true);
  });

  it('does not show a key that comes after the window was left, and can be asked again', async () => {
    const { otp } = setup();
    let answer: (value: unknown) => void = () => undefined;
    invoke
      .mockResolvedValueOnce({ issuer: 'WhaTap', account: 'mina' })
      .mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
    const showing = otp.show('key');
    await vi.waitFor(() => expect(called()).toEqual(['totp_begin', 'totp_show']));
    otp.hide();
    answer(key);
    await showing;
    expect([otp.shown, otp.keyShown, otp.seen, otp.busy]).toEqual([null, false, false, null]);
    invoke.mockResolvedValueOnce(key);
    await otp.show('key');
    expect([otp.shown, otp.keyShown]).toEqual([key, true]);
  });

  it('shows the key after a proof, though the window was left to fetch the password', async () => {
    const { otp } = setup();
    invoke
      .mockRejectedValueOnce(failure('step-up', { ways: [{ way: 'password' }] }))
      .mockResolvedValueOnce({ issuer: 'WhaTap', account: 'mina' })
      .mockResolvedValueOnce(key);
    const showing = otp.show('qr');
    await vi.waitFor(() => expect(stepUp.asked).not.toBeNull());
    otp.hide();
    stepUp.asked?.settle(true);
    await showing;
    expect(otp.shown).toEqual(key);
  });

  it('puts a refused code under its field', async () => {
    const { otp } = setup();
    otp.code = '000000';
    const fields = [{ field: 'code', code: 'incorrect_code', detail: null, said: null }];
    invoke.mockRejectedValueOnce(failure('refused', { fields }));
    await otp.validate();
    expect(otp.errors.fields['code']).toBeTruthy();
    expect(otp.code).toBe('000000');
  });
});
