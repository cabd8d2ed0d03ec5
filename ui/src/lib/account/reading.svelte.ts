/** What a service's section says now, and what it said last when it does not answer. Kept in memory only. */
import type { Failure } from '$lib/backend';
import { attempt } from './attempt';

// Nothing on the screen follows it: it is looked into when a reading fails.
// eslint-disable-next-line svelte/prefer-svelte-reactivity
const lastRead = new Map<string, { value: unknown; at: number }>();

export class Reading<T> {
  value = $state.raw<T | null>(null);
  /** When `value` was read. */
  at = $state<number | null>(null);
  failure = $state.raw<Failure | null>(null);
  busy = $state(false);
  /** The service wanted a proof first, and the person gave that up: there is nothing to show, and nothing went wrong. */
  shut = $state(false);
  /** The value is an old one: the service did not answer. */
  readonly stale = $derived(this.value !== null && this.failure !== null);
  private turn = 0;

  /** `key` names the account and the section. */
  constructor(
    private readonly key: () => string,
    private readonly read: () => Promise<T>,
  ) {}

  /** Reads; true if the service answered. An answer that a later reading overtook is dropped. */
  async load(): Promise<boolean> {
    const mine = ++this.turn;
    const key = this.key();
    this.busy = true;
    const result = await attempt(this.read);
    if (mine !== this.turn) return result.done;
    this.busy = false;
    if (result.done) this.take(result.value);
    else this.refused(key, result.failure);
    return result.done;
  }

  /** Takes what a change has just answered with. A reading that began before it knows less. */
  take(value: T): void {
    this.turn++;
    this.busy = false;
    this.value = value;
    this.at = Date.now();
    this.failure = null;
    this.shut = false;
    lastRead.set(this.key(), { value, at: this.at });
  }

  private refused(key: string, failure: Failure | null): void {
    this.shut = failure === null && this.value === null;
    // Nothing more is known than before.
    if (failure === null && !this.shut) return;
    this.failure = failure;
    const before = lastRead.get(key);
    const away = failure?.code === 'unreachable' || failure?.code === 'service-failed';
    if (!away) this.value = null;
    else if (before) {
      this.value = before.value as T;
      this.at = before.at;
    }
  }
}
