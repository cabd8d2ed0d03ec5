/**
 * A number on its way to being the account's: typed, sent a code, verified. And the number that is there: deleted. Each act is proven
 * if the service wants it, and sent once; what was typed stays through all of it.
 */
import {
  type AccountRow,
  call,
  commands,
  type Failure,
  type PhoneChannel,
  type PhoneChannelView,
  type PhonesView,
  type PhoneView,
} from '$lib/backend';
import { attempt } from '$lib/account/attempt';
import { FormErrors } from '$lib/account/formErrors.svelte';
import { LostAnswer } from '$lib/account/lostAnswer.svelte';
import type { Reading } from '$lib/account/reading.svelte';
import { now } from '$lib/clock.svelte';
import { fieldText } from '$lib/failure';
import { t } from '$lib/i18n';
import { announce } from '$lib/state/announce.svelte';
import { withStepUp } from '$lib/state/stepUp.svelte';
import { compose, isInternational, shown, split } from './regions';

/** Seconds to wait when a service refuses another code without saying how long. */
const USUAL_WAIT = 60;

/** Whether what was to be done is done, as the service tells it. */
type Holds = (phone: PhoneView) => boolean;

/** Requests that were given up here; the service remembers them a while longer. By account, channel and number. */
// Nothing on the screen follows it: it is looked into when the request is shown again.
// eslint-disable-next-line svelte/prefer-svelte-reactivity
const givenUp = new Set<string>();

export class Verification {
  busy = $state<'send' | 'resend' | 'verify' | 'delete' | null>(null);
  failure = $state.raw<Failure | null>(null);
  region = $state('');
  typed = $state('');
  code = $state('');
  /** The number is being changed: the form is open beside the one that holds. */
  changing = $state(false);
  readonly errors = new FormErrors({ number: 'number', phone: 'number', code: 'code' });
  readonly answer: LostAnswer<PhonesView, Holds>;
  private until = $state(0);
  private dropped = $state(0);

  readonly view = $derived.by(() => this.viewIn(this.reading.value));
  readonly number = $derived(this.view?.phone.number ?? null);
  /** The request that waits for its code. */
  readonly pending = $derived.by(() => {
    void this.dropped;
    const pending = this.view?.phone.pending ?? null;
    return pending && !givenUp.has(this.key(pending.number)) ? pending : null;
  });
  /** What is typed, as E.164. */
  readonly composed = $derived(compose(this.region, this.typed));
  /** What is typed is the number that waits for its code. */
  readonly sent = $derived(this.pending !== null && this.composed === this.pending.number);
  /** Seconds the code still counts; none where the service does not say. */
  readonly left = $derived(this.pending?.expires_at == null ? null : secondsTo(this.pending.expires_at));
  /** Seconds until another code may be asked for. */
  readonly wait = $derived(secondsTo(Math.max(this.until, this.pending?.resend_at ?? 0)));
  /** Seconds until any code may be asked for. */
  readonly pause = $derived(secondsTo(this.until));
  readonly open = $derived(this.number === null || this.changing || this.pending !== null);
  /** Something is typed that leaving would lose. */
  readonly dirty = $derived(this.open && this.typed.trim() !== '' && !this.sent);

  /** Nothing can be pressed now: something is under way, or its outcome is not known. */
  get locked(): boolean {
    return this.busy !== null || this.answer.unknown !== null;
  }

  constructor(
    readonly account: () => AccountRow,
    readonly reading: Reading<PhonesView>,
    readonly channel: PhoneChannel,
  ) {
    this.answer = new LostAnswer(reading, (view, holds) => {
      const found = this.viewIn(view);
      return found !== undefined && holds(found.phone);
    });
  }

  /** Shows what the service awaits, unless something else is typed already. */
  begin(): void {
    const usual = this.reading.value?.default_region;
    const taken = this.view?.regions ?? [];
    if (!this.region) this.region = usual && (taken.length === 0 || taken.includes(usual)) ? usual : (taken[0] ?? 'KR');
    if (this.pending && !this.typed) this.show(this.pending.number);
  }

  /** A number typed with its country code takes its place in the form. */
  settle(): void {
    if (isInternational(this.typed)) this.show(this.composed);
  }

  /** Has a code sent to the number that is typed. */
  async send(): Promise<void> {
    const number = this.composed;
    if (!number) {
      this.errors.set('number', t('phones.needNumber'));
      return;
    }
    givenUp.delete(this.key(number));
    this.dropped += 1;
    const sent = await this.run(
      'send',
      () => call(commands.phonesSend(this.account().id, this.channel, number)),
      (phone) => phone.pending?.number === number,
    );
    if (!sent) return;
    this.show(sent.pending?.number ?? number);
    this.code = '';
    announce(t('phones.sentTo', { number: shown(number) }));
  }

  /** Has another code sent. */
  async resend(): Promise<void> {
    const { pending } = this;
    if (!pending || this.wait > 0) return;
    const before = pending.expires_at ?? 0;
    const sent = await this.run(
      'resend',
      () => call(commands.phonesResend(this.account().id, this.channel, pending.number)),
      (phone) => (phone.pending?.expires_at ?? 0) > before + 1000,
    );
    if (!sent) return;
    this.code = '';
    announce(t('phones.sentTo', { number: shown(pending.number) }));
  }

  /** Answers with the code. True if the number is the account's now. */
  async verify(): Promise<boolean> {
    const { pending, code } = this;
    if (!pending || !code.trim()) return false;
    const done = await this.run(
      'verify',
      () => call(commands.phonesVerify(this.account().id, this.channel, pending.number, code.trim())),
      (phone) => phone.number === pending.number,
    );
    if (!done) return false;
    this.verified(pending.number);
    return true;
  }

  /** Deletes the number. */
  async delete(): Promise<void> {
    const gone = await this.run(
      'delete',
      () => call(commands.phonesDelete(this.account().id, this.channel)),
      (phone) => phone.number === null,
    );
    // Somebody else deleted it: what is on the screen is no longer so.
    if (!gone && this.failure?.code === 'conflict') await this.reading.load();
    if (!gone) return;
    this.reset();
    announce(t('phones.deleted'));
  }

  /** Gives the change up. The number that was there holds. */
  cancel(): void {
    if (this.view?.phone.pending) givenUp.add(this.key(this.view.phone.pending.number));
    this.dropped += 1;
    this.reset();
  }

  /** Reads what the service has after a lost answer. */
  async check(): Promise<void> {
    const held = await this.answer.check();
    const number = this.number;
    if (held && number && this.composed === number) this.verified(number);
    else if (held && this.number === null && !this.pending) this.reset();
  }

  private verified(number: string): void {
    this.reset();
    announce(t('phones.verified', { number: shown(number) }));
  }

  private reset(): void {
    this.typed = this.code = '';
    this.changing = false;
    this.errors.clear();
    this.failure = null;
  }

  private show(number: string): void {
    const parts = split(number);
    if (!parts) return;
    // Where several regions share a code, the one that was chosen stays.
    const same = compose(this.region, parts.rest) === number;
    if (!same) this.region = parts.region;
    this.typed = parts.rest;
  }

  private key(number: string): string {
    return `${this.account().id} ${this.channel} ${number}`;
  }

  private viewIn(view: PhonesView | null): PhoneChannelView | undefined {
    return view?.channels.find((each) => each.channel === this.channel);
  }

  private take(phone: PhoneView): void {
    const view = this.reading.value;
    if (!view) return;
    const channels = view.channels.map((each) => (each.channel === this.channel ? { ...each, phone } : each));
    this.reading.take({ ...view, channels });
  }

  private async run(
    what: NonNullable<typeof this.busy>,
    work: () => Promise<PhoneView>,
    holds: Holds,
  ): Promise<PhoneView | null> {
    if (this.busy) return null;
    this.busy = what;
    this.failure = this.answer.checked = null;
    this.errors.clear();
    const at = Date.now();
    const result = await attempt(() => withStepUp(this.account(), work));
    this.busy = null;
    if (result.done) {
      this.take(result.value);
      return result.value;
    }
    await this.refused(result.failure, holds, at);
    return null;
  }

  private async refused(failure: Failure | null, holds: Holds, at: number): Promise<void> {
    if (failure?.code === 'unknown') {
      this.answer.unknown = { sent: holds, at };
      return;
    }
    if (failure?.code === 'rate-limited') this.until = Date.now() + (failure.retry_after ?? USUAL_WAIT) * 1000;
    this.errors.take(failure);
    this.failure = this.errors.banner;
    // The request is over, so its code has no field any more: what is said stands by the number.
    const over = failure?.fields.find((field) => field.code === 'code_spent' || field.code === 'phone_taken');
    if (over || failure?.code === 'no-such-step') {
      await this.reading.load();
      this.code = '';
      this.changing = true;
    }
    if (over) {
      this.errors.clear();
      this.errors.set('number', fieldText(over));
    }
  }
}

/** Whole seconds that are left. The clock's last tick lies up to a second back, so it is the lower count that is right. */
function secondsTo(moment: number): number {
  return Math.max(0, Math.floor((moment - now()) / 1000));
}
