/** A password being changed: what was typed, what is missing, and what became of it. */
import { type AccountRow, call, commands, type PasswordCheck, seal } from '$lib/backend';
import { attempt } from '$lib/account/attempt';
import { FormErrors } from '$lib/account/formErrors.svelte';
import { t } from '$lib/i18n';
import { announce } from '$lib/state/announce.svelte';
import { withStepUp } from '$lib/state/stepUp.svelte';
import { missing } from './missing';

export class PasswordForm {
  current = $state('');
  next = $state('');
  confirm = $state('');
  verdict = $state.raw<PasswordCheck | null>(null);
  saving = $state(false);
  updatedAt = $state<number | null>(null);
  /** When a change was sent whose answer was lost. */
  unknown = $state<number | null>(null);
  checking = $state(false);
  /** The session stands after a lost answer: which password counts is for the person to try. */
  checked = $state(false);
  readonly errors = new FormErrors({
    current_password: 'current',
    current: 'current',
    oldpassword: 'current',
    password: 'next',
    new_password: 'next',
    password1: 'next',
    password2: 'confirm',
    confirm: 'confirm',
  });
  readonly missing = $derived(missing({ current: this.current, next: this.next, confirm: this.confirm }, this.verdict));
  readonly matches = $derived(this.confirm !== '' && this.confirm === this.next);

  constructor(private readonly account: () => AccountRow) {}

  typed(field: 'current' | 'next' | 'confirm'): void {
    this.errors.touch(field);
    this.updatedAt = null;
    this.checked = false;
  }

  async update(): Promise<void> {
    if (this.saving || this.missing || this.unknown !== null) return;
    const account = this.account();
    const { current, next } = this;
    const at = Date.now();
    this.saving = true;
    this.errors.clear();
    this.checked = false;
    const result = await attempt(() =>
      withStepUp(account, async () => call(commands.passwordChange(account.id, await seal(current), await seal(next)))),
    );
    this.saving = false;
    if (result.done) {
      this.current = this.next = this.confirm = '';
      this.updatedAt = Date.now();
      announce(t('password.updated'));
    } else if (result.failure?.code === 'unknown') this.unknown = at;
    else this.errors.take(result.failure);
  }

  /** Reads whether the session stands. The service does not say which password counts, and neither does this. */
  async check(): Promise<void> {
    const account = this.account();
    this.checking = true;
    const result = await attempt(() => call(commands.accountRefresh(account.id)));
    this.checking = false;
    if (result.done) {
      this.unknown = null;
      this.checked = true;
    } else this.errors.take(result.failure);
  }
}
