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

  it('shows nothing that comes after the window was left, and can be asked again', async () => {
    let answer: (secret: string) => void = () => undefined;
    const shown = new Shown(() => new Promise<string>((resolve) => (answer = resolve)));
    const first = shown.show();
    shown.hide();
    answer('JBSW');
    await first;
    expect(shown.value).toBeNull();
    expect(shown.hidden).toBe(true);
    const again = shown.show();
    answer('JBSW');
    await again;
    expect(shown.value).toBe('JBSW');
  });
});
