/** A test alert: what kind, for when, and what became of each way. It is sent once; without an answer nobody knows, and it says so. */
import { type AccountRow, type AlertReportView, call, commands, type SeverityView } from '$lib/backend';
import { attempt } from '$lib/account/attempt';
import { FormErrors } from '$lib/account/formErrors.svelte';
import { t, tn } from '$lib/i18n';
import { announce } from '$lib/state/announce.svelte';
import { withStepUp } from '$lib/state/stepUp.svelte';
import { timeOf } from './hours';

export class TestRun {
  severity = $state<SeverityView>('fatal');
  when = $state<'now' | 'then'>('now');
  date = $state('');
  time = $state('12:00');
  busy = $state(false);
  /** No answer came. */
  unknown = $state(false);
  report = $state.raw<AlertReportView | null>(null);
  readonly errors = new FormErrors({ at: 'at' });

  constructor(private readonly account: () => AccountRow) {}

  async send(): Promise<void> {
    if (this.busy) return;
    this.errors.clear();
    const time = timeOf(this.time);
    if (this.when === 'then' && time === null) {
      this.errors.set('at', t('field.notATime'));
      return;
    }
    const at = this.when === 'then' ? `${this.date}T${time}` : null;
    this.busy = true;
    this.unknown = false;
    this.report = null;
    const account = this.account();
    const result = await attempt(() =>
      withStepUp(account, () => call(commands.alertsTest(account.id, this.severity, at))),
    );
    this.busy = false;
    if (result.done) {
      this.report = result.value;
      announce(gotIt(result.value));
    } else if (result.failure?.code === 'unknown') this.unknown = true;
    else this.errors.take(result.failure);
  }

  /** Starts over, as when the dialog is opened. */
  clear(): void {
    this.report = null;
    this.unknown = false;
    this.errors.clear();
  }
}

/** "2 of 5 got it." */
export function gotIt(report: AlertReportView): string {
  const sent = report.recipients.filter((each) => each.outcome === 'sent').length;
  return tn('alerts.gotIt', sent, { all: report.recipients.length });
}
