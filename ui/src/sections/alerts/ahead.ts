/** The days a test alert may be taken to happen on. Pure. */

const DAY = 86_400_000;
/** How many days ahead a time may be chosen: a week shows every day of it. */
const AHEAD = 7;

/** The next days in a time zone, as `2026-11-27`, today first. */
export function daysFrom(now: number, zone: string): string[] {
  // By its parts: how a locale orders them differs from one web view to the next.
  const options = { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  const parts = new Intl.DateTimeFormat('en', options).formatToParts(now);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? '';
  const today = Date.parse(`${part('year')}-${part('month')}-${part('day')}T00:00Z`);
  return Array.from({ length: AHEAD }, (_, ahead) => new Date(today + ahead * DAY).toISOString().slice(0, 10));
}
