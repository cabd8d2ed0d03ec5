/** A secret on the screen: fetched because the person asked, and taken off after 30 s, or when the window is left. */
import { now } from '$lib/clock.svelte';
import { secondsLeft } from '$lib/ui/ring';
import type { Failure } from '$lib/backend';
import { failureOf } from '$lib/failure';

const SHOWN = 30_000;

export class Shown<T> {
  /** The secret while it is shown. */
  value = $state.raw<T | null>(null);
  failure = $state.raw<Failure | null>(null);
  /** It was shown and is hidden again. */
  hidden = $state(false);
  #until = $state(0);
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** It is being fetched. */
  #wanted = false;
  #turn = 0;
  readonly #read: () => Promise<T>;

  constructor(read: () => Promise<T>) {
    this.#read = read;
  }

  /** Seconds until it is hidden. */
  readonly seconds = $derived.by(() =>
    this.value === null ? 0 : Math.min(SHOWN / 1000, secondsLeft(this.#until, now())),
  );

  /** Fetches and shows it. */
  async show(): Promise<void> {
    const mine = ++this.#turn;
    this.#wanted = true;
    try {
      const value = await this.#read();
      // The window was left meanwhile: what comes now would be shown to whoever is there.
      if (mine !== this.#turn) return;
      this.value = value;
      this.failure = null;
      this.hidden = false;
      this.#until = Date.now() + SHOWN;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.hide(), SHOWN);
    } catch (error) {
      if (mine === this.#turn) this.failure = failureOf(error);
    }
    if (mine === this.#turn) this.#wanted = false;
  }

  /** Takes it off the screen, and out of this window's memory. */
  hide(): void {
    clearTimeout(this.#timer);
    this.#turn++;
    if (this.value !== null || this.#wanted) this.hidden = true;
    this.#wanted = false;
    this.value = null;
  }
}
