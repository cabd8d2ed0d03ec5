import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AccessView, AccountRow, AccountState, SectionName, SectionView } from '$lib/backend';

const invoke = vi.hoisted(() => vi.fn());
vi.mock('@tauri-apps/api/core', () => ({ invoke }));
vi.mock('@tauri-apps/api/event', () => ({ listen: vi.fn(() => Promise.resolve(() => undefined)) }));

const { setLanguage } = await import('$lib/i18n');
const { wordsBeyond } = await import('$lib/beyond');
const { default: AccountPage } = await import('./AccountPage.svelte');
// Loaded beforehand, so that no test waits for it.
await import('../sections/profile/Profile.svelte');
await import('../sections/sessions/Sessions.svelte');

const edit: AccessView = { access: 'edit' };
const web: AccessView = { access: 'web', address: 'https://account.whatap.example/sessions' };
const serves = (...names: SectionName[]): SectionView[] => names.map((name) => ({ name, access: edit }));
const row = (state: AccountState, sections: SectionView[], more: Partial<AccountRow> = {}): AccountRow => ({
  id: 'a1',
  origin: 'https://account.whatap.example',
  service: 'WhaTap',
  email: 'mina.park@example.com',
  preset: 'whatap',
  state,
  practice: false,
  door: false,
  sections,
  ...more,
});
const show = (account: AccountRow, section: SectionName) => render(AccountPage, { account, section });
const button = (name: string) => screen.queryByRole('button', { name });
/** Whether one can sign out and remove the account, and how many times each is offered. */
const ways = () => ['Sign out', 'Remove'].map((name) => screen.queryAllByRole('button', { name }).length);
const called = () => invoke.mock.calls.map(([command]) => command as string);

/** What the app reads for a section that can be changed. */
const read = {
  profile_get: {
    fields: [
      { name: 'name', kind: { kind: 'text' }, max_length: 50, required: true, editable: true },
      {
        name: 'language',
        kind: { kind: 'choice', choices: ['en', 'ko'] },
        max_length: null,
        required: true,
        editable: true,
      },
      { name: 'email', kind: { kind: 'email' }, max_length: 254, required: true, editable: true },
    ],
    values: { name: 'Mina Park', language: 'en', email: 'mina.park@example.com' },
    version: null,
    time_zones: [],
  },
  email_get: { email: 'mina.park@example.com', pending: null },
  sessions_list: [
    { id: 's1', user_agent: 'Gatehouse', ip: '::1', created_at: 0, last_seen_at: 0, current: true },
    { id: 's2', user_agent: 'Firefox', ip: '::1', created_at: 0, last_seen_at: 0, current: false },
  ],
} as Record<string, unknown>;

beforeEach(async () => {
  invoke.mockReset();
  // A service that does not answer yet.
  invoke.mockReturnValue(new Promise(() => undefined));
  await setLanguage('en');
  await wordsBeyond();
});
afterEach(cleanup);

const microtasks = () => new Promise((resolve) => setTimeout(resolve));

describe('the pages of an account', () => {
  it('leave the focus in their tabs, so that one arrow follows the other', async () => {
    const account = row('signed-out', serves('profile', 'password'), { preset: 'carecall' });
    const { rerender } = render(AccountPage, { account, section: 'profile' });
    await microtasks();
    const [first, second] = screen.getAllByRole('tab');
    first?.focus();
    await fireEvent.keyDown(first as Element, { key: 'ArrowRight' });
    await rerender({ section: 'password' });
    await microtasks();
    expect(document.activeElement).toBe(second);
  });

  it('give it to the title where there are no tabs', async () => {
    const account = row('signed-out', serves('profile', 'password'));
    const { rerender } = render(AccountPage, { account, section: 'profile' });
    await rerender({ section: 'password' });
    await microtasks();
    expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 }));
  });
});

describe('an account that is not signed in', () => {
  it.each(['ended', 'signed-out'] as const)('can be removed when it is %s', async (state) => {
    show(row(state, serves('profile', 'sessions')), 'profile');
    expect(ways()).toEqual([0, 1]);
    await fireEvent.click(button('Remove') as Element);
    await fireEvent.click(document.querySelector('dialog .btn-danger') as Element);
    expect(called()).toEqual(['account_remove']);
  });

  it('can be signed out of and removed while the keyring does not answer', () => {
    show(row('waiting-for-keyring', serves('profile', 'sessions')), 'sessions');
    expect(ways()).toEqual([1, 1]);
    expect(screen.getByText(/WhaTap is not told/)).toBeTruthy();
  });
});

describe('an account whose sessions are not shown', () => {
  it('is left at the foot of its first page', () => {
    const account = row('signed-in', serves('profile', 'factors'));
    show(account, 'profile');
    expect(ways()).toEqual([1, 1]);
    cleanup();
    show(account, 'factors');
    expect(ways()).toEqual([0, 0]);
  });

  it('is left where its service manages them on the web', () => {
    const account = row('signed-in', [...serves('profile'), { name: 'sessions', access: web }]);
    show(account, 'sessions');
    expect(ways()).toEqual([1, 1]);
  });

  it('is left where nothing is served at all', () => {
    show(row('signed-in', []), 'profile');
    expect(ways()).toEqual([1, 1]);
  });
});

describe('an account whose sessions are shown', () => {
  it('is left at their foot, and only there', async () => {
    const account = row('signed-in', serves('profile', 'sessions'));
    show(account, 'sessions');
    await screen.findByRole('button', { name: 'Remove' });
    expect(ways()).toEqual([1, 1]);
    cleanup();
    show(account, 'profile');
    expect(ways()).toEqual([0, 0]);
  });

  it('is left before a door that stays shut', async () => {
    const failure = { code: 'unreachable', fields: [], retry_after: null, ways: [], step: null };
    invoke.mockImplementation((command: string) =>
      command === 'account_enter' ? Promise.reject(failure) : new Promise(() => undefined),
    );
    show(row('signed-in', serves('profile', 'sessions'), { door: true }), 'profile');
    await screen.findByRole('button', { name: 'Remove' });
    expect(ways()).toEqual([1, 1]);
  });
});

describe('a section that is not changed here', () => {
  /** What can be used on the page, but for the choice of section. */
  const usable = () =>
    [...document.querySelectorAll('input, select, textarea, button')]
      .filter((each) => !each.matches('[disabled], [readonly], [aria-disabled=true], .section-select *'))
      .map((each) => each.textContent?.trim());

  it.each([
    ['profile', 'Mina Park', []],
    ['sessions', 'Firefox', ['Sign out', 'Remove']],
  ] as const)('is shown with nothing to change it by where it is only read: %s', async (name, shown, left) => {
    invoke.mockImplementation((command: string) =>
      command in read ? Promise.resolve(read[command]) : new Promise(() => undefined),
    );
    const others = serves(name === 'profile' ? 'sessions' : 'profile');
    show(row('signed-in', [{ name, access: { access: 'read' } }, ...others]), name);
    await vi.waitFor(() => {
      const values = [...document.querySelectorAll('input')].map(({ value }) => value);
      expect(values.includes(shown) || document.body.textContent?.includes(shown)).toBe(true);
    });
    expect(screen.getByText('WhaTap shows this section but does not let it be changed here.')).toBeTruthy();
    expect(usable().filter((text) => !(left as readonly unknown[]).includes(text))).toEqual([]);
  });

  it('leads to the browser where it is managed on the web, and to nothing else', async () => {
    show(row('signed-in', [...serves('profile'), { name: 'sessions', access: web }]), 'sessions');
    expect(screen.getByText(/managed on the web, at https:\/\/account.whatap.example\/sessions/)).toBeTruthy();
    expect(usable()).toEqual(['Open in the browser', 'Sign out', 'Remove']);
    await fireEvent.click(button('Open in the browser') as Element);
    expect(invoke).toHaveBeenLastCalledWith('account_open_web', { id: 'a1', section: 'sessions' });
  });
});
