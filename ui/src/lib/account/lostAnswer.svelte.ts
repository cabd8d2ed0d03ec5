/** A change whose answer was lost: it may hold or not, until reading shows which. It is never sent again by itself. */
import type { Reading } from './reading.svelte';

export class LostAnswer<View, Sent> {
  /** What was sent, and when; none while nothing is unknown. */
  unknown = $state.raw<{ sent: Sent; at: number } | null>(null);
  checking = $state(false);
  /** What reading showed. */
  checked = $state<'saved' | 'not-saved' | null>(null);

  /** `holds` tells from what the service has whether the change was made. */
  constructor(
    private readonly reading: Reading<View>,
    private readonly holds: (view: View, sent: Sent) => boolean,
  ) {}

  /** Reads what the service has. Answers it, with what was sent, if the change holds. */
  async check(): Promise<{ view: View; sent: Sent } | null> {
    const { unknown } = this;
    if (!unknown) return null;
    this.checking = true;
    const before = this.reading.value;
    const read = await this.reading.load();
    this.checking = false;
    const view = this.reading.value;
    // Without an answer the outcome stays unknown, and the button stays.
    if (!read || view === null) {
      if (before !== null && view === null) this.reading.take(before);
      return null;
    }
    this.unknown = null;
    const { sent } = unknown;
    const held = this.holds(view, sent);
    this.checked = held ? 'saved' : 'not-saved';
    return held ? { view, sent } : null;
  }
}
