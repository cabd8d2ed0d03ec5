/** The days a test alert may be taken to happen on. Pure. */

const DAY = 86_400_000;
/** How many days ahead a time may be chosen: a week shows every day of it. */
const AHEAD = 7;

/** The next days in a time zone, as `2026-11-27`, today first. */
export function daysFrom(now: number, zone: string): string[] {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(now);
  const today = Date.parse(`${parts}T00:00Z`);
  return Array.from({ length: AHEAD }, (_, ahead) => new Date(today + ahead * DAY).toISOString().slice(0, 10));
}
