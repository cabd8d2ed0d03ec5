import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Shown } from './shown.svelte';

describe('Shown', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('hides the secret after 30 seconds', async () => {
    const shown = new Shown(() => Promise.resolve('JBSW'));
    await shown.show();
    expect(shown.value).toBe('JBSW');
    vi.advanceTimersByTime(29_999);
    expect(shown.value).toBe('JBSW');
    vi.advanceTimersByTime(1);
    expect(shown.value).toBeNull();
    expect(shown.hidden).toBe(true);
  });

  it('counts anew when it is shown again', async () => {
    const shown = new Shown(() => Promise.resolve('JBSW'));
    await shown.show();
    vi.advanceTimersByTime(20_000);
    shown.hide();
    await shown.show();
    vi.advanceTimersByTime(20_000);
    expect(shown.value).toBe('JBSW');
  });

  it('keeps why it could not be read', async () => {
    const shown = new Shown(() => Promise.reject(new Error('gone')));
    await shown.show();
    expect(shown.value).toBeNull();
    expect(shown.hidden).toBe(false);
    expect(shown.failure?.code).toBe('internal');
  });
});
