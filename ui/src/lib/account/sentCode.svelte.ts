/** A code that the service mailed or texted: how long it counts, when another one may be asked for, and asking for it. */
import type { Failure, SentCodeView } from '$lib/backend';
import { now } from '$lib/clock.svelte';
import { t } from '$lib/i18n';
import { announce } from '$lib/state/announce.svelte';
import { attempt } from './attempt';
import { timeLeft } from './timeLeft';

/** Services that refuse a quick repetition without saying how long to wait let one through a minute. */
const USUAL_WAIT = 60;

export class SentCode {
  /** None until one was sent, or where the service does not tell. */
  view = $state.raw<SentCodeView | null>(null);
  sending = $state(false);
  /** Another one was sent, on this screen. */
  again = $state(false);
  private resendAt = $state(0);
  /** "9:12"; null when it is over, or nothing is known. */
  readonly left = $derived(this.view && timeLeft(this.view.expires_at, now()));
  readonly expired = $derived(this.view !== null && this.left === null);
  /** Seconds until another one may be sent. */
  readonly wait = $derived(Math.max(0, Math.ceil((this.resendAt - now()) / 1000)));

  constructor(
    private readonly ask: () => Promise<SentCodeView>,
    /** Takes a refusal that is not about waiting. */
    private readonly refused: (failure: Failure | null) => void,
  ) {}

  take(view: SentCodeView | null): void {
    this.view = view;
    this.resendAt = view?.resend_at ?? 0;
  }

  /** Has a code sent, or another one. True if it was. */
  async send(): Promise<boolean> {
    if (this.sending || this.wait > 0) return false;
    this.sending = true;
    const before = this.view !== null;
    const result = await attempt(this.ask);
    this.sending = false;
    if (result.done) {
      this.take(result.value);
      this.again = before;
      announce(t(before ? 'sentCode.again' : 'sentCode.sent'));
    } else {
      if (result.failure?.code === 'rate-limited') {
        this.resendAt = Date.now() + (result.failure.retry_after ?? USUAL_WAIT) * 1000;
      }
      this.refused(result.failure);
    }
    return result.done;
  }
}
