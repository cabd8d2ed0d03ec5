import { describe, expect, it } from 'vitest';
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
});
