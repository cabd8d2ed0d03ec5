import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { AccountRow, ClosureView } from '$lib/backend';

const invoke = vi.hoisted(() => vi.fn());
vi.mock('@tauri-apps/api/core', () => ({ invoke }));
vi.mock('@tauri-apps/api/event', () => ({ listen: vi.fn() }));

const { Reading } = await import('$lib/account/reading.svelte');
const { route, go } = await import('$lib/state/route.svelte');
const { ClosureForm } = await import('./form.svelte');

const PHRASE = 'membership withdrawal';
const closed = { service: 'WhaTap', email: 'mina.park@example.com', entry: 'e1' };
const failure = (code: string, fields: unknown[] = []) => ({ code, fields, retry_after: null, ways: [], step: null });
const view = (changes: Partial<ClosureView> = {}): ClosureView => ({
  consequences: [{ what: 'projects', count: 4 }],
  checks: ['billing_role'],
  blockers: [],
  reasons: ['other'],
  consent: 'personal_information',
  phrase: PHRASE,
  ...changes,
});

let number = 0;

/** Each with an account of its own: an unanswered request is remembered by account. */
async function opened(shown: ClosureView) {
  const id = `a${++number}`;
  const account = { id, service: 'WhaTap', email: 'mina.park@example.com' } as AccountRow;
  const { call, commands } = await import('$lib/backend');
  const reading = new Reading<ClosureView>(
    () => `${id} closure`,
    () => call(commands.closureGet(id)),
  );
  invoke.mockResolvedValueOnce(shown);
  await reading.load();
  return { id, account, reading, form: new ClosureForm(() => account, reading) };
}

function given(form: InstanceType<typeof ClosureForm>): void {
  form.reason = 'other';
  form.consent = true;
  form.ask();
  form.phrase = PHRASE;
}

const sent = () => invoke.mock.calls.filter(([command]) => command === 'closure_send').length;

describe('closing an account', () => {
  beforeEach(async () => {
    invoke.mockReset();
    await go({ at: 'codes' });
  });

  it('asks for one thing after the other, and sends only what is whole', async () => {
    const { form, reading } = await opened(view({ blockers: [{ code: 'billing_role', project: 'shop', owed: null }] }));
    given(form);
    expect([form.missing, form.asking]).toEqual(['cleared', false]);
    await form.send();
    reading.take(view());
    form.reason = '';
    expect(form.missing).toBe('reason');
    form.reason = 'other';
    form.consent = false;
    expect(form.missing).toBe('consent');
    form.consent = true;
    form.ask();
    expect([form.missing, form.asking]).toEqual([null, true]);
    for (const typed of ['', 'membership withdrawa', 'Membership withdrawal', `${PHRASE} `]) {
      form.phrase = typed;
      expect(form.phraseRight).toBe(false);
      await form.send();
    }
    expect(sent()).toBe(0);
  });

  it('leads to the page of a closed account', async () => {
    const { id, form } = await opened(view());
    given(form);
    invoke.mockResolvedValueOnce(closed);
    await form.send();
    const wish = { reason: 'other', consent: true, phrase: PHRASE };
    expect(invoke).toHaveBeenLastCalledWith('closure_send', { id, wish });
    expect(route()).toEqual({ at: 'closed', closed });
  });

  it('leads there, too, when the account has left the list before', async () => {
    const { id, reading } = await opened(view());
    let listed = true;
    const form = new ClosureForm(() => {
      if (!listed) throw new Error('not in the list any more');
      return { id, service: 'WhaTap', email: 'mina.park@example.com' } as AccountRow;
    }, reading);
    given(form);
    invoke.mockImplementationOnce(() => {
      listed = false;
      return Promise.resolve(closed);
    });
    await form.send();
    expect(route()).toEqual({ at: 'closed', closed });
  });

  it('sends neither reason nor phrase where none is asked for', async () => {
    const { id, form } = await opened(view({ reasons: [], phrase: null, checks: [] }));
    form.consent = true;
    form.ask();
    invoke.mockResolvedValueOnce(closed);
    await form.send();
    expect(invoke).toHaveBeenLastCalledWith('closure_send', {
      id,
      wish: { reason: null, consent: true, phrase: null },
    });
  });

  it('shows what came in the way meanwhile, and keeps what was given', async () => {
    const { form, reading } = await opened(view());
    given(form);
    const blocker = { code: 'billing_role', project: 'shop', owed: null };
    invoke.mockRejectedValueOnce(failure('refused', [{ field: '', code: 'billing_role', detail: null, said: 'shop' }]));
    invoke.mockResolvedValueOnce(view({ blockers: [blocker] }));
    await form.send();
    expect([reading.value?.blockers, form.missing]).toEqual([[blocker], 'cleared']);
    expect([form.failure?.code, form.reason, form.consent, form.phrase]).toEqual(['refused', 'other', true, PHRASE]);
  });

  it('asks again where the phrase was refused', async () => {
    const { form, reading } = await opened(view());
    given(form);
    invoke.mockRejectedValueOnce(
      failure('refused', [{ field: 'phrase', code: 'wrong_phrase', detail: null, said: null }]),
    );
    invoke.mockResolvedValueOnce(view({ phrase: 'another phrase' }));
    await form.send();
    expect([form.asking, form.phraseRight, reading.value?.phrase]).toEqual([true, false, 'another phrase']);
    expect(form.errors.fields['phrase']).toBeTruthy();
  });

  it('is never sent again while no answer came, and settles by asking', async () => {
    const { id, account, form, reading } = await opened(view());
    given(form);
    invoke.mockRejectedValueOnce(failure('unknown'));
    await form.send();
    expect(form.unknown).not.toBeNull();
    await form.send();
    form.ask();
    expect([sent(), form.asking]).toEqual([1, false]);

    const later = new ClosureForm(() => account, reading);
    expect(later.unknown).toEqual(form.unknown);
    invoke.mockRejectedValueOnce(failure('unreachable'));
    await later.check();
    expect([later.unknown === null, later.failure?.code]).toEqual([false, 'unreachable']);
    invoke.mockResolvedValueOnce(null).mockResolvedValueOnce(view());
    await later.check();
    expect([later.unknown, later.checked]).toEqual([null, 'not-saved']);
    expect(new ClosureForm(() => account, reading).unknown).toBeNull();
    expect([sent(), invoke.mock.calls.filter((each) => each[0] === 'closure_check')]).toEqual([
      1,
      [
        ['closure_check', { id }],
        ['closure_check', { id }],
      ],
    ]);
  });

  it('that turns out to be done leads to the page of a closed account', async () => {
    const { form } = await opened(view());
    given(form);
    invoke.mockRejectedValueOnce(failure('unknown'));
    await form.send();
    invoke.mockResolvedValueOnce(closed);
    await form.check();
    expect(route()).toEqual({ at: 'closed', closed });
  });
});
