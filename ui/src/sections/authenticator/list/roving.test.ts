import { describe, expect, it } from 'vitest';
import { step } from './roving';

describe('step', () => {
  it('moves by one and stops at the ends', () => {
    expect(step('ArrowDown', 3, 5, 4)).toBe(4);
    expect(step('ArrowDown', 4, 5, 4)).toBe(4);
    expect(step('ArrowUp', 1, 5, 4)).toBe(0);
    expect(step('ArrowUp', 0, 5, 4)).toBe(0);
  });
  it('chooses the first row when nothing is chosen', () => {
    expect(step('ArrowDown', -1, 5, 4)).toBe(0);
    expect(step('ArrowUp', -1, 5, 4)).toBe(0);
  });
  it('moves by a page', () => {
    expect(step('PageDown', 0, 50, 9)).toBe(9);
    expect(step('PageDown', 45, 50, 9)).toBe(49);
    expect(step('PageUp', 12, 50, 9)).toBe(3);
    expect(step('PageUp', 3, 50, 9)).toBe(0);
  });
  it('goes to the ends', () => {
    expect(step('Home', 20, 50, 9)).toBe(0);
    expect(step('End', 20, 50, 9)).toBe(49);
  });
  it('ignores other keys and empty lists', () => {
    expect(step('a', 1, 5, 4)).toBeNull();
    expect(step('ArrowDown', -1, 0, 4)).toBeNull();
  });
});
