import { describe, expect, it, vi } from 'vitest';
import { StepUpCancelled } from '$lib/state/stepUp.svelte';
import { Reading } from './reading.svelte';

describe('Reading', () => {
  it('keeps what a change has answered, though a reading that began before it answers later', async () => {
    let answer: (value: string) => void = () => undefined;
    const reading = new Reading<string>(
      () => 'a1 profile',
      () => new Promise((resolve) => (answer = resolve)),
    );
    const loading = reading.load();
    reading.take('changed');
    expect(reading.busy).toBe(false);
    answer('as it was before');
    expect(await loading).toBe(true);
    expect(reading.value).toBe('changed');
  });

  it('keeps what it says when the proof for reading it anew was given up', async () => {
    const read = vi.fn(() => Promise.resolve('as it was'));
    const reading = new Reading<string>(() => 'a1 sessions', read);
    await reading.load();
    read.mockRejectedValueOnce(new StepUpCancelled());
    expect(await reading.load()).toBe(false);
    expect([reading.value, reading.failure, reading.shut]).toEqual(['as it was', null, false]);
  });
});
