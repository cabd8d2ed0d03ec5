import { describe, expect, it } from 'vitest';
import { changesOf } from './tagChanges';

describe('changesOf', () => {
  const before = [
    { tag: 'Work', held: 'all' },
    { tag: 'Home', held: 'some' },
  ] as const;
  it('changes nothing where nothing was touched', () => {
    expect(changesOf(before, {}, [])).toEqual({ add: [], remove: [] });
    expect(changesOf(before, { Work: 'all' }, [])).toEqual({ add: [], remove: [] });
  });
  it('gives and takes what was ticked and unticked, and adds what was typed', () => {
    expect(changesOf(before, { Work: 'none', Home: 'all' }, ['New'])).toEqual({
      add: ['Home', 'New'],
      remove: ['Work'],
    });
  });
  it('does not take what is also added', () => {
    expect(changesOf(before, { Work: 'none' }, ['Work'])).toEqual({ add: ['Work'], remove: [] });
  });
});
