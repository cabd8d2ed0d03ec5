/** Time zones as people look for them: by city, by country and by distance from UTC. */
import { cityOf } from '$lib/i18n/city';

export interface Zone {
  id: string;
  /** "(UTC+09:00) Seoul". */
  label: string;
  /** The zone's name in the language on the screen, such as "Korean Standard Time". */
  name: string;
  /** Minutes east of UTC at that moment. */
  offset: number;
  /** What is searched, in lower case. */
  text: string;
}

/** Minutes east of UTC that a zone has at a moment. */
export function offsetOf(zone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((each) => each.type === type)?.value ?? 0);
  const there = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
  // The parts have no seconds, so the moment must have none either.
  return (there - Math.floor(at / 60_000) * 60_000) / 60_000;
}

/** "+09:00"; the minus is the typographic one. */
export function signed(minutes: number): string {
  return `${minutes < 0 ? '−' : '+'}${clock(Math.abs(minutes))}`;
}

/** "03:30". */
export function clock(minutes: number): string {
  const pad = (n: number) => String(n).padStart(2, '0');
  return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

/** The zones in the order of their distance from UTC, then by city. A zone that this web view does not know is left out. */
export function zonesOf(ids: string[], language: string, at: number): Zone[] {
  const zones = ids.flatMap((id) => zoneOf(id, language, at) ?? []);
  return zones.sort((a, b) => a.offset - b.offset || cityOf(a.id).localeCompare(cityOf(b.id), 'en'));
}

/** One zone, or null if this web view does not know it. */
export function zoneOf(id: string, language: string, at: number): Zone | null {
  try {
    const offset = offsetOf(id, at);
    const label = `(UTC${signed(offset)}) ${cityOf(id)}`;
    const name = nameOf(id, language, at);
    return { id, label, name, offset, text: `${id.replaceAll('_', ' ')} ${label} ${name}`.toLowerCase() };
  } catch {
    return null;
  }
}

/** Zones that have every typed word. */
export function search(zones: Zone[], query: string): Zone[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return words.length === 0 ? zones : zones.filter((zone) => words.every((word) => zone.text.includes(word)));
}

function nameOf(id: string, language: string, at: number): string {
  const parts = new Intl.DateTimeFormat(language, { timeZone: id, timeZoneName: 'long' }).formatToParts(at);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
}
