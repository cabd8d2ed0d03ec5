/**
 * A number or address on its way to being the account's: typed, sent a code, verified. Until then the one before it holds. Each act is
 * proven if the service wants it, and sent once; what was typed stays through all of it.
 */
import type { AccountRow, Failure } from '$lib/backend';
import { attempt } from '$lib/account/attempt';
import { FormErrors } from '$lib/account/formErrors.svelte';
import { LostAnswer } from '$lib/account/lostAnswer.svelte';
import type { Reading } from '$lib/account/reading.svelte';
import { now } from '$lib/clock.svelte';
import { fieldText } from '$lib/failure';
import { type MessageKey, t } from '$lib/i18n';
import { announce } from '$lib/state/announce.svelte';
import { withStepUp } from '$lib/state/stepUp.svelte';
import { clock } from './remaining';

/** Seconds to wait when a service refuses another code without saying how long. */
const USUAL_WAIT = 60;
/** Refusals that end a request: its code has no field any more, and what is said stands by what is typed. */
const OVER = ['code_spent', 'phone_taken', 'email_taken'];

/** What waits for its code. */
export interface Awaited {
  to: string;
  /** Until when the code counts, where the service tells. */
  expires_at: number | null;
  /** From when another code may be asked for. */
  resend_at: number;
}

/** What the service has. */
export interface Contact {
  current: string | null;
  awaited: Awaited | null;
}

/** Whether what was to be done is done, as the service tells it. */
type Holds = (contact: Contact) => boolean;

/** Requests that were given up here; the service remembers them a while longer. */
// Nothing on the screen follows it: it is looked into when the request is shown again.
// eslint-disable-next-line svelte/prefer-svelte-reactivity
const givenUp = new Set<string>();

export type Act = 'send' | 'resend' | 'verify' | 'delete';

export abstract class ContactChange<View> {
  busy = $state<Act | null>(null);
  failure = $state.raw<Failure | null>(null);
  typed = $state('');
  code = $state('');
  /** It is being changed: the form is open beside the one that holds. */
  changing = $state(false);
  readonly errors = new FormErrors({ number: 'to', phone: 'to', email: 'to', code: 'code', key: 'code' });
  readonly answer: LostAnswer<View, Holds>;
  private until = $state(0);
  private dropped = $state(0);

  /** The wait as it began: until its first tick the window's clock is late, and would say a second more. */
  private readonly longest = $derived.by(() =>
    Math.ceil((Math.max(this.until, this.pending?.resend_at ?? 0) - Date.now()) / 1000),
  );
  private readonly contact = $derived.by(() => this.contactIn(this.reading.value));
  /** The account's now. */
  readonly current = $derived(this.contact.current);
  /** The request that waits for its code. */
  readonly pending = $derived.by(() => {
    void this.dropped;
    const { awaited } = this.contact;
    return awaited && !givenUp.has(this.key(awaited.to)) ? awaited : null;
  });
  /** What is typed waits for its code already. */
  readonly sent = $derived.by(() => this.pending !== null && this.composed === this.pending.to);
  /** Seconds the code still counts; none where the service does not say. */
  readonly left = $derived(this.pending?.expires_at == null ? null : Math.floor(secondsTo(this.pending.expires_at)));
  /** Seconds until another code may be asked for. */
  readonly wait = $derived.by(() => this.waitTo(Math.max(this.until, this.pending?.resend_at ?? 0)));
  /** Seconds until any code may be asked for. */
  readonly pause = $derived.by(() => this.waitTo(this.until));
  /** What is said while no code may be asked for. */
  readonly paused = $derived(
    this.pause > 0 && !this.sent ? t('contact.pause', { time: clock(this.pause) }) : undefined,
  );
  /** Why no code can be sent to what is typed. */
  readonly hindrance = $derived.by(() => {
    if (!this.composed) return t(this.need);
    return this.sent ? t('contact.alreadySent') : this.paused;
  });
  readonly open = $derived(this.current === null || this.changing || this.pending !== null);
  /** Something is typed that leaving would lose. */
  readonly dirty = $derived(this.open && this.typed.trim() !== '' && !this.sent);

  constructor(
    readonly account: () => AccountRow,
    readonly reading: Reading<View>,
    private readonly need: MessageKey,
  ) {
    this.answer = new LostAnswer(reading, (view, holds) => holds(this.contactIn(view)));
  }

  /** What is typed, as the service has it. */
  abstract get composed(): string;
  /** How many digits a code has; none where it may hold letters. */
  abstract get digits(): number | null;
  /** As it is read. */
  abstract shown(to: string): string;
  protected abstract contactIn(view: View | null): Contact;
  /** Puts it into the form. */
  protected abstract fill(to: string): void;
  protected abstract key(to: string): string;
  protected abstract sending(to: string): Promise<View>;
  protected abstract resending(to: string): Promise<View>;
  protected abstract verifying(to: string, code: string): Promise<View>;

  /** Nothing can be pressed now: something is under way, or its outcome is not known. */
  get locked(): boolean {
    return this.busy !== null || this.answer.unknown !== null;
  }

  /** The code is typed whole. */
  get complete(): boolean {
    return this.pending !== null && this.code.trim().length >= (this.digits ?? 1);
  }

  /** Shows what the service awaits, unless something else is typed already. */
  begin(): void {
    if (this.pending && !this.typed) this.fill(this.pending.to);
  }

  /** Has a code sent to what is typed. */
  async send(): Promise<void> {
    const to = this.composed;
    if (!to) {
      this.errors.set('to', t(this.need));
      return;
    }
    givenUp.delete(this.key(to));
    this.dropped += 1;
    const done = await this.run(
      'send',
      () => this.sending(to),
      (contact) => contact.awaited?.to === to,
    );
    if (!done) return;
    this.fill(this.pending?.to ?? to);
    this.code = '';
    announce(t('contact.sentTo', { to: this.shown(to) }));
  }

  /** Has another code sent. */
  async resend(): Promise<void> {
    const { pending } = this;
    if (!pending || this.wait > 0) return;
    const before = pending.expires_at ?? 0;
    const done = await this.run(
      'resend',
      () => this.resending(pending.to),
      (contact) => (contact.awaited?.expires_at ?? 0) > before + 1000,
    );
    if (!done) return;
    this.code = '';
    announce(t('contact.sentTo', { to: this.shown(pending.to) }));
  }

  /** Answers with the code. True if it is the account's now. */
  async verify(): Promise<boolean> {
    const { pending, code } = this;
    if (!pending || !code.trim()) return false;
    const done = await this.run(
      'verify',
      () => this.verifying(pending.to, code.trim()),
      (contact) => contact.current === pending.to,
    );
    if (done) this.verified(pending.to);
    return done;
  }

  /** Gives the change up. What was there holds. */
  cancel(): void {
    const { awaited } = this.contact;
    if (awaited) givenUp.add(this.key(awaited.to));
    this.dropped += 1;
    this.reset();
  }

  /** Reads what the service has after a lost answer. */
  async check(): Promise<void> {
    const held = await this.answer.check();
    if (!held) return;
    if (this.current !== null && this.composed === this.current) this.verified(this.current);
    else if (this.current === null && !this.pending) this.reset();
  }

  private verified(to: string): void {
    this.reset();
    announce(t('contact.verified', { to: this.shown(to) }));
  }

  protected reset(): void {
    this.typed = this.code = '';
    this.changing = false;
    this.errors.clear();
    this.failure = null;
  }

  protected async run(what: Act, work: () => Promise<View>, holds: Holds): Promise<boolean> {
    if (this.busy) return false;
    this.busy = what;
    this.failure = this.answer.checked = null;
    this.errors.clear();
    const at = Date.now();
    const result = await attempt(() => withStepUp(this.account(), work));
    this.busy = null;
    if (result.done) this.reading.take(result.value);
    else await this.refused(result.failure, holds, at);
    return result.done;
  }

  private waitTo(moment: number): number {
    return Math.min(Math.max(0, this.longest), Math.ceil(secondsTo(moment)));
  }

  private async refused(failure: Failure | null, holds: Holds, at: number): Promise<void> {
    if (failure?.code === 'unknown') {
      this.answer.unknown = { sent: holds, at };
      return;
    }
    if (failure?.code === 'rate-limited') this.until = Date.now() + (failure.retry_after ?? USUAL_WAIT) * 1000;
    this.errors.take(failure);
    this.failure = this.errors.banner;
    const over = failure?.fields.find((field) => OVER.includes(field.code));
    if (over || failure?.code === 'no-such-step') {
      await this.reading.load();
      this.code = '';
      this.changing = true;
    }
    if (over) {
      this.errors.clear();
      this.errors.set('to', fieldText(over));
    }
  }
}

/**
 * Seconds that are left. A code's life is counted down to the second before its end, and a wait to the second after: neither is a code
 * taken that ran out, nor one asked for that the service does not give yet.
 */
function secondsTo(moment: number): number {
  return Math.max(0, (moment - now()) / 1000);
}
