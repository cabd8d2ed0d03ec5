import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { AccountRow, KeysView } from '$lib/backend';

const invoke = vi.hoisted(() => vi.fn());
vi.mock('@tauri-apps/api/core', () => ({ invoke }));
vi.mock('@tauri-apps/api/event', () => ({ listen: vi.fn(() => Promise.resolve(() => undefined)) }));

const { setLanguage } = await import('$lib/i18n');
const { wordsBeyond } = await import('$lib/beyond');
const { default: Keys } = await import('./Keys.svelte');

const account = {
  id: 'a1',
  service: 'WhaTap',
  email: 'mina.park@example.com',
  state: 'signed-in',
  sections: [{ name: 'keys', access: { access: 'edit' } }],
} as unknown as AccountRow;
const token = { id: '1', name: '', prefix: 'x4', last_four: '8d1f', created_at: 1000, at_hand: false };
const view: KeysView = { named: null, shown_again: true, asks_whatap: false, keys: [token] };

describe('an API token', () => {
  afterEach(cleanup);

  it('that comes when the window was left is not shown', async () => {
    await setLanguage('en');
    await wordsBeyond();
    let answer: (value: unknown) => void = () => undefined;
    invoke.mockImplementation((command: string) =>
      command === 'keys_show' ? new Promise((resolve) => (answer = resolve)) : Promise.resolve(view),
    );
    render(Keys, { account });
    const eye = await screen.findByRole('button', { name: /^Show/ });
    await fireEvent.click(eye);
    await fireEvent.blur(window);
    answer({ secret: 'x4-secret-8d1f' });
    await new Promise((resolve) => setTimeout(resolve));
    expect(screen.queryByText('x4-secret-8d1f')).toBeNull();
    await fireEvent.click(eye);
    answer({ secret: 'x4-secret-8d1f' });
    expect(await screen.findByText('x4-secret-8d1f')).toBeTruthy();
  });
});
