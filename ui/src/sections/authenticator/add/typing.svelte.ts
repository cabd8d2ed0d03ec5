/**
 * A key while it is typed: read a moment after the last keystroke, and at once when a field is left, something is chosen, or it is to be
 * saved. The beginning of a key is often a key as well, so what was read counts only while nothing else is typed.
 */
import { call, commands } from '$lib/backend';
import type { Adding } from './adding.svelte';
import { emptyKey, typedKey } from './key';

/** How long after the last keystroke the key is read. */
const PAUSE = 300;

export class Typing {
  key = $state(emptyKey());
  tags = $state.raw<string[]>([]);
  /** What is wrong is said only once the field was left: half a key is not a mistake. */
  settled = $state(false);
  #typed = $state(0);
  #read = $state(0);
  /** What stands in the form is another key than the one that was read. */
  readonly stale = $derived(this.#typed !== this.#read);
  /** There is a key to read. */
  readonly unread = $derived(this.stale && this.key.secret.trim() !== '');

  #timer: ReturnType<typeof setTimeout> | undefined;
  #over = false;
  /** The app holds the preview it read last: one reading at a time, so that this is the one shown here. */
  #under: Promise<void> = Promise.resolve();

  constructor(private readonly adding: Adding) {}

  /** Something was typed. */
  typing(): void {
    this.#typed++;
    this.settled = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#next(), PAUSE);
  }

  /** Something was chosen. */
  async choosing(): Promise<void> {
    this.#typed++;
    await this.settle();
  }

  /** Waits until what stands in the form is what was read, with its names and tags. False when the form is gone. */
  async settle(): Promise<boolean> {
    clearTimeout(this.#timer);
    do await this.#next();
    while (this.stale && this.#reads());
    this.settled = this.key.secret.trim() !== '';
    const [draft] = this.adding.drafts;
    if (draft) {
      draft.issuer = this.key.issuer;
      draft.account = this.key.account;
      draft.tags = this.tags;
    }
    return !this.#over;
  }

  /** The form is gone. */
  end(): void {
    this.#over = true;
    clearTimeout(this.#timer);
  }

  #next(): Promise<void> {
    this.#under = this.#under.then(() => this.#once());
    return this.#under;
  }

  async #once(): Promise<void> {
    if (!this.stale || !this.#reads()) return;
    const typed = this.#typed;
    if (this.key.secret.trim() !== '') {
      await this.adding.read(async () => call(commands.addFromKey(await typedKey(this.key))));
    } else if (this.adding.found) await this.adding.discard();
    this.#read = typed;
  }

  /** What is being saved must not be replaced by another reading. */
  #reads(): boolean {
    return !this.#over && !this.adding.saving;
  }
}
