/** The arithmetic under the primitives. */
import { describe, expect, it } from 'vitest';
import { groupCode, spelled } from './grouping';
import { keyName } from './keys';
import { digitsOf } from './pin';
import { percentLeft, secondsLeft } from './ring';
import { moved } from './roving';
import { tileLetter, tileTint } from './tile';

describe('grouping', () => {
  it.each([
    ['492813', ['492', '813']],
    ['4928137', ['492', '8137']],
    ['49281370', ['49', '281', '370']],
    ['12345', ['12345']],
    ['1234567890', ['1', '234', '567', '890']],
  ])('draws %s as %j', (code, groups) => {
    expect(groupCode(code, 'totp')).toEqual(groups);
  });

  it('keeps the letters of Steam together, however many', () => {
    expect(groupCode('7K4QM2', 'steam')).toEqual(['7K4QM2']);
    expect(groupCode('umozdicq', 'yandex')).toEqual(['umoz', 'dicq']);
  });

  it('never loses or adds a digit', () => {
    for (let length = 1; length <= 10; length++) {
      const code = '0123456789'.slice(0, length);
      expect(groupCode(code, 'hotp').join('')).toBe(code);
    }
  });

  it('spells digits apart for readers', () => {
    expect(spelled('0492')).toBe('0 4 9 2');
  });
});

describe('ring', () => {
  it('goes from full to empty and stays within', () => {
    expect(percentLeft(0, 30_000, 0)).toBe(100);
    expect(percentLeft(0, 30_000, 15_000)).toBe(50);
    expect(percentLeft(0, 30_000, 31_000)).toBe(0);
    expect(percentLeft(10_000, 40_000, 0)).toBe(100);
    expect(percentLeft(5, 5, 5)).toBe(0);
  });

  it('counts a begun second as one', () => {
    expect(secondsLeft(30_000, 29_001)).toBe(1);
    expect(secondsLeft(30_000, 30_000)).toBe(0);
    expect(secondsLeft(30_000, 99_000)).toBe(0);
  });
});

describe('code input', () => {
  it.each([
    ['492 813', '492813'],
    ['492-813', '492813'],
    ['４９２８１３', '492813'],
    ['Your code is 492813.', '492813'],
    ['4928130', '492813'],
  ])('takes %j as %s', (typed, digits) => {
    expect(digitsOf(typed, 6)).toBe(digits);
  });
});

describe('roving focus', () => {
  it('wraps round and ignores other keys', () => {
    expect(moved('ArrowRight', 2, 3)).toBe(0);
    expect(moved('ArrowUp', 0, 3)).toBe(2);
    expect(moved('End', 0, 3)).toBe(2);
    expect(moved('a', 0, 3)).toBeNull();
  });
});

describe('tile', () => {
  it('takes the first letter or digit, in any script', () => {
    expect(tileLetter('  whaTap')).toBe('W');
    expect(tileLetter('우리은행')).toBe('우');
    expect(tileLetter('@mina')).toBe('M');
    expect(tileLetter('')).toBe('·');
  });

  it('gives one of the seven tints, whatever the case', () => {
    for (const name of ['WhaTap', 'GitHub', '우리은행', '']) expect([1, 2, 3, 4, 5, 6, 7]).toContain(tileTint(name));
    expect(tileTint('GITHUB')).toBe(tileTint('github'));
  });
});

describe('the names of keys', () => {
  it('are signs on macOS, where Control stands beside Command', () => {
    const names = (platform: string) => ['Ctrl', 'Control', 'Alt', 'Shift', 'O'].map((key) => keyName(key, platform));
    expect(names('macos')).toEqual(['⌘', '⌃', '⌥', '⇧', 'O']);
    expect(names('linux')).toEqual(['Ctrl', 'Control', 'Alt', 'Shift', 'O']);
  });
});
