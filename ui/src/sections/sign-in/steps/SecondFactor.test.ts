import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

vi.mock('@tauri-apps/api/core', () => ({ invoke: vi.fn(() => Promise.resolve(null)) }));
vi.mock('@tauri-apps/api/event', () => ({ listen: vi.fn(() => Promise.resolve(() => undefined)) }));

const { setLanguage } = await import('$lib/i18n');
const { wordsBeyond } = await import('$lib/beyond');
const { SignInFlow } = await import('../flow.svelte');
const { default: SecondFactor } = await import('./SecondFactor.svelte');

const ways = ['totp', 'recovery-code'] as const;
const pending = {
  id: 's1',
  step: { step: 'second-factor', ways: [...ways] },
  email: 'mina@example.com',
  service: 'WhaTap',
  origin: 'https://account.whatap.example',
  practice: false,
} as const;

describe('the second factor of a sign-in', () => {
  beforeEach(async () => {
    await setLanguage('en');
    await wordsBeyond();
  });
  afterEach(cleanup);

  it('puts the focus into the field of a recovery code that is turned to', async () => {
    const step = { ...pending.step, ways: [...ways] };
    render(SecondFactor, {
      flow: new SignInFlow(pending.origin, pending.email, null),
      pending: { ...pending, step } as never,
      ways: [...ways],
    });
    await fireEvent.click(screen.getByRole('button', { name: 'Use a Recovery Code' }));
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Recovery code' })));
  });
});
