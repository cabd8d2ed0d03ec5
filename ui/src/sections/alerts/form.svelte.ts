/** The alert settings being edited: changes beside what the service has, checking, saving, and reading after a lost answer. */
import { type AccountRow, type AlertSettingsInput, type AlertsView, call, commands, type DayView } from '$lib/backend';
import { attempt } from '$lib/account/attempt';
import { FormErrors } from '$lib/account/formErrors.svelte';
import { LostAnswer } from '$lib/account/lostAnswer.svelte';
import type { Reading } from '$lib/account/reading.svelte';
import { t } from '$lib/i18n';
import { announce } from '$lib/state/announce.svelte';
import { withStepUp } from '$lib/state/stepUp.svelte';
import { week } from './days';
import { timeOf } from './hours';

type Settings = AlertSettingsInput;
type Field = keyof Settings;

const FIELDS: readonly Field[] = ['level', 'days', 'from', 'to', 'channels'];
const NONE: Settings = { level: 'all', days: [], from: '', to: '', channels: [] };

export class AlertForm {
  private edits = $state.raw<Partial<Settings>>({});
  saving = $state(false);
  savedAt = $state<number | null>(null);
  /** The settings were changed elsewhere meanwhile: the changes here now stand beside those. */
  elsewhere = $state(false);
  readonly lost: LostAnswer<AlertsView, Settings>;
  readonly errors = new FormErrors(Object.fromEntries(FIELDS.map((name) => [name, name])));
  /** What the form shows. */
  readonly settings = $derived.by((): Settings => ({ ...(this.reading.value?.settings ?? NONE), ...this.edits }));
  readonly dirty = $derived.by(() => {
    const kept = this.reading.value?.settings;
    return kept ? FIELDS.filter((name) => !same(name, this.settings, kept)).length : 0;
  });

  constructor(
    private readonly account: () => AccountRow,
    private readonly reading: Reading<AlertsView>,
  ) {
    this.lost = new LostAnswer(reading, (view, sent) => FIELDS.every((name) => same(name, view.settings, sent)));
  }

  edit<Name extends Field>(name: Name, value: Settings[Name]): void {
    this.edits = { ...this.edits, [name]: value };
    this.lost.checked = null;
    this.errors.touch(name);
    // An empty range is said of its end, and may be mended at its beginning.
    if (name === 'from') this.errors.touch('to');
  }

  toggleDay(day: DayView): void {
    const { days } = this.settings;
    this.edit(
      'days',
      week.filter((each) => (each === day ? !days.includes(day) : days.includes(each))),
    );
  }

  /** In the service's order of ways, so that what is sent reads as what comes back. */
  toggleChannel(channel: string, on: boolean): void {
    const ways = this.reading.value?.ways.map((way) => way.channel) ?? [];
    const { channels } = this.settings;
    this.edit(
      'channels',
      ways.filter((each) => (each === channel ? on : channels.includes(each))),
    );
  }

  /** A time that was typed, written as times are. What is none stays, and it is said. */
  settle(name: 'from' | 'to'): void {
    const time = timeOf(this.settings[name], name === 'to');
    if (time !== null && time !== this.settings[name]) this.edit(name, time);
    else if (time === null) this.errors.set(name, t('field.notATime'));
  }

  discard(): void {
    this.edits = {};
    this.elsewhere = false;
    this.lost.checked = null;
    this.errors.clear();
  }

  async save(): Promise<void> {
    const before = this.reading.value;
    if (!before || this.saving || this.dirty === 0) return;
    const sent = this.complete();
    if (!sent) return;
    const at = Date.now();
    this.saving = true;
    this.elsewhere = false;
    this.lost.checked = null;
    this.errors.clear();
    const account = this.account();
    const result = await attempt(() =>
      withStepUp(account, () => call(commands.alertsSave(account.id, sent, before.version))),
    );
    this.saving = false;
    if (result.done) this.saved(result.value);
    else if (result.failure?.code === 'conflict') {
      await this.reading.load();
      this.elsewhere = true;
    } else if (result.failure?.code === 'unknown') this.lost.unknown = { sent, at };
    else this.errors.take(result.failure);
  }

  /** Reads what the service has after a lost answer. */
  async check(): Promise<void> {
    const held = await this.lost.check();
    if (held) this.saved(held.view);
  }

  private saved(view: AlertsView): void {
    this.reading.take(view);
    this.edits = {};
    this.savedAt = Date.now();
    this.errors.clear();
    announce(t('alerts.saved'));
  }

  /** What to send; null, with what is missing said where it is missing. */
  private complete(): Settings | null {
    const { settings } = this;
    const [from, to] = [timeOf(settings.from), timeOf(settings.to, true)];
    if (settings.days.length === 0) this.errors.set('days', t('alerts.needDay'));
    if (settings.channels.length === 0) this.errors.set('channels', t('alerts.needWay'));
    if (from === null) this.errors.set('from', t('field.notATime'));
    if (to === null) this.errors.set('to', t('field.notATime'));
    else if (from === to) this.errors.set('to', t('field.emptyRange'));
    if (from === null || to === null || Object.keys(this.errors.fields).length > 0) return null;
    return { ...settings, from, to };
  }
}

/** Whether a field is the same in both, however it is written. */
function same(name: Field, one: Settings, other: Settings): boolean {
  return canonical(name, one) === canonical(name, other);
}

function canonical(name: Field, settings: Settings): string {
  if (name === 'days' || name === 'channels') return [...settings[name]].sort().join();
  if (name === 'level') return settings.level;
  return timeOf(settings[name], name === 'to') ?? settings[name];
}
