/** The outbox as it fills: which messages are shown, which one is open. */
import { call, commands, type Failure, type OutboxMessage } from '$lib/backend';
import { attempt } from '$lib/account/attempt';
import { t } from '$lib/i18n';
import { announce } from '$lib/state/announce.svelte';
import { InOrder } from '$lib/state/inOrder';
import { type Filter, shown, titleOf } from './message';

export class OutboxState {
  messages = $state.raw<OutboxMessage[] | null>(null);
  failure = $state.raw<Failure | null>(null);
  filter = $state<Filter>('all');
  private chosen = $state<string | null>(null);
  private readonly readings = new InOrder();
  readonly rows = $derived(shown(this.messages ?? [], this.filter));
  /** The chosen message, or the newest while it is not in sight. */
  readonly open = $derived(this.rows.find((row) => row.id === this.chosen) ?? this.rows[0] ?? null);

  choose(id: string): void {
    this.chosen = id;
  }

  async load(): Promise<void> {
    const isNews = this.readings.ask();
    const result = await attempt(() => call(commands.practiceOutbox()));
    if (!isNews()) return;
    const before = this.messages;
    this.failure = result.done ? null : result.failure;
    if (!result.done) return;
    this.messages = result.value;
    const newest = result.value[0];
    const known = before?.some((each) => each.id === newest?.id);
    if (before && newest && !known) {
      // What has just come is what is being waited for.
      this.chosen = newest.id;
      announce(t('outbox.arrived', { subject: titleOf(newest) }));
    }
  }
}
