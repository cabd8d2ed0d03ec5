/** The days of the week: their names, and several of them in few words. */
import type { DayView } from '$lib/backend';
import { language, t } from '$lib/i18n';

export const week: readonly DayView[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
export const weekdays = week.slice(0, 5);

/** A Monday. */
const MONDAY = Date.UTC(2026, 10, 23);
const LONG = 86_400_000;

export function dayName(day: DayView, form: 'short' | 'long'): string {
  const at = MONDAY + week.indexOf(day) * LONG;
  return new Intl.DateTimeFormat(language(), { weekday: form, timeZone: 'UTC' }).format(at);
}

/** "Every day", "Monday to Friday", "Monday, Wednesday and Sunday". */
export function daysText(days: readonly DayView[]): string {
  const chosen = week.filter((day) => days.includes(day));
  const [first, last] = [chosen[0], chosen.at(-1)];
  if (!first || !last) return '';
  if (chosen.length === week.length) return t('alerts.everyDay');
  const inARow = week.indexOf(last) - week.indexOf(first) === chosen.length - 1;
  if (inARow && chosen.length > 2) {
    return t('alerts.dayRange', { from: dayName(first, 'long'), to: dayName(last, 'long') });
  }
  const names = chosen.map((day) => dayName(day, 'long'));
  return new Intl.ListFormat(language(), { type: 'conjunction' }).format(names);
}
