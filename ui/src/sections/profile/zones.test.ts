import { describe, expect, it } from 'vitest';
import { cityOf } from '$lib/i18n/city';
import { clock, offsetOf, search, signed, zoneOf, zonesOf } from './zones';

const winter = Date.UTC(2026, 0, 15, 12);
const summer = Date.UTC(2026, 6, 15, 12);

describe('time zones', () => {
  it('has the distance from UTC at the moment asked for', () => {
    expect(offsetOf('Asia/Seoul', winter)).toBe(540);
    expect(offsetOf('Europe/Berlin', winter)).toBe(60);
    expect(offsetOf('Europe/Berlin', summer)).toBe(120);
    expect(offsetOf('America/St_Johns', winter)).toBe(-210);
    expect(offsetOf('Asia/Seoul', winter + 48_731)).toBe(540);
  });
  it('writes it as people do', () => {
    expect(signed(540)).toBe('+09:00');
    expect(signed(-210)).toBe('−03:30');
    expect(clock(570)).toBe('09:30');
    expect(cityOf('America/Argentina/Buenos_Aires')).toBe('Buenos Aires');
    expect(zoneOf('Asia/Seoul', 'en', winter)?.label).toBe('(UTC+09:00) Seoul');
  });
  it('leaves out what this web view does not know', () => {
    expect(zonesOf(['Mars/Olympus', 'UTC'], 'en', winter).map((zone) => zone.id)).toEqual(['UTC']);
  });
  it('sorts by distance and finds by city, by country and by distance', () => {
    const zones = zonesOf(['Asia/Seoul', 'America/New_York', 'Asia/Tokyo'], 'en', winter);
    expect(zones.map((zone) => zone.id)).toEqual(['America/New_York', 'Asia/Seoul', 'Asia/Tokyo']);
    expect(search(zones, 'new york').map((zone) => zone.id)).toEqual(['America/New_York']);
    expect(search(zones, 'korea')).toHaveLength(1);
    expect(search(zones, '+09')).toHaveLength(2);
    expect(search(zones, '')).toHaveLength(3);
  });
});
