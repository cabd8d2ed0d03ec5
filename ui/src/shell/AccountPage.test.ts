import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AccountRow, SectionName } from '$lib/backend';

vi.mock('@tauri-apps/api/core', () => ({ invoke: vi.fn(() => Promise.resolve(null)) }));
vi.mock('@tauri-apps/api/event', () => ({ listen: vi.fn(() => Promise.resolve(() => undefined)) }));

const { setLanguage } = await import('$lib/i18n');
const { wordsBeyond } = await import('$lib/beyond');
const { default: AccountPage } = await import('./AccountPage.svelte');

const section = (name: SectionName) => ({ name, access: { access: 'edit' } });
const account = (preset: string) =>
  ({
    id: 'a1',
    service: 'CLOVA CareCall',
    email: 'ops@hanbit.example',
    preset,
    state: 'signed-out',
    sections: [section('profile'), section('password')],
  }) as AccountRow;
const microtasks = () => new Promise((resolve) => setTimeout(resolve));

describe('the pages of an account', () => {
  beforeEach(async () => {
    await setLanguage('en');
    await wordsBeyond();
  });
  afterEach(cleanup);

  it('leave the focus in their tabs, so that one arrow follows the other', async () => {
    const { rerender } = render(AccountPage, { account: account('carecall'), section: 'profile' });
    await microtasks();
    const [first, second] = screen.getAllByRole('tab');
    first?.focus();
    await fireEvent.keyDown(first as Element, { key: 'ArrowRight' });
    await rerender({ section: 'password' });
    await microtasks();
    expect(document.activeElement).toBe(second);
  });

  it('give it to the title where there are no tabs', async () => {
    const { rerender } = render(AccountPage, { account: account('whatap'), section: 'profile' });
    await rerender({ section: 'password' });
    await microtasks();
    expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 }));
  });
});
