import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PendingSignIn } from '$lib/state/pendingSignIn.svelte';

const invoke = vi.hoisted(() => vi.fn());
vi.mock('@tauri-apps/api/core', () => ({ invoke }));
vi.mock('@tauri-apps/api/event', () => ({ listen: vi.fn(() => Promise.resolve(() => undefined)) }));

const { setLanguage } = await import('$lib/i18n');
const { wordsBeyond } = await import('$lib/beyond');
const { SignInFlow } = await import('../flow.svelte');
const { default: SecondFactor } = await import('./SecondFactor.svelte');

const pending: PendingSignIn = {
  id: 's1',
  step: { step: 'second-factor', ways: ['totp'] },
  email: 'mina.park@example.com',
  service: 'Harbour',
  origin: 'https://harbour.example',
  practice: false,
  stay: true,
};

/** The step, with the vault's code where it has one. */
async function show(code: string | null) {
  const match = code && { entry: 'e1', code, from: Date.now() - 5_000, until: Date.now() + 25_000 };
  invoke.mockImplementation((command: string) =>
    command === 'account_matching_code' ? Promise.resolve(match) : new Promise(() => undefined),
  );
  render(SecondFactor, { flow: new SignInFlow(pending.origin, pending.email, null), pending, ways: ['totp'] });
  if (code) await screen.findByRole('button', { name: /Use code/ });
  const field = screen.getByRole('textbox', { name: 'OTP token, 6 to 8 digits' });
  const type = (value: string) => fireEvent.input(field, { target: { value } });
  const off = () => button().getAttribute('aria-disabled') === 'true';
  return { type, off };
}
const button = () => screen.getByRole('button', { name: 'Authentication' });
const cells = () => document.querySelectorAll('.cell').length;
const sent = () =>
  invoke.mock.calls.filter(([command]) => command === 'account_answer_factor').map(([, sent]) => sent as object);

beforeEach(async () => {
  invoke.mockReset();
  await setLanguage('en');
  await wordsBeyond();
});
afterEach(cleanup);

describe('an authenticator’s code at sign-in', () => {
  it('has six digits as nearly everywhere', async () => {
    const { type, off } = await show(null);
    expect(cells()).toBe(6);
    await type('49281');
    expect(off()).toBe(true);
    await type('492 813');
    expect([off(), cells()]).toEqual([false, 6]);
    await fireEvent.click(button());
    expect(sent()).toEqual([{ id: 's1', code: '492813' }]);
  });

  it('may have eight, though the service does not say so', async () => {
    const { type, off } = await show(null);
    await type('4928 1370');
    expect([off(), cells()]).toEqual([false, 8]);
    await fireEvent.click(button());
    expect(sent()).toEqual([{ id: 's1', code: '49281370' }]);
  });

  it('has as many cells as the vault’s own has digits', async () => {
    await show('49281370');
    await vi.waitFor(() => expect(cells()).toBe(8));
  });

  it('puts the focus into the field of a recovery code that is turned to', async () => {
    invoke.mockImplementation(() => Promise.resolve(null));
    const flow = new SignInFlow(pending.origin, pending.email, null);
    render(SecondFactor, { flow, pending, ways: ['totp', 'recovery-code'] });
    await fireEvent.click(screen.getByRole('button', { name: 'Use a Recovery Code' }));
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Recovery code' })));
  });
});
