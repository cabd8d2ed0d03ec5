import { describe, expect, it } from 'vitest';
import { besideGap, type Groups, hold, nameOf, neighbour } from './arrange';

const groups = (pinned: string, rest: string): Groups => ({ pinned: [...pinned], rest: [...rest] });
const ids = ({ pinned, rest }: Groups) => [pinned.join(''), rest.join('')];

describe('hold', () => {
  it('leaves rows in their places, whatever the new order', () => {
    expect(ids(hold(groups('a', 'bcd'), groups('c', 'dab')))).toEqual(['a', 'bcd']);
  });
  it('puts new rows last and drops what is gone', () => {
    expect(ids(hold(groups('a', 'bcd'), groups('xa', 'ybd')))).toEqual(['ax', 'bdy']);
  });
});

describe('neighbour', () => {
  const list = groups('ab', 'cd');
  it('is the next row of the same group', () => {
    expect(neighbour(list, 'a', true)).toEqual({ id: 'b', after: true });
    expect(neighbour(list, 'd', false)).toEqual({ id: 'c', after: false });
  });
  it('is none at the group’s ends, nor for a row that is not there', () => {
    expect(neighbour(list, 'b', true)).toBeNull();
    expect(neighbour(list, 'c', false)).toBeNull();
    expect(neighbour(list, 'x', true)).toBeNull();
  });
});

describe('besideGap', () => {
  const group = [...'abcd'];
  it('is the row below the gap, and the last one at the end', () => {
    expect(besideGap(group, 'd', 0)).toEqual({ id: 'a', after: false });
    expect(besideGap(group, 'a', 3)).toEqual({ id: 'd', after: false });
    expect(besideGap(group, 'a', 4)).toEqual({ id: 'd', after: true });
  });
  it('is none where the row stands already', () => {
    expect(besideGap(group, 'b', 1)).toBeNull();
    expect(besideGap(group, 'b', 2)).toBeNull();
  });
});

describe('nameOf', () => {
  it('leaves out what is not there', () => {
    expect(nameOf({ issuer: 'WhaTap', account: 'mina@example.com' })).toBe('WhaTap, mina@example.com');
    expect(nameOf({ issuer: '', account: 'mina@example.com' })).toBe('mina@example.com');
    expect(nameOf({ issuer: 'WhaTap', account: '' })).toBe('WhaTap');
  });
});
