import { describe, expect, it } from 'vitest';
import type { CodeNow } from '$lib/backend';
import { LiveCodes } from './live.svelte';

/** An app whose codes name the half minute they belong to. */
function fake(clock: { now: number }) {
  const asked: string[][] = [];
  const read = (ids: string[]): Promise<CodeNow[]> => {
    asked.push(ids);
    const from = Math.floor(clock.now / 30_000) * 30_000;
    return Promise.resolve(
      ids.map((id) => ({
        id,
        code: String(from / 30_000),
        next: String(from / 30_000 + 1),
        from,
        until: from + 30_000,
      })),
    );
  };
  return { asked, live: new LiveCodes(read) };
}
const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('LiveCodes', () => {
  it('asks once for everything that is watched', async () => {
    const clock = { now: Date.now() };
    const { asked, live } = fake(clock);
    live.watch('a');
    live.watch('b');
    live.watch('a');
    await settled();
    expect(asked).toEqual([['a', 'b']]);
    expect(live.at('a', clock.now)?.code).toBe(String(Math.floor(clock.now / 30_000)));
  });

  it('asks again when a window ends, and only then', async () => {
    const clock = { now: Date.now() };
    const { asked, live } = fake(clock);
    live.watch('a');
    await settled();
    const until = live.at('a', clock.now)?.until ?? 0;
    live.due(until - 1);
    expect(asked).toHaveLength(1);
    clock.now = until;
    live.due(until);
    await settled();
    expect(asked).toHaveLength(2);
    expect(live.at('a', until)?.code).toBe(String(until / 30_000));
  });

  it('does not show a code whose time is long over', async () => {
    const clock = { now: Date.now() };
    const { live } = fake(clock);
    live.watch('a');
    await settled();
    const until = live.at('a', clock.now)?.until ?? 0;
    expect(live.at('a', until + 1000)).toBeDefined();
    expect(live.at('a', until + 60_000)).toBeUndefined();
  });

  it('asks again when the clock was put back', async () => {
    const clock = { now: Date.now() };
    const { asked, live } = fake(clock);
    live.watch('a');
    await settled();
    clock.now -= 600_000;
    live.due(clock.now);
    await settled();
    expect(asked).toHaveLength(2);
  });

  it('forgets what is no longer watched', async () => {
    const clock = { now: Date.now() };
    const { asked, live } = fake(clock);
    const stop = live.watch('a');
    await settled();
    stop();
    expect(live.at('a', clock.now)).toBeUndefined();
    live.refresh();
    expect(asked).toHaveLength(1);
  });

  it('survives a refusal and asks again', async () => {
    let refuse = true;
    const read = (ids: string[]): Promise<CodeNow[]> =>
      refuse
        ? Promise.reject(new Error('locked'))
        : Promise.resolve(ids.map((id) => ({ id, code: '1', next: '2', from: null, until: null })));
    const live = new LiveCodes(read);
    live.watch('a');
    await settled();
    refuse = false;
    live.due(Date.now());
    await settled();
    expect(live.at('a', Date.now())?.code).toBe('1');
  });
});
