/** Answering a pending step: where a refusal goes, when a code may be sent again, and the way back when the step is gone. */
import { call, commands, type Failure, seal } from '$lib/backend';
import { attempt } from '$lib/account/attempt';
import { FormErrors } from '$lib/account/formErrors.svelte';
import { now } from '$lib/clock.svelte';
import { t } from '$lib/i18n';
import { announce } from '$lib/state/announce.svelte';
import { type PendingSignIn, pendingSignIn } from '$lib/state/pendingSignIn.svelte';
import type { SignInFlow } from '../flow.svelte';

/** Services that refuse a quick resend without saying how long to wait let one through a minute. */
const USUAL_WAIT = 60;

type SignInCall = ReturnType<typeof commands.accountSignIn>;

export class StepAnswer {
  busy = $state(false);
  resending = $state(false);
  resent = $state(false);
  readonly errors = new FormErrors({
    code: 'code',
    key: 'code',
    password: 'password',
    new_password: 'password',
    password1: 'password',
  });
  private until = $state(0);
  // The clock's last tick may lie a little back; the wait never reads longer than it was.
  private asked = $state(0);
  /** Seconds until a code may be sent again. */
  readonly wait = $derived(Math.min(this.asked, Math.max(0, Math.ceil((this.until - now()) / 1000))));

  constructor(
    readonly flow: SignInFlow,
    readonly pending: () => PendingSignIn,
  ) {}

  /** Sends an answer and takes what comes of it. */
  async give(command: () => SignInCall): Promise<void> {
    await this.working(async () => {
      const result = await attempt(() => call(command()));
      if (result.done) await this.flow.take(result.value);
      else await this.refused(result.failure);
    });
  }

  /** Sets the new password; logging in comes next, with what was typed here. */
  async reset(): Promise<void> {
    await this.working(async () => {
      const { id, email } = this.pending();
      const { code, newPassword } = this.flow;
      const result = await attempt(async () =>
        call(commands.accountResetPassword(id, code.trim(), await seal(newPassword))),
      );
      if (result.done) await this.toLogIn(email, { kind: 'ok', text: t('signIn.resetDone') });
      else if (result.failure?.code === 'unknown') {
        const text = `${t('signIn.resetUnknown')} ${t('signIn.resetUnknownTodo')}`;
        await this.toLogIn(email, { kind: 'warn', text });
      } else await this.refused(result.failure);
    });
  }

  /** Sets the password that takes the temporary one's place; that finishes the sign-in. */
  async replace(): Promise<void> {
    await this.working(async () => {
      const { id, email } = this.pending();
      const result = await attempt(async () =>
        call(commands.accountReplacePassword(id, await seal(this.flow.newPassword))),
      );
      if (result.done) await this.flow.take(result.value);
      else if (result.failure?.code === 'unknown') {
        const text = `${t('signIn.resetUnknown')} ${t('signIn.replaceUnknownTodo')}`;
        await this.toLogIn(email, { kind: 'warn', text });
      } else await this.refused(result.failure);
    });
  }

  /** Has the code sent again. What is asked for a reset is a new reset, so that no other kind of code comes. */
  async resend(): Promise<void> {
    if (this.resending || this.wait > 0) return;
    this.resending = true;
    this.resent = false;
    const { id, step, origin, email } = this.pending();
    const result =
      step.step === 'reset-password'
        ? await attempt(() => call(commands.accountRequestReset(origin, email)))
        : await attempt(() => call(commands.accountResend(id)));
    this.resending = false;
    if (result.done) {
      if (result.value) await this.flow.take(result.value);
      this.resent = true;
      announce(t('signIn.resent'));
    } else {
      if (result.failure?.code === 'rate-limited') this.pause(result.failure.retry_after ?? USUAL_WAIT);
      await this.refused(result.failure);
    }
  }

  private pause(seconds: number): void {
    this.asked = seconds;
    this.until = Date.now() + seconds * 1000;
  }

  private async toLogIn(email: string, notice: { kind: 'ok' | 'warn'; text: string }): Promise<void> {
    this.flow.email = email;
    this.flow.password = this.flow.newPassword;
    this.flow.newPassword = '';
    await this.flow.backToLogIn(notice);
  }

  private async working(work: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.resent = false;
    this.errors.clear();
    try {
      await work();
    } finally {
      this.busy = false;
    }
  }

  /** Puts a refusal where it belongs; a step that is gone leads back. */
  async refused(failure: Failure | null): Promise<void> {
    const gone = failure?.code === 'no-such-step' || failure?.code === 'signed-out';
    if (gone) return this.flow.backToLogIn({ kind: 'warn', text: t('signIn.startAgain') }, false);
    // The service asks for something else than this screen thought: show that.
    if (failure?.code === 'step-pending' && failure.step) {
      pendingSignIn.current = { ...this.pending(), step: failure.step };
      return;
    }
    this.errors.take(failure);
  }
}
