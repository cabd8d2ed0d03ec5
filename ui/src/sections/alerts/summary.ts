/** What alert settings come to, in a line. */
import type { AlertSettingsInput } from '$lib/backend';
import { t } from '$lib/i18n';
import { daysText } from './days';
import { overnight, timeOf } from './hours';

/** "Monday to Friday, 08:00 to 20:30, fatal only"; none while a time is being typed. */
export function summaryOf(settings: AlertSettingsInput): string | undefined {
  const [from, to] = [timeOf(settings.from), timeOf(settings.to, true)];
  if (from === null || to === null || settings.days.length === 0) return undefined;
  const level = t(settings.level === 'all' ? 'alerts.everyLevel' : 'alerts.fatalOnly');
  return t('alerts.summary', { days: daysText(settings.days), hours: hoursText(from, to), level });
}

function hoursText(from: string, to: string): string {
  if (from === '00:00' && to === '24:00') return t('alerts.allDay');
  return t(overnight(from, to) ? 'alerts.hoursOvernight' : 'alerts.hours', { from, to });
}
