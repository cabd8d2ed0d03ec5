/** Which rows are selected, to do something with all of them. Only rows that are listed are: nothing is done to what one doesn't see. */
import { SvelteSet } from 'svelte/reactivity';
import { among } from './list/among';

export class Selection {
  readonly #ids = new SvelteSet<string>();
  /** Where a range begins. */
  #anchor: string | null = null;

  get size(): number {
    return this.#ids.size;
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  /** The selected entries, in no order. */
  all(): string[] {
    return [...this.#ids];
  }

  /** Selects a row, or no longer; the next range begins there. */
  toggle(id: string): void {
    if (!this.#ids.delete(id)) this.#ids.add(id);
    this.#anchor = id;
  }

  /** Selects the rows from where the range begins (`from`, if nowhere yet) to this one, and no others. */
  extend(order: readonly string[], from: string | null, to: string): void {
    this.#anchor ??= from ?? to;
    const ends = [order.indexOf(this.#anchor), order.indexOf(to)].sort((a, b) => a - b);
    const [first = -1, last = -1] = ends;
    if (first < 0) return this.toggle(to);
    this.#set(order.slice(first, last + 1));
  }

  /** Selects every listed row. */
  everything(order: readonly string[]): void {
    this.#set(order);
    this.#anchor = order[0] ?? null;
  }

  clear(): void {
    this.#ids.clear();
    this.#anchor = null;
  }

  /** What is listed no more is selected no more. */
  keepListed(order: readonly string[]): void {
    if (this.#ids.size === 0) return;
    const listed = among(order);
    for (const id of [...this.#ids]) if (!listed(id)) this.#ids.delete(id);
    if (this.#anchor !== null && !listed(this.#anchor)) this.#anchor = null;
  }

  #set(ids: readonly string[]): void {
    const wanted = among(ids);
    for (const id of [...this.#ids]) if (!wanted(id)) this.#ids.delete(id);
    for (const id of ids) this.#ids.add(id);
  }
}
