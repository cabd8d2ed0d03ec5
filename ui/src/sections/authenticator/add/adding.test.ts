import { describe, expect, it, vi } from 'vitest';
import type { CandidateView, Failure, PreviewView } from '$lib/backend';
import { Adding } from './adding.svelte';

const app = vi.hoisted(() => ({ saved: [] as unknown[], refuse: false, discarded: 0 }));
vi.mock('$lib/backend', async (original) => {
  const real = await original<typeof import('$lib/backend')>();
  const refusal: Failure = { code: 'bad-code', fields: [], retry_after: null, ways: [], step: null };
  return {
    ...real,
    call: (answer: Promise<unknown>) => answer,
    commands: {
      addSave: (chosen: unknown[]) => {
        if (app.refuse) return Promise.reject(new real.CommandFailure(refusal));
        app.saved = chosen;
        return Promise.resolve(chosen.map((_each, at) => `new${at}`));
      },
      addDiscard: () => Promise.resolve(void app.discarded++),
      addCodesNow: () => Promise.resolve([]),
    },
  };
});

const candidate = (id: string, more: Partial<CandidateView> = {}): CandidateView => ({
  id,
  issuer: 'WhaTap',
  other_issuer: null,
  account: 'mina@example.com',
  otp: { kind: 'totp', algorithm: 'SHA-1', digits: 6, period: 30, counter: null, weak: false },
  now: { id, code: '1', next: '2', from: 0, until: 30_000 },
  duplicate: false,
  ignored: [],
  ...more,
});
const preview = (...candidates: CandidateView[]): PreviewView => ({ candidates, problems: [] });

describe('Adding', () => {
  it('chooses all that is new, and a duplicate only when it is the only one', () => {
    const adding = new Adding();
    adding.take(preview(candidate('a'), candidate('b', { duplicate: true })));
    expect(adding.chosen.map(({ id }) => id)).toEqual(['a']);
    adding.take(preview(candidate('b', { duplicate: true })));
    expect(adding.chosen.map(({ id }) => id)).toEqual(['b']);
  });

  it('saves what is chosen, with the label and tags as they were edited', async () => {
    const adding = new Adding();
    adding.take(preview(candidate('a'), candidate('b')));
    const [first, second] = adding.drafts;
    if (!first || !second) throw new Error('two drafts were expected');
    first.issuer = ' WhaTap Inc. ';
    first.tags = ['Work'];
    second.chosen = false;
    expect(await adding.save()).toEqual(['new0']);
    expect(app.saved).toEqual([{ id: 'a', issuer: 'WhaTap Inc.', account: 'mina@example.com', tags: ['Work'] }]);
  });

  it('keeps everything as it was typed when saving fails', async () => {
    const adding = new Adding();
    adding.take(preview(candidate('a')));
    app.refuse = true;
    expect(await adding.save()).toBeNull();
    app.refuse = false;
    expect(adding.failure?.code).toBe('bad-code');
    expect(adding.drafts).toHaveLength(1);
  });

  it('shows the latest reading, whatever order the answers come in', async () => {
    const adding = new Adding();
    let answer: (found: PreviewView) => void = () => undefined;
    const slow = adding.read(() => new Promise((resolve) => (answer = resolve)));
    await adding.read(() => Promise.resolve(preview(candidate('new'))));
    answer(preview(candidate('old')));
    await slow;
    expect(adding.drafts.map(({ id }) => id)).toEqual(['new']);
  });

  it('tells giving up from failing', async () => {
    const adding = new Adding();
    expect(await adding.read(() => Promise.resolve(null))).toBe(false);
    expect(adding.failure).toBeNull();
    expect(await adding.read(() => Promise.reject(new Error('broken')))).toBe(true);
    expect(adding.failure?.code).toBe('internal');
  });

  it('has the app forget the keys only after the reading under way has ended', async () => {
    const adding = new Adding();
    let answer: (found: PreviewView) => void = () => undefined;
    const reading = adding.read(() => new Promise((resolve) => (answer = resolve)));
    const before = app.discarded;
    const discarding = adding.discard();
    await Promise.resolve();
    expect(app.discarded).toBe(before);
    answer(preview(candidate('late')));
    await Promise.all([reading, discarding]);
    expect(app.discarded).toBe(before + 1);
    expect(adding.found).toBeNull();
  });
});
