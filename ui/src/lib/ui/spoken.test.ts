/** What is shown because of what was just done is said, too. */
import { cleanup, render } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

vi.mock('@tauri-apps/api/core', () => ({ invoke: vi.fn() }));
vi.mock('@tauri-apps/api/event', () => ({ listen: vi.fn() }));

const { setLanguage } = await import('$lib/i18n');
const { wordsBeyond } = await import('$lib/beyond');
const { spoken } = await import('$lib/state/announce.svelte');
const { FailureBanner, FieldNotes } = await import('$lib/ui');

describe('what is said aloud', () => {
  beforeEach(async () => {
    await setLanguage('en');
    await wordsBeyond();
    spoken.text = '';
  });
  afterEach(cleanup);

  it('is a refusal that is no alert', () => {
    const failure = { code: 'rate-limited', fields: [], retry_after: 30, ways: [], step: null } as const;
    const { container } = render(FailureBanner, { failure: { ...failure, fields: [], ways: [] } });
    expect(spoken.text).not.toBe('');
    expect(spoken.text).toBe(container.textContent?.trim().replace(/\s+/g, ' '));
  });

  it('is why a field was refused, also twice', async () => {
    const { rerender } = render(FieldNotes, { id: 'a', help: 'The one in use.' });
    expect(spoken.text).toBe('');
    await rerender({ error: 'That is not the password.' });
    expect(spoken.text).toBe('That is not the password.');
    await rerender({ error: undefined });
    await rerender({ error: 'That is not the password.' });
    expect(spoken.text).toBe('That is not the password.\u00a0');
  });
});
