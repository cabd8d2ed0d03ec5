import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

/** What the app was told, and who listens to it. */
const desk = vi.hoisted(() => ({ told: [] as unknown[][], end: null as (() => void) | null }));
vi.mock('@tauri-apps/api/core', () => ({
  invoke: (...told: unknown[]) => {
    desk.told.push(told);
    return Promise.resolve(null);
  },
}));
vi.mock('@tauri-apps/api/event', () => ({
  listen: (name: string, heard: (event: object) => void) => {
    if (name === 'end-requested') desk.end = () => heard({});
    return Promise.resolve(() => (desk.end = null));
  },
}));
const { setLanguage } = await import('$lib/i18n');
const { wordsBeyond } = await import('$lib/beyond');
const { go } = await import('$lib/state/route.svelte');
const { default: LeaveGuard } = await import('./LeaveGuard.svelte');

const press = async (name: string) => fireEvent.click(await screen.findByRole('button', { name }));

describe('unsaved changes', () => {
  beforeEach(async () => {
    await setLanguage('en');
    await wordsBeyond();
    desk.told = [];
  });
  afterEach(cleanup);

  it('are asked about before the app ends, and each time anew', async () => {
    const { rerender } = render(LeaveGuard, { dirty: 0 });
    expect(desk.told).toEqual([]);
    await rerender({ dirty: 1 });
    expect(desk.told).toEqual([['desk_unsaved', { held: true }]]);
    desk.end?.();
    await press('Keep editing');
    await waitFor(() => expect(desk.told).toHaveLength(2));
    expect(desk.told[1]).toEqual(['desk_unsaved', { held: true }]);
    desk.end?.();
    await press('Discard and leave');
    await waitFor(() => expect(desk.told[2]).toEqual(['desk_end']));
    await rerender({ dirty: 0 });
    await waitFor(() => expect(desk.told[3]).toEqual(['desk_unsaved', { held: false }]));
  });

  it('are asked about for one way out at a time', async () => {
    render(LeaveGuard, { dirty: 1 });
    const first = go({ at: 'settings' });
    const second = go({ at: 'codes' });
    await press('Discard and leave');
    expect(await Promise.all([first, second])).toEqual([false, true]);
  });
});
