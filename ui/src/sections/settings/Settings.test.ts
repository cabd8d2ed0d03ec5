import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const failure = { code: 'disk', fields: [], retry_after: null, ways: [], step: null };
vi.mock('@tauri-apps/api/core', () => ({
  invoke: (command: string) => (command === 'settings_save' ? Promise.reject(failure) : Promise.resolve(null)),
}));
vi.mock('@tauri-apps/api/event', () => ({ listen: vi.fn(() => Promise.resolve(() => undefined)) }));

const { setLanguage } = await import('$lib/i18n');
const { wordsBeyond } = await import('$lib/beyond');
const { app } = await import('$lib/state/app.svelte');
const { default: Settings } = await import('./Settings.svelte');

describe('a setting that could not be saved', () => {
  beforeEach(async () => {
    await setLanguage('en');
    await wordsBeyond();
    app.settings = { ...app.settings, lock_on_sleep: false, lock_after: 900, theme: 'system' };
  });
  afterEach(cleanup);

  it('stands as it is, whatever kind of control it has', async () => {
    render(Settings);
    const sleep = screen.getByRole('switch', { name: 'Lock when the computer sleeps' });
    await fireEvent.click(sleep);
    await screen.findByRole('alert');
    expect(sleep).toHaveProperty('checked', false);

    const after = screen.getByRole('combobox', { name: 'Lock after' });
    await fireEvent.change(after, { target: { value: '60' } });
    await screen.findByRole('alert');
    expect(after).toHaveProperty('value', '900');

    await fireEvent.click(screen.getByRole('radio', { name: 'Dark' }));
    await screen.findByRole('alert');
    expect(screen.getByRole('radio', { name: 'System' }).getAttribute('aria-checked')).toBe('true');
  });

  it('follows once it is saved', async () => {
    render(Settings);
    app.settings = { ...app.settings, lock_on_sleep: true, lock_after: 60 };
    const sleep = await screen.findByRole('switch', { name: 'Lock when the computer sleeps' });
    expect(sleep).toHaveProperty('checked', true);
    expect(screen.getByRole('combobox', { name: 'Lock after' })).toHaveProperty('value', '60');
  });
});
