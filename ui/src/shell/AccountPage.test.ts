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

// jsdom has no dialogs.
HTMLDialogElement.prototype.showModal = function (this: HTMLDialogElement) {
  this.open = true;
};
HTMLDialogElement.prototype.close = function (this: HTMLDialogElement) {
  this.open = false;
};

beforeEach(async () => {
  invoke.mockReset();
  // A service that does not answer yet.
  invoke.mockReturnValue(new Promise(() => undefined));
  await setLanguage('en');
  await wordsBeyond();
});
afterEach(cleanup);

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
