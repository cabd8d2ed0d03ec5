import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ClockView } from '$lib/backend';

const invoke = vi.hoisted(() => vi.fn());
vi.mock('@tauri-apps/api/core', () => ({ invoke }));
vi.mock('@tauri-apps/api/event', () => ({ listen: vi.fn(() => Promise.resolve(() => undefined)) }));

const { setLanguage } = await import('$lib/i18n');
const { route } = await import('$lib/state/route.svelte');
const { default: ClockNotes } = await import('./ClockNotes.svelte');

/** What is said when codes are made `offset` seconds ahead of this computer's clock, and a service is `ahead` of it. */
async function said(offset: number, ahead: number): Promise<string> {
  invoke.mockResolvedValue({ offset, other: { service: 'WhaTap', ahead } } satisfies ClockView);
  render(ClockNotes);
  const strong = await screen.findByText(/Codes are made/);
  return strong.textContent;
}

describe('the clock of a service', () => {
  beforeEach(async () => {
    invoke.mockReset();
    await setLanguage('en');
  });
  afterEach(cleanup);

  it.each([
    [0, 90, '90 s behind'],
    [0, -45, '45 s ahead of'],
    // The person's offset is in every code, so it is what counts.
    [120, 90, '30 s ahead of'],
    [-1200, 90, '1,290 s behind'],
  ])(
    'that differs from the time of the codes is said: an offset of %i, a clock %i s ahead',
    async (offset, ahead, words) => {
      expect(await said(offset, ahead)).toBe(`Codes are made ${words} the clock of WhaTap, which may refuse them.`);
    },
  );

  it('leads to where it is mended', async () => {
    await said(0, 90);
    await fireEvent.click(screen.getByRole('button', { name: 'Settings' }));
    await vi.waitFor(() => expect(route().at).toBe('settings'));
  });

  it('says nothing where it agrees, and looks again when the window is come back to', async () => {
    invoke.mockResolvedValueOnce({ offset: 0, other: null });
    const { container } = render(ClockNotes);
    await vi.waitFor(() => expect(invoke).toHaveBeenCalledOnce());
    expect(container.textContent.trim()).toBe('');
    invoke.mockResolvedValueOnce({ offset: 0, other: { service: 'WhaTap', ahead: 90 } });
    await fireEvent.focus(window);
    expect(await screen.findByText(/90 s behind the clock of WhaTap/)).toBeTruthy();
    invoke.mockRejectedValueOnce(new Error('locked'));
    await fireEvent.focus(window);
    await vi.waitFor(() => expect(container.textContent.trim()).toBe(''));
  });
});
