/**
 * Closing the account: what the person gives, the last question, the one request, and finding out what became of it when no answer
 * came. Nothing here sends it twice by itself.
 */
import { type AccountRow, call, type ClosedView, type ClosureView, commands, type Failure } from '$lib/backend';
import { attempt } from '$lib/account/attempt';
import { FormErrors } from '$lib/account/formErrors.svelte';
import type { Reading } from '$lib/account/reading.svelte';
import { go } from '$lib/state/route.svelte';
import { withStepUp } from '$lib/state/stepUp.svelte';

/** What is not given yet. */
export type Missing = 'cleared' | 'reason' | 'consent';

/** When requests without an answer were sent, by account: another section may be looked at meanwhile. */
// Nothing on the screen follows it: it is looked into when the section opens.
// eslint-disable-next-line svelte/prefer-svelte-reactivity
const unanswered = new Map<string, number>();

export class ClosureForm {
  reason = $state('');
  consent = $state(false);
  /** As typed, to the letter. */
  phrase = $state('');
  /** The last question is open. */
  asking = $state(false);
  busy = $state(false);
  failure = $state.raw<Failure | null>(null);
  unknown = $state.raw<{ at: number } | null>(null);
  checking = $state(false);
  checked = $state<'saved' | 'not-saved' | null>(null);
  readonly errors = new FormErrors({ reason: 'reason', consent: 'consent', phrase: 'phrase' });
  readonly missing = $derived.by(() => this.firstMissing());
  /** The phrase is typed exactly, or none is asked for. */
  readonly phraseRight = $derived.by(() => {
    const wanted = this.reading.value?.phrase ?? null;
    return wanted === null || this.phrase === wanted;
  });

  constructor(
    private readonly account: () => AccountRow,
    private readonly reading: Reading<ClosureView>,
  ) {
    const at = unanswered.get(account().id);
    if (at !== undefined) this.unknown = { at };
  }

  private firstMissing(): Missing | null {
    const view = this.reading.value;
    if (!view || view.blockers.length > 0) return 'cleared';
    if (view.reasons.length > 0 && !this.reason) return 'reason';
    return this.consent ? null : 'consent';
  }

  /** Opens the last question, once everything else was given. */
  ask(): void {
    if (this.missing === null && !this.busy && !this.unknown) this.asking = true;
  }

  async send(): Promise<void> {
    const view = this.reading.value;
    if (!view || this.missing !== null || !this.phraseRight || this.busy || this.unknown) return;
    const wish = {
      reason: view.reasons.length > 0 ? this.reason : null,
      consent: this.consent,
      phrase: view.phrase === null ? null : this.phrase,
    };
    const account = this.account();
    const at = Date.now();
    // The question makes room for the step-up's own dialog; what was typed stays.
    this.asking = false;
    this.busy = true;
    this.failure = this.checked = null;
    this.errors.clear();
    const result = await attempt(() => withStepUp(account, () => call(commands.closureSend(account.id, wish))));
    this.busy = false;
    if (result.done) await this.done(account.id, result.value);
    else if (result.failure?.code === 'unknown') this.lost(at);
    else await this.refused(result.failure);
  }

  /** Asks whether the account is still there. Without an answer it stays unknown. */
  async check(): Promise<void> {
    if (!this.unknown || this.checking) return;
    this.checking = true;
    this.failure = null;
    const { id } = this.account();
    const result = await attempt(() => call(commands.closureCheck(id)));
    this.checking = false;
    if (!result.done) {
      this.failure = result.failure;
      return;
    }
    this.settled();
    if (result.value) await this.done(id, result.value);
    else {
      this.checked = 'not-saved';
      await this.reading.load();
    }
  }

  private lost(at: number): void {
    this.unknown = { at };
    unanswered.set(this.account().id, at);
  }

  private settled(): void {
    this.unknown = null;
    unanswered.delete(this.account().id);
  }

  /** The account may have left the window's list before its end is told here: nothing is asked of it any more. */
  private async done(id: string, closed: ClosedView): Promise<void> {
    unanswered.delete(id);
    await go({ at: 'closed', closed });
  }

  private async refused(failure: Failure | null): Promise<void> {
    this.errors.take(failure);
    this.failure = this.errors.banner;
    if (this.errors.fields['phrase']) this.asking = true;
    // Something has come in the way since it was read, or another phrase is wanted: what is on the screen is no longer so.
    if (failure?.code === 'refused') await this.reading.load();
  }
}
