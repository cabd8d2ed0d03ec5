import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AccountRow, SessionRow } from '$lib/backend';

const invoke = vi.hoisted(() => vi.fn());
vi.mock('@tauri-apps/api/core', () => ({ invoke }));
vi.mock('@tauri-apps/api/event', () => ({ listen: vi.fn(() => Promise.resolve(() => undefined)) }));

const { setLanguage } = await import('$lib/i18n');
const { wordsBeyond } = await import('$lib/beyond');
const { stepUp } = await import('$lib/state/stepUp.svelte');
const { default: Sessions } = await import('./Sessions.svelte');

const account = {
  id: 'a1',
  service: 'Hanbit',
  email: 'mina.park@example.com',
  state: 'signed-in',
  sections: [{ name: 'sessions', access: { access: 'edit' } }],
} as unknown as AccountRow;
const session = { id: 's1', current: true, user_agent: '', ip: '', created_at: 0, last_seen_at: null } as SessionRow;
const proofWanted = { code: 'step-up', fields: [], retry_after: null, ways: [{ way: 'password' }], step: null };

/** The list asks for a proof until it is given. */
let proven: boolean;

describe('the sessions', () => {
  beforeEach(async () => {
    proven = false;
    invoke.mockReset();
    invoke.mockImplementation((command: string) => {
      if (command !== 'sessions_list') return Promise.resolve(null);
      return proven ? Promise.resolve([session]) : Promise.reject(proofWanted as unknown as Error);
    });
    await setLanguage('en');
    await wordsBeyond();
  });
  afterEach(cleanup);

  it('can be asked for again when the proof was given up', async () => {
    render(Sessions, { account });
    await vi.waitFor(() => expect(stepUp.asked).not.toBeNull());
    stepUp.asked?.settle(false);
    const again = await screen.findByRole('button', { name: 'Enter the password' });
    expect(screen.queryByRole('status', { name: 'Loading' })).toBeNull();
    proven = true;
    await fireEvent.click(again);
    expect(await screen.findByText('This session')).toBeTruthy();
  });
});
