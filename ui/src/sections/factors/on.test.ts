import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AccountRow, FactorsView } from '$lib/backend';

const invoke = vi.hoisted(() => vi.fn());
vi.mock('@tauri-apps/api/core', () => ({ invoke }));
vi.mock('@tauri-apps/api/event', () => ({ listen: vi.fn(() => Promise.resolve(() => undefined)) }));

const { setLanguage } = await import('$lib/i18n');
const { wordsBeyond } = await import('$lib/beyond');
const { default: Factors } = await import('./Factors.svelte');

const sections = [{ name: 'factors', access: 'edit' }];
const account = { id: 'a1', service: 'WhaTap', email: 'mina.park@example.com', sections } as unknown as AccountRow;
const on: FactorsView = {
  totp: true,
  recovery_untold: false,
  totp_since: null,
  sent_by: null,
  sent_since: null,
  offers: [{ method: 'totp', to: null }],
  pending: null,
  entry: 'e1',
  entry_pending: false,
  recovery: { total: 10, unused: 10, kept: 10, last_used_at: null },
  vault_open: true,
  vault_behind: null,
  service: 'WhaTap',
};
const failure = (code: string) => ({ code, fields: [], retry_after: null, ways: [], step: null });
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

beforeEach(async () => {
  invoke.mockReset();
  await setLanguage('en');
  await wordsBeyond();
});
afterEach(cleanup);

describe('OTP that is on', () => {
  const show = async (...readings: FactorsView[]) => {
    let last = on;
    invoke.mockImplementation((command: string) => {
      if (command === 'recovery_codes_regenerate') return Promise.reject(failure('unknown'));
      last = readings.shift() ?? last;
      return Promise.resolve(last);
    });
    render(Factors, { account });
    await screen.findByText('On, with OTP');
  };

  it('says that a key in the vault is not known to be the one in use', async () => {
    await show({ ...on, entry_pending: true });
    expect(screen.getByText(/it is not known whether it is the one in use/)).toBeTruthy();
    expect(screen.queryByText('Confirmed by the service')).toBeNull();
  });

  it('says after a lost renewal of recovery codes that new ones may count', async () => {
    await show(on, { ...on, recovery: { total: 10, unused: 10, kept: 0, last_used_at: null } });
    await press('New codes');
    await press('Make new codes');
    expect(await screen.findByText(/whether the service made new recovery codes/)).toBeTruthy();
    await press('Check what the service has');
    expect(await screen.findByText(/the earlier ones may no longer work/)).toBeTruthy();
    expect(screen.getByText(/Not kept in the vault/)).toBeTruthy();
  });

  it('says why the vault could not follow, and has it try again', async () => {
    await show({ ...on, vault_behind: failure('no-space') } as FactorsView, on);
    expect(screen.getByText(/the vault has not followed yet/)).toBeTruthy();
    await press('Try again');
    await vi.waitFor(() => expect(screen.queryByText(/the vault has not followed yet/)).toBeNull());
  });
});
