/** Moments within a sentence: "today at 14:05", "yesterday at 18:40", "on 16 November 2026". */
import { formatDate, formatTime } from './format';
import { t } from './messages';

const DAY = 86_400_000;

/** Whole days between the days of two moments, on this computer's calendar. */
export function daysBefore(ms: number, today: number): number {
  return Math.round((startOfDay(today) - startOfDay(ms)) / DAY);
}

export function when(ms: number): string {
  const days = daysBefore(ms, Date.now());
  if (days === 0) return t('when.today', { time: formatTime(ms) });
  if (days === 1) return t('when.yesterday', { time: formatTime(ms) });
  return t('when.on', { date: formatDate(ms) });
}

/** The same for a narrow column: "14:05", "Yesterday", or the date. */
export function whenShort(ms: number): string {
  const days = daysBefore(ms, Date.now());
  if (days === 0) return formatTime(ms);
  return days === 1 ? t('when.yesterdayShort') : formatDate(ms);
}

function startOfDay(ms: number): number {
  return new Date(ms).setHours(0, 0, 0, 0);
}
