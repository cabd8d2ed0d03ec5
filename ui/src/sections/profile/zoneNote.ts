/** What time it is in a zone, and how far that is from this computer: the quickest way to see that it is the right one. */
import { formatHours, formatTime, t } from '$lib/i18n';
import { offsetOf } from './zones';

/** None for a zone that this web view does not know. */
export function zoneNote(zone: string, at: number): string | undefined {
  try {
    const time = formatTime(at, zone);
    const apart = offsetOf(zone, at) + new Date(at).getTimezoneOffset();
    if (apart === 0) return t('profile.zoneSame', { time });
    const difference = formatHours(Math.abs(apart) / 60);
    return t(apart > 0 ? 'profile.zoneAhead' : 'profile.zoneBehind', { time, difference });
  } catch {
    return undefined;
  }
}
