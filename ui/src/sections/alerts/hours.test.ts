import { describe, expect, it } from 'vitest';
import { bars, overnight, timeOf } from './hours';

describe('a time', () => {
  it.each([
    ['08:30', '08:30'],
    [' 8:30 ', '08:30'],
    ['830', '08:30'],
    ['0830', '08:30'],
    ['8', '08:00'],
    ['8.30', '08:30'],
    ['00:00', '00:00'],
    ['23:59', '23:59'],
  ])('%s is %s', (typed, time) => expect(timeOf(typed)).toBe(time));

  it.each(['', '8:3', '24:00', '25', '8:60', 'noon', '08:30:00', '-1:00'])('%s is none', (typed) =>
    expect(timeOf(typed)).toBeNull(),
  );

  it('may be the end of the day where a range ends', () => {
    expect(timeOf('24', true)).toBe('24:00');
    expect(timeOf('24:01', true)).toBeNull();
  });
});

describe('a range', () => {
  it('is drawn in one part, or in two over midnight', () => {
    expect(bars('06:00', '18:00')).toEqual([{ left: 25, width: 50 }]);
    expect(bars('18:00', '06:00')).toEqual([
      { left: 0, width: 25 },
      { left: 75, width: 25 },
    ]);
    expect(bars('18:00', '00:00')).toEqual([{ left: 75, width: 25 }]);
    expect(bars('00:00', '24:00')).toEqual([{ left: 0, width: 100 }]);
  });

  it('is not drawn while it is empty or being typed', () => {
    expect(bars('08:00', '08:00')).toEqual([]);
    expect(bars('08:00', '2x')).toEqual([]);
  });

  it('goes into the next day only beyond midnight', () => {
    expect([overnight('22:00', '06:00'), overnight('08:00', '20:30'), overnight('22:00', '00:00')]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
