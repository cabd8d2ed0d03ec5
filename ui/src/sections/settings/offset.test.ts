import { describe, expect, it } from 'vitest';
import { offsetOf } from './offset';

describe('offsetOf', () => {
  it.each([
    ['12', 12],
    ['+12', 12],
    ['-30', -30],
    ['−30', -30],
    ['１２', 12],
    [' 0 ', 0],
    ['-0', 0],
    ['', 0],
    ['86400', 86_400],
  ])('reads %s', (typed, seconds) => expect(offsetOf(typed)).toBe(seconds));

  it.each(['1.5', '12 s', 'soon', '86401', '--1', '1e3'])('refuses %s', (typed) => expect(offsetOf(typed)).toBeNull());
});
