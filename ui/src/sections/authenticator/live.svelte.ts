/** The codes of the rows that are drawn, and of no others. Asked again the moment one ends, so that a code shown is a code that counts. */
import { SvelteMap } from 'svelte/reactivity';
import type { CodeNow } from '$lib/backend';

/** How long after its end a code may still be shown while the next one is being asked for. */
const GRACE = 1500;

export class LiveCodes {
  readonly #codes = new SvelteMap<string, CodeNow>();
  // Not reactive: what is watched decides what is asked for, not what is shown.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #watched = new Map<string, number>();
  readonly #read: (ids: string[]) => Promise<CodeNow[]>;
  #busy = false;
  #again = false;

  /** `read` answers with the codes of these entries now. */
  constructor(read: (ids: string[]) => Promise<CodeNow[]>) {
    this.#read = read;
  }

  /** Keeps this entry's code up to date until the function returned is called. */
  watch(id: string): () => void {
    this.#watched.set(id, (this.#watched.get(id) ?? 0) + 1);
    queueMicrotask(() => this.due(Date.now()));
    return () => {
      const left = (this.#watched.get(id) ?? 1) - 1;
      if (left > 0) this.#watched.set(id, left);
      else {
        this.#watched.delete(id);
        // A code that nobody looks at is not kept in memory.
        this.#codes.delete(id);
      }
    };
  }

  /** The code that counts at `now`; none while it is being asked for. */
  at(id: string, now: number): CodeNow | undefined {
    const code = this.#codes.get(id);
    return code && !ended(code, now - GRACE) ? code : undefined;
  }

  /** Takes a code that a command has just answered with. */
  put(code: CodeNow): void {
    if (this.#watched.has(code.id)) this.#codes.set(code.id, code);
  }

  /** Asks for the codes that are missing or over. Cheap when there are none: call it every second. */
  due(now: number): void {
    const ids = [...this.#watched.keys()].filter((id) => {
      const code = this.#codes.get(id);
      return !code || ended(code, now);
    });
    if (ids.length > 0) void this.#ask(ids);
  }

  /** Asks for all of them: the clock may have jumped, or the entries have changed. */
  refresh(): void {
    if (this.#watched.size > 0) void this.#ask([...this.#watched.keys()]);
  }

  async #ask(ids: string[]): Promise<void> {
    if (this.#busy) {
      this.#again = true;
      return;
    }
    this.#busy = true;
    try {
      for (const code of await this.#read(ids)) this.put(code);
    } catch {
      // Locked meanwhile, or gone: the page shows that. Whatever is over is asked for again at the next second.
    } finally {
      this.#busy = false;
    }
    if (this.#again) {
      this.#again = false;
      this.due(Date.now());
    }
  }
}

/** The code does not count at `now`: its time is over, or the clock was put back before it began. */
function ended({ from, until }: CodeNow, now: number): boolean {
  return until !== null && (now >= until || (from !== null && now < from - GRACE * 2));
}
