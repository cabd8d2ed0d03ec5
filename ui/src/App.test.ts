import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { rowOf } from './sections/authenticator/list/row.fixture';

/** The app's side: what it answers by command, what it was asked, and who listens to it. */
const desk = vi.hoisted(() => ({
  answers: {} as Record<string, unknown>,
  asked: [] as string[],
  heard: [] as { name: string; heard: (event: object) => void }[],
}));
vi.mock('@tauri-apps/api/core', () => ({
  invoke: (command: string) => {
    desk.asked.push(command);
    return Promise.resolve(desk.answers[command] ?? null);
  },
}));
vi.mock('$lib/backend/seal', () => ({ seal: (text: string) => Promise.resolve(text) }));
vi.mock('@tauri-apps/api/event', () => ({
  listen: (name: string, heard: (event: object) => void) => {
    const one = { name, heard };
    desk.heard.push(one);
    return Promise.resolve(() => (desk.heard = desk.heard.filter((each) => each !== one)));
  },
}));
vi.stubGlobal(
  'ResizeObserver',
  class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  },
);
const { setLanguage } = await import('$lib/i18n');
const { wordsBeyond } = await import('$lib/beyond');
const { spoken } = await import('$lib/state/announce.svelte');
const { app } = await import('$lib/state/app.svelte');
const { go, route } = await import('$lib/state/route.svelte');
const { default: App } = await import('./App.svelte');
const { pages } = await import('./shell/pages');
// What loads when it is first needed is there, so that no test waits for it.
await Promise.all([
  pages.codes(),
  pages.import(),
  import('$lib/state/undisturbed'),
  import('./sections/authenticator/Dialogs.svelte'),
]);

const bank = rowOf('bank');
const tells = (event: string) => desk.heard.filter(({ name }) => name === event).forEach(({ heard }) => heard({}));
/** How many listen to an import that comes unasked. */
const ready = (most: number) =>
  waitFor(() => expect(desk.heard.filter(({ name }) => name === 'import-requested')).toHaveLength(most));

describe('the window', () => {
  beforeEach(async () => {
    await setLanguage('en');
    await wordsBeyond();
    desk.asked = [];
    desk.answers = {
      start: { opened: false, importing: false },
      codes_find: {
        pinned: [],
        rest: ['bank'],
        rows: [bank],
        total: 1,
        untagged: 1,
        tags: [],
        trashed: 0,
        quarantined: 0,
      },
      codes_rows: [bank],
      codes_now: [],
      codes_details: { issuer: 'bank', account: '', tags: [], note: '', pinned: false },
    };
    const slots = { keyring: true, passphrase: true, recovery_sheet: true };
    app.vault = { state: 'open', entries: 1, slots } as typeof app.vault;
    await go({ at: 'codes' });
  });
  afterEach(cleanup);

  /** Edits the first code's note, without saving it. */
  async function noteTyped(): Promise<HTMLTextAreaElement> {
    const row = await waitFor(() => {
      const found = document.querySelector<HTMLElement>('[data-entry="bank"]');
      expect(found).not.toBeNull();
      return found as HTMLElement;
    });
    row.focus();
    await fireEvent.keyDown(row, { key: 'F2' });
    const note = await waitFor(() => {
      const found = document.querySelector<HTMLTextAreaElement>('dialog textarea');
      expect(found).not.toBeNull();
      return found as HTMLTextAreaElement;
    });
    await fireEvent.input(note, { target: { value: 'behind the clock' } });
    return note;
  }

  it('does not take a dialog away for a file that is dropped, and opens it when the dialog is closed', async () => {
    render(App);
    const note = await noteTyped();
    await ready(1);
    tells('import-requested');
    await tick();
    await new Promise((resolve) => setTimeout(resolve));
    expect(route().at).toBe('codes');
    expect(note.isConnected).toBe(true);
    await fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(route().at).toBe('import'));
  });

  it('warns of an edit that is not saved before Ctrl+L locks it away', async () => {
    render(App);
    const note = await noteTyped();
    await fireEvent.keyDown(note, { key: 'l', ctrlKey: true });
    await screen.findByText(/^Not saved yet/);
    expect(desk.asked).not.toContain('vault_lock');
    await fireEvent.keyDown(note, { key: 'l', ctrlKey: true });
    await waitFor(() => expect(desk.asked).toContain('vault_lock'));
  });

  it('imports an export that is dropped where a picture is asked for', async () => {
    render(App);
    await fireEvent.click(await screen.findByRole('button', { name: 'Add code' }));
    await ready(2);
    tells('import-requested');
    await waitFor(() => expect(route().at).toBe('import'));
  });

  it('asks before what was typed into an import is left for links that are dropped', async () => {
    const record = { number: 1, issuer: 'Old', account: '', outcome: 'attention', needs_pin: true, reason: null };
    const report = (outcome: string) => ({
      file: { name: 'a.json', app: 'Aegis', encrypted: false },
      records: [{ ...record, outcome, needs_pin: outcome === 'attention' }],
      parts: null,
      saved: false,
    });
    desk.answers['import_file'] = report('attention').file;
    desk.answers['import_read'] = report('attention');
    desk.answers['import_fix_pin'] = report('new');
    await go({ at: 'import' });
    render(App);
    await fireEvent.click(await screen.findByRole('button', { name: 'Enter the PIN of Old' }));
    await fireEvent.input(screen.getByLabelText('PIN'), { target: { value: '1234' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await screen.findByRole('button', { name: 'Add 1 code' });
    await ready(1);
    tells('add-requested');
    await fireEvent.click(await screen.findByRole('button', { name: 'Keep editing' }));
    expect(route().at).toBe('import');
    expect(screen.getByRole('button', { name: 'Add 1 code' })).toBeDefined();
    desk.answers['import_file'] = { name: 'b.json', app: '2FAS', encrypted: true };
    tells('import-requested');
    await fireEvent.click(await screen.findByRole('button', { name: 'Discard and leave' }));
    await screen.findByRole('heading', { name: 'Import from 2FAS' });
  });

  it('keeps the focus on the import and says what was found when a file was chosen, and when a record was mended', async () => {
    const record = (number: number, outcome: string) => ({
      number,
      outcome,
      issuer: `Old ${number}`,
      account: '',
      needs_pin: outcome === 'attention',
      reason: null,
    });
    const report = (first: string) => ({
      file: { name: 'a.json', app: 'Aegis', encrypted: false },
      records: [record(1, first), record(2, 'attention')],
      parts: null,
      saved: false,
    });
    desk.answers['import_choose'] = report('attention').file;
    desk.answers['import_read'] = report('attention');
    desk.answers['import_fix_pin'] = report('new');
    await go({ at: 'import' });
    render(App);
    const choose = await screen.findByRole('button', { name: 'Choose a file' });
    choose.focus();
    await fireEvent.click(choose);
    const mend = await screen.findByRole('button', { name: 'Enter the PIN of Old 1' });
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 })));
    expect(spoken.text).toBe('0 of 2 entries are ready to use.');
    mend.focus();
    await fireEvent.click(mend);
    await fireEvent.input(screen.getByLabelText('PIN'), { target: { value: '1234' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(document.activeElement?.textContent).toContain('Old 2'));
    expect(spoken.text).toBe('1 of 2 entries are ready to use.');
    desk.answers['import_save'] = { ...report('new'), saved: true };
    const add = screen.getByRole('button', { name: 'Add 1 code' });
    add.focus();
    await fireEvent.click(add);
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 })));
  });
});
