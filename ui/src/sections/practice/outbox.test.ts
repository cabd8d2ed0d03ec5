import { describe, expect, it, vi } from 'vitest';
import type { OutboxMessage } from '$lib/backend';
import { OutboxState } from './outbox.svelte';

const answers = vi.hoisted(() => [] as ((messages: unknown[]) => void)[]);
vi.mock('$lib/backend', async (original) => ({
  ...(await original<typeof import('$lib/backend')>()),
  call: (answer: Promise<unknown>) => answer,
  commands: { practiceOutbox: () => new Promise((resolve) => answers.push(resolve)) },
}));

const message = (id: string) => ({ id, channel: 'mail', subject: id }) as OutboxMessage;

describe('the outbox', () => {
  it('shows what came last, whatever order its answers come in', async () => {
    const outbox = new OutboxState();
    const first = outbox.load();
    const second = outbox.load();
    answers[1]?.([message('b'), message('a')]);
    await second;
    answers[0]?.([message('a')]);
    await first;
    expect(outbox.rows.map(({ id }) => id)).toEqual(['b', 'a']);
  });

  it('opens what has just come, also where two answers overlap', async () => {
    answers.length = 0;
    const outbox = new OutboxState();
    const first = outbox.load();
    const second = outbox.load();
    answers[0]?.([message('a')]);
    await first;
    answers[1]?.([message('b'), message('a')]);
    await second;
    expect(outbox.open?.id).toBe('b');
  });
});
