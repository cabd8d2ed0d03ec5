import { describe, expect, it } from 'vitest';
import { choices, codeOf, compose, regions, shown, split } from './regions';

describe('regions', () => {
  it('are there once each', () => {
    expect(new Set(regions.map(({ region }) => region)).size).toBe(regions.length);
    expect(regions.every(({ region, code }) => /^[A-Z]{2}$/.test(region) && /^[1-9]\d{0,3}$/.test(code))).toBe(true);
    expect([codeOf('KR'), codeOf('JP'), codeOf('GB'), codeOf('??')]).toEqual(['82', '81', '44', undefined]);
  });

  it('are offered by name, the usual one first', () => {
    expect(choices(['KR'], 'KR', 'en')).toEqual([{ value: 'KR', label: '+82 South Korea' }]);
    const all = choices([], 'KR', 'ko');
    expect(all[0]).toEqual({ value: 'KR', label: '+82 대한민국' });
    expect(all.length).toBe(regions.length);
  });
});

describe('a number', () => {
  it('is composed from what was typed', () => {
    for (const typed of [
      '10-5530-9184',
      '010-5530-9184',
      '０１０ 5530 9184',
      '+82 10-5530-9184',
      '+82 (0)10 5530 9184',
    ]) {
      expect(compose('KR', typed)).toBe('+821055309184');
    }
    expect(compose('KR', '+44 20 7946 0958')).toBe('+442079460958');
    expect(compose('KR', '0044 20 7946 0958')).toBe('+442079460958');
    expect(compose('IT', '06 1234 5678')).toBe('+390612345678');
    expect(compose('CI', '07 12 34 56 78')).toBe('+2250712345678');
    expect(compose('KR', ' - ')).toBe('');
  });

  it('is taken apart and read', () => {
    expect(split('+821028410037')).toEqual({ region: 'KR', rest: '10-2841-0037' });
    expect(split('+12425551234')?.region).toBe('BS');
    expect(split('+12125551234')?.region).toBe('US');
    expect(shown('+821028410037')).toBe('+82 10-2841-0037');
    expect(shown('+819012345678')).toBe('+81 9012345678');
    expect(shown('odd')).toBe('odd');
  });
});
