import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CandidateView, PreviewView, SaveCandidate, TypedKey } from '$lib/backend';

/** The app as far as a typed key goes: it holds one preview, and each reading replaces it. */
const app = vi.hoisted(() => ({
  held: null as string | null,
  readings: 0,
  /** Milliseconds that a reading takes. */
  slow: 0,
  saved: [] as { key: string; issuer: string; tags: string[] }[],
  saves: 0,
}));
const short = vi.hoisted(() => ({ code: 'bad-secret', fields: [{ field: 'secret', code: 'too_short' }] }));

vi.mock('$lib/backend', async (original) => {
  const real = await original<typeof import('$lib/backend')>();
  const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  const preview = (key: TypedKey): PreviewView => ({
    candidates: [
      {
        id: String(key.secret),
        issuer: key.issuer,
        other_issuer: null,
        account: key.account,
        otp: { kind: key.kind, algorithm: 'SHA-1', digits: 6, period: 30, counter: null, weak: false },
        now: { id: String(key.secret), code: '1', next: '2', from: 0, until: 30_000 },
        duplicate: false,
        ignored: [],
      } satisfies CandidateView,
    ],
    problems: [],
  });
  return {
    ...real,
    seal: (text: string) => Promise.resolve(text),
    call: (answer: Promise<unknown>) => answer,
    events: { importRequested: { listen: () => Promise.resolve(() => undefined) } },
    commands: {
      addFromKey: async (key: TypedKey) => {
        app.readings++;
        const { slow } = app;
        await wait(slow);
        if (String(key.secret).length < 4) throw new real.CommandFailure(short as never);
        app.held = `${String(key.secret)} ${key.counter}`;
        return preview(key);
      },
      addSave: (chosen: SaveCandidate[]) => {
        app.saves++;
        for (const { id, issuer, tags } of chosen) {
          if (app.held?.split(' ')[0] !== id) throw new Error('not what the app holds');
          app.saved.push({ key: app.held, issuer, tags });
        }
        return Promise.resolve(['new']);
      },
      addDiscard: () => Promise.resolve(void (app.held = null)),
      addCodesNow: () => Promise.resolve([]),
    },
  };
});

const { setLanguage } = await import('$lib/i18n');
const { wordsBeyond } = await import('$lib/beyond');
const { default: AddDialog } = await import('./AddDialog.svelte');

const onsaved = vi.fn();
const field = (name: string) => screen.getByRole<HTMLInputElement>('textbox', { name });
const type = (name: string, value: string) => fireEvent.input(field(name), { target: { value } });
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
/** As the browser does it: by the form's button, if that may be pressed. */
const enter = () => fireEvent.click(screen.getByRole('button', { name: /Save|Saving/ }));
/** A code is shown only of what was read. */
const found = () => screen.queryByText(/Compare the code/) !== null;

beforeEach(async () => {
  await setLanguage('en');
  await wordsBeyond();
  vi.useFakeTimers();
  Object.assign(app, { held: null, readings: 0, slow: 0, saved: [], saves: 0 });
  onsaved.mockReset();
  render(AddDialog, { start: { dialog: 'add', tab: 'key' }, over: false, tags: [], onclose: vi.fn(), onsaved });
  await pass(0);
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe('a typed key', () => {
  it('is saved as it stands on the screen, not as it was read last', async () => {
    await type('Setup key', 'JBSWY3DP');
    await pass(400);
    await type('Setup key', 'JBSWY3DPEHPK3PXP');
    await enter();
    await pass(400);
    expect(app.saved.map(({ key }) => key)).toEqual(['JBSWY3DPEHPK3PXP 0']);
    expect(onsaved).toHaveBeenCalledWith(['new']);
  });

  it('is saved whole while an earlier part of it is still being read', async () => {
    app.slow = 1000;
    await type('Setup key', 'JBSWY3DP');
    await pass(400);
    app.slow = 10;
    await type('Setup key', 'JBSWY3DPEHPK3PXP');
    await enter();
    await pass(2000);
    expect(app.saved.map(({ key }) => key)).toEqual(['JBSWY3DPEHPK3PXP 0']);
    expect(app.held).toBe('JBSWY3DPEHPK3PXP 0');
  });

  it('is read when its field is left, whatever was found before', async () => {
    await type('Setup key', 'JBSWY3DP');
    await pass(400);
    await type('Setup key', 'JBSWY3DPEHPK3PXP');
    await fireEvent.blur(field('Setup key'));
    await pass(400);
    expect(app.held).toBe('JBSWY3DPEHPK3PXP 0');
  });

  it('is saved with the counter that is typed', async () => {
    await fireEvent.click(screen.getByRole('radio', { name: 'Counter-based' }));
    await type('Setup key', 'JBSWY3DPEHPK3PXP');
    await pass(400);
    await type('Counter', '7');
    await enter();
    await pass(400);
    expect(app.saved.map(({ key }) => key)).toEqual(['JBSWY3DPEHPK3PXP 7']);
  });

  it('is saved at once where nothing was read yet, with its name and tags', async () => {
    await type('Setup key', 'JBSWY3DPEHPK3PXP');
    await pass(400);
    await fireEvent.click(screen.getByRole('button', { name: 'Add a tag' }));
    await type('New tag', 'Work');
    await fireEvent.blur(field('New tag'));
    await type('Issuer', 'Bank');
    await type('Setup key', 'GEZDGNBVGY3TQOJQ');
    await enter();
    await pass(400);
    expect(app.saved).toEqual([{ key: 'GEZDGNBVGY3TQOJQ 0', issuer: 'Bank', tags: ['Work'] }]);
  });

  it('is saved once, however often Enter is pressed while it is read', async () => {
    app.slow = 200;
    await type('Setup key', 'JBSWY3DPEHPK3PXP');
    await enter();
    await enter();
    await pass(100);
    await enter();
    await pass(1000);
    expect(app.saves).toBe(1);
  });

  it('that can’t be read is not saved: what is wrong is said, and its field has the focus', async () => {
    await type('Setup key', 'JBSWY3DP');
    await pass(400);
    expect(found()).toBe(true);
    await type('Setup key', 'JB');
    await enter();
    await pass(400);
    expect(app.saves).toBe(0);
    expect(found()).toBe(false);
    expect(field('Setup key').getAttribute('aria-invalid')).toBe('true');
    expect(document.activeElement).toBe(field('Setup key'));
  });

  it('is not read again when a field is left and nothing was typed', async () => {
    await type('Setup key', 'JBSWY3DP');
    await pass(400);
    await fireEvent.blur(field('Setup key'));
    await fireEvent.blur(field('Account'));
    await pass(400);
    expect(app.readings).toBe(1);
  });
});
