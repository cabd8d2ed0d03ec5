/** What was copied last, and how long the clipboard still holds it. */
import { call, commands } from '$lib/backend';
import { t } from '$lib/i18n';
import { announce } from '$lib/state/announce.svelte';
import { secondsLeft } from '$lib/ui/ring';

/** How long "Copied" stays when the clipboard is not cleared. */
const SHOWN = 10_000;

interface Last {
  id: string;
  next: boolean;
  /** When the note goes. */
  until: number;
  /** Seconds after which the clipboard is cleared; null when it is not. */
  clears: number | null;
}

export class Copying {
  #last = $state.raw<Last | null>(null);

  /** Copies an entry's code, or the one after it. */
  async copy(id: string, next: boolean): Promise<void> {
    const { clears_after: seconds } = await call(commands.codesCopy(id, next));
    this.#last = {
      id,
      next,
      until: Date.now() + (seconds === null ? SHOWN : seconds * 1000),
      clears: seconds,
    };
    announce(next ? t('codes.copiedNext') : t('codes.copied'));
  }

  /** The note under the entry's name, while it was the last one copied. */
  note(id: string, now: number): string | null {
    const last = this.#last;
    if (last?.id !== id || now >= last.until) return null;
    if (last.clears === null) return last.next ? t('codes.copiedNext') : t('codes.copied');
    // The clock shown ticks once a second, so it may be a moment behind the copy.
    const seconds = Math.min(last.clears, secondsLeft(last.until, now));
    return t(last.next ? 'codes.copiedNextClears' : 'codes.copiedClears', { seconds });
  }
}
