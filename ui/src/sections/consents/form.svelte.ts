/** The consent being decided on: what is chosen beside what the service has, saving, and reading after a lost answer. */
import { type AccountRow, call, commands, type ConsentView, type Failure } from '$lib/backend';
import { attempt } from '$lib/account/attempt';
import { LostAnswer } from '$lib/account/lostAnswer.svelte';
import type { Reading } from '$lib/account/reading.svelte';
import { t } from '$lib/i18n';
import { announce } from '$lib/state/announce.svelte';
import { withStepUp } from '$lib/state/stepUp.svelte';

export class ConsentForm {
  private chosen = $state<boolean | null>(null);
  saving = $state(false);
  savedAt = $state<number | null>(null);
  failure = $state.raw<Failure | null>(null);
  readonly lost: LostAnswer<ConsentView, boolean>;
  /** What the form shows. */
  readonly agreed = $derived.by(() => this.chosen ?? this.reading.value?.agreed ?? false);
  readonly dirty = $derived.by(() => this.reading.value !== null && this.agreed !== this.reading.value.agreed);

  constructor(
    private readonly account: () => AccountRow,
    private readonly reading: Reading<ConsentView>,
  ) {
    this.lost = new LostAnswer(reading, (consent, sent) => consent.agreed === sent);
  }

  choose(agreed: boolean): void {
    this.chosen = agreed;
    this.lost.checked = null;
  }

  discard(): void {
    this.chosen = null;
    this.lost.checked = null;
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
    else if (result.failure?.code === 'unknown') this.lost.unknown = { sent, at };
    else this.failure = result.failure;
  }

  /** Reads what the service has after a lost answer. */
  async check(): Promise<void> {
    const held = await this.lost.check();
    if (held) this.saved(held.view);
  }

  private saved(consent: ConsentView): void {
    this.reading.take(consent);
    this.chosen = null;
    this.failure = null;
    this.savedAt = Date.now();
    announce(t('consents.saved'));
  }
}
