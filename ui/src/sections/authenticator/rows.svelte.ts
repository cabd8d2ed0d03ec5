/** The rows that are drawn, and those that were a moment ago. A list of thousands is known by its entries' identities alone. */
import { SvelteMap } from 'svelte/reactivity';
import type { EntryRow } from '$lib/backend';
import { among } from './list/among';

export class EntryRows {
  readonly #rows = new SvelteMap<string, EntryRow>();
  // Not reactive: what is watched decides what is asked for, not what is shown.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #watched = new Map<string, number>();
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #missing = new Set<string>();
  readonly #read: (ids: string[]) => Promise<EntryRow[]>;

  /** `read` answers with these entries' rows. */
  constructor(read: (ids: string[]) => Promise<EntryRow[]>) {
    this.#read = read;
  }

  /** The row of an entry; none while it is being asked for. */
  get(id: string | null): EntryRow | undefined {
    return id === null ? undefined : this.#rows.get(id);
  }

  /** Takes rows that came with the list. */
  put(rows: readonly EntryRow[]): void {
    for (const row of rows) this.#rows.set(row.id, row);
  }

  /** Has the row asked for, and kept until the function returned is called. Rows that come into view together are asked for together. */
  watch(id: string): () => void {
    this.#watched.set(id, (this.#watched.get(id) ?? 0) + 1);
    if (!this.#rows.has(id)) {
      if (this.#missing.size === 0) queueMicrotask(() => void this.#askForMissing());
      this.#missing.add(id);
    }
    return () => {
      const left = (this.#watched.get(id) ?? 1) - 1;
      if (left > 0) this.#watched.set(id, left);
      else this.#watched.delete(id);
    };
  }

  /** Makes sure that these rows are there. */
  async ensure(ids: string[]): Promise<void> {
    const missing = ids.filter((id) => !this.#rows.has(id));
    if (missing.length > 0) this.put(await this.#read(missing));
  }

  /** Entries have changed: what is drawn is asked for anew, the rest is forgotten. `fresh` is known already. */
  async renew(fresh: readonly EntryRow[]): Promise<void> {
    this.put(fresh);
    const known = among(fresh.map(({ id }) => id));
    for (const id of [...this.#rows.keys()]) if (!known(id) && !this.#watched.has(id)) this.#rows.delete(id);
    const stale = [...this.#watched.keys()].filter((id) => !known(id));
    if (stale.length > 0) this.put(await this.#read(stale));
  }

  async #askForMissing(): Promise<void> {
    const ids = [...this.#missing];
    this.#missing.clear();
    try {
      await this.ensure(ids);
    } catch {
      // Locked meanwhile: the page shows that. A row that comes into view again is asked for again.
    }
  }
}
