import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PreviewView } from '$lib/backend';
import { Adding } from './adding.svelte';

vi.mock('$lib/backend', async (original) => ({
  ...(await original<typeof import('$lib/backend')>()),
  call: (answer: Promise<unknown>) => answer,
  commands: { addDiscard: () => Promise.resolve(), addCodesNow: () => Promise.resolve([]) },
}));

const { setLanguage } = await import('$lib/i18n');
const { wordsBeyond } = await import('$lib/beyond');
const { default: FromText } = await import('./FromText.svelte');

const problem = { source: '', failure: { code: 'not-otpauth', fields: [], retry_after: null, ways: [], step: null } };

describe('links that are pasted', () => {
  beforeEach(async () => {
    await setLanguage('en');
    await wordsBeyond();
  });
  afterEach(cleanup);

  it('are still there to be mended when nothing was found in them', async () => {
    const adding = new Adding();
    const found = { candidates: [], problems: [problem] } as unknown as PreviewView;
    render(FromText, {
      adding,
      tags: [],
      onclipboard: vi.fn(),
      onlinks: () => void adding.read(() => Promise.resolve(found)),
    });
    await fireEvent.input(screen.getByRole('textbox'), { target: { value: 'otpauth:/totp/GitHub' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Read the links' }));
    await waitFor(() => expect(screen.queryByRole('textbox')).toBeNull());
    await fireEvent.click(screen.getByRole('button', { name: 'Paste something else' }));
    await waitFor(() => expect(screen.getByRole('textbox')).toHaveProperty('value', 'otpauth:/totp/GitHub'));
  });
});
