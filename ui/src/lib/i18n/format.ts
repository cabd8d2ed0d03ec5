/** Dates, times and numbers as the language writes them. Times are of this machine's zone. */
import { language } from './catalogue.svelte';
import { t } from './messages';

const DAY = 86_400_000;

/** "12 March 2026". */
export function formatDate(ms: number): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'long' }).format(ms);
}

/** "14:05", here or in another zone; 24 hours unless the language says otherwise. */
export function formatTime(ms: number, timeZone?: string): string {
  return new Intl.DateTimeFormat(locale(), { timeStyle: 'short', timeZone, ...clock() }).format(ms);
}

/** "12 March 2026 at 14:05". */
export function formatDateTime(ms: number): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'long', timeStyle: 'short', ...clock() }).format(ms);
}

/** "Today at 14:05", "Yesterday at 14:05", or the whole date. */
export function relativeDay(ms: number): string {
  const days = Math.round((startOfDay(Date.now()) - startOfDay(ms)) / DAY);
  if (days === 0) return t('time.today', { time: formatTime(ms) });
  if (days === 1) return t('time.yesterday', { time: formatTime(ms) });
  return formatDateTime(ms);
}

/** "1,024". */
export function formatNumber(n: number): string {
  return new Intl.NumberFormat(language()).format(n);
}

/** "9 hours". */
export function formatHours(hours: number): string {
  const options = { style: 'unit', unit: 'hour', unitDisplay: 'long', maximumFractionDigits: 2 } as const;
  const text = new Intl.NumberFormat(language(), options).format(hours);
  // Its locale data sets a space that the rest of our Japanese does not.
  return language() === 'ja' ? text.replace(/\s/g, '') : text;
}

/** "12 kB". */
export function formatBytes(bytes: number): string {
  const kilobytes = Math.max(1, Math.round(bytes / 1000));
  return new Intl.NumberFormat(language(), { style: 'unit', unit: 'kilobyte' }).format(kilobytes);
}

/** English dates are day first and times 24 h, as the rest of our English is; a system set to US English keeps its own. */
function locale(): string {
  const code = language();
  if (code !== 'en') return code;
  const system = navigator.language;
  return system.startsWith('en-') ? system : 'en-GB';
}

/** Korean is written here with 24 hours, as its screens are, though its locale data says otherwise. */
function clock(): Intl.DateTimeFormatOptions {
  return language() === 'ko' ? { hourCycle: 'h23' } : {};
}

function startOfDay(ms: number): number {
  return new Date(ms).setHours(0, 0, 0, 0);
}
