/** Times of a day as people type them, and a range of them as a bar. Pure. */

const DAY = 24 * 60;

/** "08:30" of "8:30", "830", "8" and the like; null for what is no time. The end of a range may be "24:00". */
export function timeOf(typed: string, end = false): string | null {
  const text = typed.trim().replace(/[.：]/, ':');
  const [, hours = '', minutes = '0'] = /^(\d{1,2})(?::?(\d{2}))?$/.exec(text) ?? [];
  if (!hours) return null;
  const all = Number(hours) * 60 + Number(minutes);
  const fits = Number(minutes) < 60 && (all < DAY || (end && all === DAY));
  return fits ? written(all) : null;
}

/** Minutes from midnight of a time that is one. */
export function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

/** Whether a range goes on into the next day. */
export function overnight(from: string, to: string): boolean {
  return minutesOf(to) <= minutesOf(from) && minutesOf(to) > 0;
}

/** The parts of a day that a range covers, in percent of the day; none while one of its ends is no time. */
export function bars(from: string, to: string): { left: number; width: number }[] {
  const [first, last] = [timeOf(from), timeOf(to, true)];
  if (first === null || last === null || first === last) return [];
  const [start, stop] = [minutesOf(first), minutesOf(last)];
  const parts =
    start < stop
      ? [[start, stop]]
      : [
          [0, stop],
          [start, DAY],
        ];
  return parts
    .filter(([begin = 0, end = 0]) => end > begin)
    .map(([begin = 0, end = 0]) => ({ left: (begin / DAY) * 100, width: ((end - begin) / DAY) * 100 }));
}

function written(minutes: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
