import { describe, expect, it } from 'vitest';
import { scrollToShow, visibleSpan } from './windowing';

const long = { count: 10_000, rowHeight: 62, height: 620 };

describe('visibleSpan', () => {
  it('draws what is on the screen and a few rows around it', () => {
    expect(visibleSpan({ ...long, top: 62 * 100 }, 2)).toEqual({ first: 98, end: 112 });
  });
  it('draws a row that is on the screen by a pixel', () => {
    expect(visibleSpan({ ...long, top: 62 * 100 - 1 }, 0)).toEqual({ first: 99, end: 110 });
    expect(visibleSpan({ ...long, top: 62 * 100 + 1 }, 0)).toEqual({ first: 100, end: 111 });
  });
  it('stays within the list at both ends', () => {
    expect(visibleSpan({ ...long, top: -140 }, 3)).toEqual({ first: 0, end: 11 });
    expect(visibleSpan({ ...long, top: 62 * 9_995 }, 3)).toEqual({ first: 9_992, end: 10_000 });
  });
  it('draws nothing of a list that is out of view or empty', () => {
    const above = visibleSpan({ ...long, count: 3, top: 62 * 50 });
    expect(above.first).toBe(above.end);
    const below = visibleSpan({ ...long, top: -62 * 50 });
    expect(below).toEqual({ first: 0, end: 0 });
    expect(visibleSpan({ ...long, count: 0, top: 0 })).toEqual({ first: 0, end: 0 });
    expect(visibleSpan({ ...long, rowHeight: 0, top: 0 })).toEqual({ first: 0, end: 0 });
  });
  it('draws no more rows of ten thousand than of a hundred', () => {
    for (let top = 0; top < 62 * 9_990; top += 7_001) {
      const { first, end } = visibleSpan({ ...long, top });
      expect(end - first).toBeLessThanOrEqual(11 + 12);
    }
  });
});

describe('scrollToShow', () => {
  it('leaves a row alone that is in view', () => {
    expect(scrollToShow(100, 62, 400)).toBe(0);
  });
  it('goes up or down by what is missing', () => {
    expect(scrollToShow(-30, 62, 400)).toBe(-38);
    expect(scrollToShow(380, 62, 400)).toBe(50);
  });
  it('shows the top of a row that does not fit', () => {
    expect(scrollToShow(20, 62, 40)).toBe(12);
  });
});
