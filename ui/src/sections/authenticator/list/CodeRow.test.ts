import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CodeNow, EntryRow } from '$lib/backend';
import { setLanguage } from '$lib/i18n';
import { LiveCodes } from '../live.svelte';
import CodeRow from './CodeRow.svelte';
import { rowOf } from './row.fixture';

const entry = rowOf('e1', { issuer: 'WhaTap', account: 'mina.park@example.com' });

async function show(
  row: EntryRow,
  code: Partial<CodeNow> = {},
  more: { hidden?: boolean; chosen?: boolean; note?: string; selected?: boolean; own?: boolean } = {},
) {
  const now = Date.now();
  const full = { id: row.id, code: '492813', next: '107346', from: now - 5_000, until: now + 25_000, ...code };
  const on = { onchoose: vi.fn(), onpress: vi.fn(), onselect: vi.fn(), onadvance: vi.fn(), onaction: vi.fn() };
  render(CodeRow, {
    row,
    live: new LiveCodes(() => Promise.resolve([full])),
    place: 3,
    of: 43,
    top: 124,
    chosen: more.chosen ?? false,
    note: more.note ?? null,
    hidden: more.hidden ?? false,
    selected: more.selected ?? false,
    selecting: more.selected ?? false,
    own: more.own ?? false,
    ways: { up: more.own ?? false, down: false },
    ...on,
  });
  await vi.waitFor(() => expect(document.querySelector('.code-cell:not(.missing)')).not.toBeNull());
  const hit = screen.getByRole('button', { name: 'Copy code: WhaTap, mina.park@example.com' });
  const described = () =>
    document.getElementById(hit.getAttribute('aria-describedby') ?? '')?.textContent?.trim() ?? '';
  return { ...on, hit, described };
}

describe('CodeRow', () => {
  beforeAll(() => setLanguage('en'));
  afterEach(cleanup);

  it('is one button, named for the entry and described by its digits, spaced', async () => {
    const { hit, described, onpress } = await show(entry);
    expect(described()).toBe('4 9 2 8 1 3');
    await fireEvent.click(hit);
    expect(onpress).toHaveBeenCalledOnce();
  });

  it('says the time left only for the chosen row', async () => {
    const { described, hit } = await show(entry, {}, { chosen: true });
    expect(described()).toMatch(/^4 9 2 8 1 3, 2\d s left$/);
    expect(hit.tabIndex).toBe(0);
  });

  it('draws the code without a space in it, hidden from readers', async () => {
    await show(entry);
    const drawn = document.querySelector('.code');
    expect(drawn?.textContent).toBe('492813');
    expect(drawn?.getAttribute('aria-hidden')).toBe('true');
    expect(drawn?.querySelectorAll('i')).toHaveLength(1);
  });

  it('has its place in a list of which only a part is drawn', async () => {
    await show(entry);
    const item = screen.getByRole('listitem');
    expect(item.getAttribute('aria-posinset')).toBe('3');
    expect(item.getAttribute('aria-setsize')).toBe('43');
  });

  it('hides the code, from readers too, until the row has the focus', async () => {
    const { hit, described } = await show(entry, {}, { hidden: true });
    expect(document.body.textContent).not.toContain('492813');
    expect(document.body.textContent).not.toContain('107346');
    expect(described()).toBe('code hidden');
    hit.focus();
    await vi.waitFor(() => expect(described()).toBe('4 9 2 8 1 3'));
  });

  it('shows that it was copied in the account’s place', async () => {
    await show(entry, {}, { hidden: true, note: 'Copied, clears in 24 s' });
    expect(screen.getByText('Copied, clears in 24 s')).toBeTruthy();
    expect(document.querySelector('.code')?.textContent).toBe('492813');
  });

  it('offers the next code of a counter, with the counter beside it', async () => {
    const row = { ...entry, otp: { ...entry.otp, kind: 'hotp' as const, period: null, counter: '42' } };
    const { onadvance } = await show(row, { from: null, until: null });
    expect(screen.getByText('Counter 42')).toBeTruthy();
    expect(document.querySelector('.ring')).toBeNull();
    await fireEvent.click(screen.getByRole('button', { name: /^Next code: WhaTap/ }));
    expect(onadvance).toHaveBeenCalledOnce();
  });

  it('turns amber in the last five seconds, the code itself only where it is chosen', async () => {
    // Three seconds: the window's clock ticks once a second, so that what is shown may be a second older.
    await show(entry, { until: Date.now() + 3_000 });
    expect(document.querySelector('.when.is-low')).not.toBeNull();
    expect(document.querySelector('.next.is-near')).not.toBeNull();
    expect(document.querySelector('.code.is-low')).toBeNull();
  });

  it('is selected by its own tick, which says so', async () => {
    const { onselect, onpress } = await show(entry, {}, { selected: true });
    const tick = screen.getByRole<HTMLInputElement>('checkbox', { name: 'Select: WhaTap, mina.park@example.com' });
    expect(tick.checked).toBe(true);
    await fireEvent.click(tick);
    expect(onselect).toHaveBeenCalledOnce();
    expect(onpress).not.toHaveBeenCalled();
  });

  it('can be dragged in one’s own order, and moved there by the menu', async () => {
    const { onaction } = await show(entry, {}, { own: true });
    expect(document.querySelector('[data-grip=e1]')).not.toBeNull();
    await fireEvent.click(screen.getByRole('button', { name: /^More actions/ }));
    expect(screen.queryByRole('menuitem', { name: /Move down/ })).toBeNull();
    await fireEvent.click(screen.getByRole('menuitem', { name: /Move up/ }));
    expect(onaction).toHaveBeenCalledWith('up');
  });

  it('says what an entry protects and that it is not confirmed', async () => {
    await show({ ...entry, linked: true, pending: true });
    expect(screen.getByText('Protects an account in Gatehouse')).toBeTruthy();
    expect(screen.getByText('Not confirmed yet')).toBeTruthy();
  });
});
