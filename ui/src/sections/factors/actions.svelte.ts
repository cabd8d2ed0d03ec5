/** What can be done while OTP is on. Each act is asked for first, proven if the service wants it, and sent once. */
import type { AccountRow, Failure } from '$lib/backend';
import { attempt } from '$lib/account/attempt';
import { withStepUp } from '$lib/state/stepUp.svelte';

export type Question = 'new-codes' | 'recreate' | 'clear';

export class OnActions {
  asking = $state<Question | null>(null);
  busy = $state<'show' | Question | null>(null);
  failure = $state.raw<Failure | null>(null);
  /** When something was sent whose answer was lost. */
  unknown = $state<number | null>(null);
  /** What that was. */
  lost = $state<Question | 'show' | null>(null);

  constructor(
    private readonly account: () => AccountRow,
    /** The service's state is another one now. */
    private readonly changed: () => void,
  ) {}

  ask(question: Question): void {
    this.failure = null;
    this.asking = question;
  }

  dismiss(): void {
    if (this.busy === null) this.asking = null;
  }

  /** Runs an act; null when it was refused, given up or its answer lost. */
  async run<T>(what: 'show' | Question, work: () => Promise<T>): Promise<T | null> {
    if (this.busy) return null;
    this.busy = what;
    this.failure = null;
    // The question makes room for the step-up's own dialog; a refusal is shown on the page.
    this.asking = null;
    const at = Date.now();
    const result = await attempt(() => withStepUp(this.account(), work));
    this.busy = null;
    if (result.done) {
      if (what !== 'show') this.changed();
      return result.value;
    }
    if (result.failure?.code === 'unknown') {
      this.unknown = at;
      this.lost = what;
    } else this.failure = result.failure;
    return null;
  }
}
