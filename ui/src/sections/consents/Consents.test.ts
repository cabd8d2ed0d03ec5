import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AccountRow } from '$lib/backend';

const unknown = { code: 'unknown', fields: [], retry_after: null, ways: [], step: null };
vi.mock('@tauri-apps/api/core', () => ({
  invoke: (command: string) => {
    if (command === 'consents_save') return Promise.reject(unknown);
    return Promise.resolve(command === 'consents_get' ? { agreed: true, decided_at: null } : null);
  },
}));
vi.mock('@tauri-apps/api/event', () => ({ listen: vi.fn(() => Promise.resolve(() => undefined)) }));

const { setLanguage, t } = await import('$lib/i18n');
const { wordsBeyond } = await import('$lib/beyond');
const { spoken } = await import('$lib/state/announce.svelte');
const { default: Consents } = await import('./Consents.svelte');

const account = { id: 'a1', service: 'WhaTap', preset: 'whatap', state: 'signed-in', sections: [] as unknown[] };

describe('the marketing option', () => {
  beforeEach(async () => {
    await setLanguage('en');
    await wordsBeyond();
  });
  afterEach(cleanup);

  it('says aloud what became of a change whose answer was lost', async () => {
    render(Consents, { account: account as AccountRow });
    await fireEvent.click(await screen.findByRole('radio', { name: /^Disagree/ }));
    await fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    const check = await screen.findByRole('button', { name: t('reading.check') });
    expect(spoken.text).toBe(t('consents.unknown'));
    await fireEvent.click(check);
    await waitFor(() => expect(spoken.text).toBe(t('outcome.notSaved')));
  });
});
