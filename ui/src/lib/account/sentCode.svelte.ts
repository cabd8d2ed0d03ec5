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
  // The clock's last tick may lie a little back: no time reads longer than it was when it was told.
  private asked = $state(0);
  private life = $state(0);
  // Not every service tells when a code counts no longer.
  private readonly end = $derived(this.view?.expires_at ?? null);
  /** "9:12"; null when it is over, or nothing is known. */
  readonly left = $derived(this.end === null ? null : timeLeft(Math.min(this.life, this.end - now()), 0));
  readonly expired = $derived(this.end !== null && this.left === null);
  /** Seconds until another one may be sent. */
  readonly wait = $derived(Math.min(this.asked, Math.max(0, Math.ceil((this.resendAt - now()) / 1000))));

  constructor(
    private readonly ask: () => Promise<SentCodeView>,
    /** Takes a refusal that is not about waiting. */
    private readonly refused: (failure: Failure | null) => void,
  ) {}

  take(view: SentCodeView | null): void {
    this.view = view;
    this.life = (view?.expires_at ?? Date.now()) - Date.now();
    this.pause(view ? Math.ceil((view.resend_at - Date.now()) / 1000) : 0);
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
        this.pause(result.failure.retry_after ?? USUAL_WAIT);
      }
      this.refused(result.failure);
    }
    return result.done;
  }

  private pause(seconds: number): void {
    this.asked = Math.max(0, seconds);
    this.resendAt = Date.now() + this.asked * 1000;
  }
}
