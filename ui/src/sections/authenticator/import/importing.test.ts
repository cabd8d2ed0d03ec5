import { describe, expect, it, vi } from 'vitest';
import type { ImportFile, ImportView } from '$lib/backend';
import { Importing } from './importing.svelte';

/** The file in hand, and the readings under way, which end when the test says so. */
const app = vi.hoisted(() => ({ file: null as unknown, reads: [] as ((report: unknown) => void)[] }));
vi.mock('$lib/backend', async (original) => ({
  ...(await original<typeof import('$lib/backend')>()),
  call: (answer: Promise<unknown>) => answer,
  commands: {
    importFile: () => Promise.resolve(app.file),
    importRead: () => new Promise((resolve) => app.reads.push(resolve)),
  },
}));

const file = (name: string) => ({ name, app: name, encrypted: false }) as ImportFile;
const report = (name: string) =>
  ({ file: file(name), records: [], parts: null, may_lack_newest: false, saved: false }) as unknown as ImportView;

describe('Importing', () => {
  it('shows the file that was taken up last, though an earlier one is read later', async () => {
    const importing = new Importing();
    app.file = file('first');
    const first = importing.resume();
    await vi.waitFor(() => expect(app.reads).toHaveLength(1));
    app.file = file('second');
    const second = importing.resume();
    await vi.waitFor(() => expect(app.reads).toHaveLength(2));
    app.reads[0]?.(report('first'));
    await first;
    expect(importing.report).toBeNull();
    expect(importing.reading).toBe(true);
    app.reads[1]?.(report('second'));
    await second;
    expect(importing.report?.file.name).toBe('second');
    expect(importing.reading).toBe(false);
  });
});
