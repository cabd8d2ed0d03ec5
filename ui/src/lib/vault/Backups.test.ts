import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BackupView, OfferView } from '$lib/backend';

/** Backups that are looked into, each answered when the test says so. */
const looked = vi.hoisted(() => [] as { name: string; answer: (offer: unknown) => void }[]);
vi.mock('$lib/backend', async (original) => ({
  ...(await original<typeof import('$lib/backend')>()),
  call: (answer: Promise<unknown>) => answer,
  commands: {
    vaultBackups: () =>
      Promise.resolve([
        { name: 'new', written_at: Date.now(), bytes: 1 },
        { name: 'old', written_at: 0, bytes: 1 },
      ] satisfies BackupView[]),
    restoreLook: (name: string) => new Promise((answer) => looked.push({ name, answer })),
    restoreDiscard: () => Promise.resolve(),
  },
}));

const { setLanguage } = await import('$lib/i18n');
const { wordsBeyond } = await import('$lib/beyond');
const { default: Backups } = await import('./Backups.svelte');

const offer: OfferView = { offer: 'holds', entries: { count: 1, names: [{ issuer: 'Bank', account: '' }] } };

describe('backups', () => {
  beforeEach(async () => {
    await setLanguage('en');
    await wordsBeyond();
    looked.length = 0;
  });
  afterEach(cleanup);

  it('are looked into one at a time, so that what is shown is what is named', async () => {
    render(Backups);
    const buttons = await waitFor(() => {
      const found = screen.getAllByRole('button', { name: /^Restore the backup/ });
      expect(found).toHaveLength(2);
      return found;
    });
    await fireEvent.click(buttons[0] as Element);
    await fireEvent.click(buttons[1] as Element);
    expect(looked.map(({ name }) => name)).toEqual(['new']);
    looked[0]?.answer(offer);
    await screen.findByText('Bank');
    expect(document.querySelector('dialog')?.textContent).toMatch(/today/i);
  });
});
