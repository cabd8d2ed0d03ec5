/** The consent being decided on: what is chosen beside what the service has, saving, and reading after a lost answer. */
import { type AccountRow, call, commands, type ConsentView, type Failure } from '$lib/backend';
import { attempt } from '$lib/account/attempt';
import type { Reading } from '$lib/account/reading.svelte';
import { t } from '$lib/i18n';
import { announce } from '$lib/state/announce.svelte';
import { withStepUp } from '$lib/state/stepUp.svelte';

export class ConsentForm {
  private chosen = $state<boolean | null>(null);
  saving = $state(false);
  savedAt = $state<number | null>(null);
  failure = $state.raw<Failure | null>(null);
  /** A decision was sent and its answer lost. */
  unknown = $state.raw<{ sent: boolean; at: number } | null>(null);
  checking = $state(false);
  /** What reading showed after a lost answer. */
  checked = $state<'saved' | 'not-saved' | null>(null);
  /** What the form shows. */
  readonly agreed = $derived.by(() => this.chosen ?? this.reading.value?.agreed ?? false);
  readonly dirty = $derived.by(() => this.reading.value !== null && this.agreed !== this.reading.value.agreed);

  constructor(
    private readonly account: () => AccountRow,
    private readonly reading: Reading<ConsentView>,
  ) {}

  choose(agreed: boolean): void {
    this.chosen = agreed;
    this.checked = null;
  }

  discard(): void {
    this.chosen = null;
    this.checked = null;
    this.failure = null;
  }

  async save(): Promise<void> {
    if (this.saving || !this.dirty) return;
    const sent = this.agreed;
    const at = Date.now();
    this.saving = true;
    this.failure = null;
    const account = this.account();
    const result = await attempt(() => withStepUp(account, () => call(commands.consentsSave(account.id, sent))));
    this.saving = false;
    if (result.done) this.saved(result.value);
    else if (result.failure?.code === 'unknown') this.unknown = { sent, at };
    else this.failure = result.failure;
  }

  /** Reads what the service has after a lost answer. */
  async check(): Promise<void> {
    const { unknown } = this;
    if (!unknown) return;
    this.checking = true;
    const before = this.reading.value;
    const read = await this.reading.load();
    this.checking = false;
    // Without an answer the outcome stays unknown, and the button stays.
    if (!read || !this.reading.value) {
      if (before && !this.reading.value) this.reading.take(before);
      return;
    }
    this.unknown = null;
    if (this.reading.value.agreed === unknown.sent) {
      this.saved(this.reading.value);
      this.checked = 'saved';
    } else this.checked = 'not-saved';
  }

  private saved(consent: ConsentView): void {
    this.reading.take(consent);
    this.chosen = null;
    this.failure = null;
    this.savedAt = Date.now();
    announce(t('consents.saved'));
  }
}
