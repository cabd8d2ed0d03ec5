/** A time in words: "5 minutes", or seconds where they are not whole minutes. */
import { tn } from '$lib/i18n';

export function duration(seconds: number): string {
  return seconds % 60 === 0 ? tn('lock.minutes', seconds / 60) : tn('lock.seconds', seconds);
}
