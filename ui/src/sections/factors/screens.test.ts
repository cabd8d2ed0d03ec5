import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AccountRow, FactorsView, SentCodeView } from '$lib/backend';

const invoke = vi.hoisted(() => vi.fn());
vi.mock('@tauri-apps/api/core', () => ({ invoke }));
vi.mock('@tauri-apps/api/event', () => ({ listen: vi.fn(() => Promise.resolve(() => undefined)) }));

const { setLanguage } = await import('$lib/i18n');
const { wordsBeyond } = await import('$lib/beyond');
const { default: Setup } = await import('./Setup.svelte');
const { default: Switching } = await import('./Switching.svelte');

const account = { id: 'a1', service: 'CLOVA CareCall', email: 'ops@hanbit.example', preset: 'carecall' } as AccountRow;
const sent = (method: 'email' | 'sms', to: string): SentCodeView => ({
  method,
  to,
  digits: 6,
  expires_at: Date.now() + 600_000,
  resend_at: Date.now(),
});
const factors = (more: Partial<FactorsView> = {}): FactorsView => ({
  totp: false,
  recovery_untold: false,
  totp_since: null,
  sent_by: null,
  sent_since: null,
  offers: [
    { method: 'email', to: 'ops@hanbit.example' },
    { method: 'sms', to: null },
  ],
  pending: null,
  entry: null,
  entry_pending: false,
  recovery: null,
  vault_open: true,
  vault_behind: null,
  service: 'CLOVA CareCall',
  ...more,
});
const key = { key_groups: ['GEZD'], qr: { modules: 1, path: '' } };
const begun = (digits: number) => ({ issuer: 'WhaTap', account: 'mina.park@example.com', digits });
const failure = (code: string) => ({ code, fields: [], retry_after: null, ways: [], step: null });
const called = () => invoke.mock.calls.map(([command]) => command as string);
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

beforeEach(async () => {
  invoke.mockReset();
  await setLanguage('en');
  await wordsBeyond();
});
afterEach(cleanup);

describe('two-factor authentication as a switch', () => {
  const show = (view: FactorsView, onchanged = vi.fn()) => {
    render(Switching, { account, factors: view, editable: true, oncheck: () => Promise.resolve(true), onchanged });
    return onchanged;
  };

  it('can’t be by text without a number, and says why', async () => {
    show(factors());
    expect(screen.getByRole('button', { name: 'OK' }).getAttribute('aria-disabled')).toBe('true');
    await fireEvent.click(screen.getByRole('radio', { name: /Enable/ }));
    expect(screen.getByRole('radio', { name: /Text message.*no verified mobile number/ })).toHaveProperty(
      'disabled',
      true,
    );
    expect(screen.getByRole('radio', { name: /Email.*ops@hanbit.example/ })).toHaveProperty('checked', true);
  });

  it('sends a number, takes it back, and is on', async () => {
    const changed = show(factors());
    await fireEvent.click(screen.getByRole('radio', { name: /Enable/ }));
    invoke.mockResolvedValueOnce(sent('email', 'op•••@hanbit.example'));
    await press('OK');
    const field = await screen.findByRole('textbox', { name: 'Authentication number' });
    expect(called()).toEqual(['factors_choose']);
    await fireEvent.input(field, { target: { value: '482 913' } });
    invoke.mockResolvedValueOnce(null);
    await press('OK');
    await vi.waitFor(() => expect(changed).toHaveBeenCalledOnce());
    expect(invoke).toHaveBeenLastCalledWith('factors_validate', expect.objectContaining({ code: '482913' }));
  });

  it('keeps the field of the code it sent while the other way is looked at', async () => {
    const text = { method: 'sms', to: '+82 10-••••-5678' } as const;
    show(factors({ offers: [{ method: 'email', to: 'ops@hanbit.example' }, text] }));
    await fireEvent.click(screen.getByRole('radio', { name: /Enable/ }));
    invoke.mockResolvedValueOnce(sent('email', 'op•••@hanbit.example'));
    await press('OK');
    await screen.findByRole('textbox', { name: 'Authentication number' });
    await fireEvent.click(screen.getByRole('radio', { name: /Text message/ }));
    expect(screen.queryByRole('textbox', { name: 'Authentication number' })).toBeNull();
    await fireEvent.click(screen.getByRole('radio', { name: /Email/ }));
    expect(screen.getByRole('textbox', { name: 'Authentication number' })).toBeTruthy();
  });

  it('asks before it is turned off', async () => {
    show(factors({ sent_by: 'email', sent_since: 0 }));
    await fireEvent.click(screen.getByRole('radio', { name: /Disable/ }));
    await press('OK');
    expect(called()).toEqual([]);
    invoke.mockResolvedValueOnce(null);
    const last = document.querySelector('dialog .btn-danger');
    await fireEvent.click(last as Element);
    await vi.waitFor(() => expect(called()).toEqual(['factors_clear']));
  });
});

describe('choosing a method', () => {
  const whatap = { ...account, service: 'WhaTap', preset: 'whatap' } as AccountRow;
  const offers: FactorsView['offers'] = [
    { method: 'totp', to: null },
    { method: 'email', to: 'mina.park@example.com' },
  ];
  const show = (view: FactorsView) =>
    render(Setup, {
      account: whatap,
      factors: view,
      editable: true,
      onturnedon: vi.fn(),
      onchosen: vi.fn(),
      oncheck: () => Promise.resolve(true),
    });

  it('recommends OTP, and has a token sent where mail is chosen', async () => {
    show(factors({ offers }));
    expect(screen.getByRole('radio', { name: /OTP Recommended/ })).toHaveProperty('checked', true);
    await fireEvent.click(screen.getByRole('radio', { name: /Email/ }));
    expect(screen.getByRole('button', { name: 'Validate Email Token' }).getAttribute('aria-disabled')).toBe('true');
    invoke.mockResolvedValueOnce(sent('email', 'mi•••@example.com'));
    await press('Send Auth Token via Email');
    expect(await screen.findByText(/Valid for/)).toBeTruthy();
    await fireEvent.input(screen.getByRole('textbox', { name: 'Verify' }), { target: { value: '482913' } });
    invoke.mockResolvedValueOnce(null);
    await press('Validate Email Token');
    await vi.waitFor(() => expect(called()).toEqual(['factors_choose', 'factors_validate']));
  });

  it('offers to move the vault’s entry when OTP gives way, and goes on with what was begun', async () => {
    show(factors({ offers, totp: true, entry: 'e1', pending: sent('email', 'mi•••@example.com') }));
    expect(screen.queryByRole('radio', { name: /OTP/ })).toBeNull();
    expect(screen.getByText(/OTP is on and holds until/)).toBeTruthy();
    await fireEvent.input(screen.getByRole('textbox', { name: 'Verify' }), { target: { value: '482913' } });
    invoke.mockResolvedValueOnce(null);
    await press('Validate Email Token');
    await vi.waitFor(() =>
      expect(invoke).toHaveBeenLastCalledWith('factors_validate', expect.objectContaining({ trashEntry: true })),
    );
  });

  it('does not show a key that comes when the window was left', async () => {
    show(factors({ offers }));
    let answer: (value: unknown) => void = () => undefined;
    invoke.mockImplementation((command: string) =>
      command === 'totp_show' ? new Promise((resolve) => (answer = resolve)) : Promise.resolve(begun(6)),
    );
    await press('OTP key');
    await vi.waitFor(() => expect(called()).toContain('totp_show'));
    await fireEvent.blur(window);
    answer({ key_groups: ['GEZD'], qr: { modules: 1, path: '' } });
    await new Promise((resolve) => setTimeout(resolve));
    expect(screen.queryByText('GEZD')).toBeNull();
    await press('OTP key');
    answer({ key_groups: ['GEZD'], qr: { modules: 1, path: '' } });
    expect(await screen.findByText('GEZD')).toBeTruthy();
  });

  it('takes as many digits as the key’s codes have', async () => {
    show(factors({ offers }));
    invoke.mockImplementation((command: string) => Promise.resolve(command === 'totp_show' ? key : begun(8)));
    await press('OTP key');
    await screen.findByText('GEZD');
    const field = screen.getByRole('textbox', { name: 'Verify' });
    await fireEvent.input(field, { target: { value: '492813' } });
    expect(screen.getAllByText('Enter the 8 digits that the authenticator shows.')).not.toHaveLength(0);
    await fireEvent.input(field, { target: { value: '4928 1370' } });
    await press('Validate OTP key');
    await vi.waitFor(() =>
      expect(invoke).toHaveBeenLastCalledWith('totp_validate', expect.objectContaining({ code: '49281370' })),
    );
  });

  it('sends a token whose answer was lost no second time by Enter', async () => {
    show(factors({ offers }));
    invoke.mockImplementation((command: string) => {
      if (command === 'totp_validate') return Promise.reject(failure('unknown'));
      return Promise.resolve(command === 'totp_show' ? key : begun(6));
    });
    await press('OTP key');
    await screen.findByText('GEZD');
    const field = screen.getByRole('textbox', { name: 'Verify' });
    await fireEvent.input(field, { target: { value: '482913' } });
    await fireEvent.keyDown(field, { key: 'Enter' });
    const sentTokens = () => called().filter((command) => command === 'totp_validate').length;
    await vi.waitFor(() => expect(sentTokens()).toBe(1));
    await screen.findByRole('button', { name: 'Check what the service has' });
    await fireEvent.keyDown(field, { key: 'Enter' });
    await new Promise((resolve) => setTimeout(resolve));
    expect(sentTokens()).toBe(1);
  });
});
