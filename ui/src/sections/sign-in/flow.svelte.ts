/** A sign-in from the address to the signed-in account: what was typed, what the service said, and which step is pending. */
import {
  type AccountRow,
  call,
  commands,
  type Credentials,
  type Failure,
  type KeyringState,
  type PracticeView,
  seal,
  type ServiceView,
  type SignInView,
} from '$lib/backend';
import { attempt } from '$lib/account/attempt';
import { FormErrors } from '$lib/account/formErrors.svelte';
import { t } from '$lib/i18n';
import { announce } from '$lib/state/announce.svelte';
import { reload } from '$lib/state/app.svelte';
import { type PendingSignIn, pendingSignIn, type SignInWish } from '$lib/state/pendingSignIn.svelte';
import { go } from '$lib/state/route.svelte';
import { Captcha } from './captcha.svelte';

export type Mode = 'log-in' | 'sign-up' | 'by-code' | 'reset';
export interface Notice {
  kind: 'ok' | 'warn';
  text: string;
}

/** A temporary password may be in the mailbox. */
export interface Sent {
  email: string;
  /** How long it counts. */
  minutes: number;
}

const PRACTICE = 'practice://';

export class SignInFlow {
  address = $state('');
  email = $state('');
  password = $state('');
  stay = $state(true);
  mode = $state<Mode>('log-in');
  service = $state.raw<ServiceView | null>(null);
  sample = $state.raw<PracticeView | null>(null);
  looking = $state(false);
  lookFailure = $state.raw<Failure | null>(null);
  keyring = $state<KeyringState>('available');
  busy = $state(false);
  notice = $state.raw<Notice | null>(null);
  sent = $state.raw<Sent | null>(null);
  readonly captcha = new Captcha();
  /** What was typed for the pending step. */
  code = $state('');
  newPassword = $state('');
  readonly errors = new FormErrors({
    email: 'email',
    login: 'email',
    username: 'email',
    password: 'password',
    password1: 'password',
    captcha: 'captcha',
    origin: 'address',
    address: 'address',
  });
  readonly practice = $derived(this.address.startsWith(PRACTICE));
  private looked = '';
  private lookUnderWay: Promise<void> = Promise.resolve();
  private turn = 0;
  private fill = false;

  constructor(origin: string | undefined, email: string | undefined, wish: SignInWish | null) {
    this.address = origin ?? '';
    this.email = email ?? '';
    this.mode = wish?.mode ?? 'log-in';
    this.fill = wish?.sample ?? false;
  }

  /** What the form needs to know before the first letter is typed. */
  async prepare(): Promise<void> {
    const about = attempt(() => call(commands.about()));
    if (this.address) void this.look();
    if (this.practice) void this.findSample();
    const result = await about;
    if (result.done) this.keyring = result.value.keyring;
  }

  /** Asks the address what is there. Asked again only when the address changed or the last answer was a failure. */
  look(): Promise<void> {
    const address = this.address.trim();
    const same = address === this.looked;
    if (same && this.looking) return this.lookUnderWay;
    if (same && this.service && !this.lookFailure) return Promise.resolve();
    this.lookUnderWay = this.lookAt(address);
    return this.lookUnderWay;
  }

  private async lookAt(address: string): Promise<void> {
    const mine = ++this.turn;
    this.looked = address;
    this.service = null;
    this.lookFailure = null;
    this.looking = address !== '';
    if (!address) return;
    const result = await attempt(() => call(commands.serviceLook(address)));
    if (mine !== this.turn) return;
    this.looking = false;
    if (result.done) this.service = result.value;
    else this.lookFailure = result.failure;
  }

  /**
   * The address's field is left. What is written under it stays when the same address failed: it would move the button that is being
   * pressed, and pressing that asks anyway.
   */
  leave(): void {
    if (this.lookFailure && this.address.trim() === this.looked) return;
    void this.look();
  }

  /** The address is being changed: what was found at the old one no longer holds. */
  addressTyped(): void {
    this.errors.touch('address');
    this.lookFailure = null;
    if (this.service && this.address.trim() !== this.looked) this.service = null;
  }

  useSample(): void {
    const sample = this.sample?.sample;
    if (!sample) return;
    this.email = sample.email;
    this.password = sample.password;
    this.errors.clear();
  }

  /** Another form for the same person; nothing typed is lost. */
  turnTo(mode: Mode): void {
    this.mode = mode;
    this.notice = null;
    this.sent = null;
    this.errors.clear();
  }

  logIn(): Promise<void> {
    return this.send(['email', 'password'], async (origin) => commands.accountSignIn(await this.credentials(origin)));
  }

  signUp(): Promise<void> {
    return this.send(['email', 'password'], async (origin) => commands.accountSignUp(await this.credentials(origin)));
  }

  requestCode(): Promise<void> {
    return this.send(['email'], (origin) => commands.accountRequestCode(origin, this.email.trim(), this.stay));
  }

  requestReset(): Promise<void> {
    return this.send(['email'], (origin) => commands.accountRequestReset(origin, this.email.trim()));
  }

  /** Has a temporary password mailed. A challenge counts once, so a refusal brings another one; nothing else typed is lost. */
  async requestTemporary(): Promise<void> {
    const { captcha } = this;
    await this.ask(['email'], async (origin) => {
      if (this.service?.captcha) await captcha.need(origin);
      const { challenge } = captcha;
      // Why there is none stands above its field.
      if (this.service?.captcha && !challenge) return;
      if (challenge && !captcha.typed.trim()) {
        this.errors.set('captcha', t('signIn.captchaNeeded'));
        return;
      }
      const answer = challenge ? { id: challenge.id, answer: captcha.typed.trim() } : null;
      const email = this.email.trim();
      const result = await attempt(() => call(commands.accountRequestTemporaryPassword(origin, email, answer)));
      if (result.done) this.sent = { email, minutes: Math.max(1, Math.round(result.value / 60)) };
      else this.errors.take(result.failure);
      const untouched = !result.done && result.failure?.code === 'unreachable';
      if (challenge && !untouched) await captcha.renew(origin);
    });
  }

  /** Back to the form, for what was mailed. */
  useTemporary(): void {
    this.password = '';
    this.turnTo('log-in');
  }

  /** Takes the service's answer: signed in, or a step. */
  async take(view: SignInView): Promise<void> {
    if (view.outcome === 'signed-in') return this.finish(view.account);
    const { id, step, email, service } = view;
    this.code = '';
    const origin = this.service?.origin ?? this.address.trim();
    const practice = origin.startsWith(PRACTICE);
    pendingSignIn.current = { id, step, email, service, origin, practice, stay: this.stay };
    keep(this);
  }

  /** The pending step is this flow's own. */
  owns(id: string): boolean {
    return kept === this && pendingSignIn.current?.id === id;
  }

  /** Back to the form; the service is told unless the step is gone there already. */
  async backToLogIn(notice: Notice | null = null, tell = true): Promise<void> {
    const pending = pendingSignIn.current;
    this.release();
    this.turnTo('log-in');
    this.notice = notice;
    if (pending && tell) await attempt(() => call(commands.accountCancel(pending.id)));
  }

  private async finish(account: AccountRow): Promise<void> {
    this.release();
    this.password = '';
    this.newPassword = '';
    await attempt(reload);
    announce(t('signIn.done', { service: account.service }));
    // The person may be elsewhere in the window by now.
    const { undisturbed } = await import('$lib/state/undisturbed');
    await undisturbed();
    await go({ at: 'account', id: account.id, section: account.sections[0]?.name ?? 'profile' });
  }

  private release(): void {
    this.code = '';
    pendingSignIn.current = null;
    keep(null);
  }

  private async findSample(): Promise<void> {
    const result = await attempt(() => call(commands.practiceServices()));
    if (result.done) this.sample = result.value.find((each) => each.service?.origin === this.address) ?? null;
    if (this.fill) this.useSample();
    this.fill = false;
  }

  private async credentials(origin: string): Promise<Credentials> {
    return { origin, email: this.email.trim(), password: await seal(this.password), stay: this.stay };
  }

  private complete(needed: ('email' | 'password')[]): boolean {
    if (!this.address.trim()) this.errors.set('address', t('signIn.addressNeeded'));
    if (needed.includes('email') && !this.email.trim()) this.errors.set('email', t('signIn.emailNeeded'));
    if (needed.includes('password') && !this.password) this.errors.set('password', t('signIn.passwordNeeded'));
    return Object.keys(this.errors.fields).length === 0;
  }

  private async send(
    needed: ('email' | 'password')[],
    command: (origin: string) => ReturnType<typeof commands.accountSignIn>,
  ): Promise<void> {
    await this.ask(needed, async (origin) => {
      const result = await attempt(() => call(command(origin)));
      if (result.done) await this.take(result.value);
      else this.errors.take(result.failure);
    });
  }

  /** Does something at the service, once what it needs is filled in and the address was found. */
  private async ask(needed: ('email' | 'password')[], work: (origin: string) => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.errors.clear();
    this.notice = null;
    if (!this.complete(needed)) return;
    this.busy = true;
    try {
      // The address may be looked up already, since it was left to press the button, and may be changed once more meanwhile.
      do await this.look();
      while (this.looking);
      const origin = this.service?.origin;
      // What is wrong with the address stands under it.
      if (origin) await work(origin);
    } finally {
      this.busy = false;
    }
  }
}

let kept: SignInFlow | null = null;

/** Holds on to a flow whose step is pending, for as long as it is. */
function keep(flow: SignInFlow | null): void {
  kept = flow;
}

/** The flow to show: the one whose step is pending, if this is it, else a new one. */
export function flowFor(wanted: {
  id?: string | undefined;
  origin?: string | undefined;
  email?: string | undefined;
}): SignInFlow {
  const pending = pendingSignIn.current;
  // Where nothing else is asked for, what was left half done is gone on with.
  const anything = !wanted.id && !wanted.origin;
  const same =
    pending &&
    (anything ||
      wanted.id === pending.id ||
      (wanted.origin === pending.origin && Boolean(wanted.email) && wanted.email === pending.email));
  const wish = pendingSignIn.takeWish();
  if (same && !wish) return kept ?? goingOn(pending);
  return new SignInFlow(wanted.origin, wanted.email, wish);
}

/** A flow for a sign-in that an earlier page began. */
function goingOn({ origin, email, stay }: PendingSignIn): SignInFlow {
  const flow = new SignInFlow(origin, email, null);
  flow.stay = stay;
  keep(flow);
  return flow;
}
