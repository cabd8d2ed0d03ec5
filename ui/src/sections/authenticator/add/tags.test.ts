import { describe, expect, it } from 'vitest';
import { suggested, withTag } from './tags';

describe('withTag', () => {
  it('adds a tag, tidied', () => {
    expect(withTag(['Work'], '  On   call ')).toEqual(['Work', 'On call']);
  });
  it('adds none twice, and no empty one', () => {
    expect(withTag(['Work'], 'work')).toEqual(['Work']);
    expect(withTag(['업무'], '업무'.normalize('NFD'))).toEqual(['업무']);
    expect(withTag(['Work'], '  ')).toEqual(['Work']);
  });
});

describe('suggested', () => {
  const known = ['Home', 'Network', 'Work', 'Wood'];
  it('offers what the entry does not have', () => {
    expect(suggested(known, ['work'], '')).toEqual(['Home', 'Network', 'Wood']);
  });
  it('puts what begins so before what contains it', () => {
    expect(suggested(known, [], 'wo')).toEqual(['Work', 'Wood', 'Network']);
  });
});
