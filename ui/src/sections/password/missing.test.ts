import { describe, expect, it } from 'vitest';
import type { PasswordCheck } from '$lib/backend';
import { missing } from './missing';

const verdict = (length: boolean, classes: boolean): PasswordCheck => ({
  rules: [
    { rule: 'length', number: 9, met: length },
    { rule: 'classes', number: 3, met: classes },
  ],
  acceptable: length && classes,
  strength: 2,
});
const typed = { current: 'old-password-1', next: 'quietharbourQ', confirm: '' };

describe('what is missing before Update Password', () => {
  it('names the next thing only', () => {
    expect(missing({ current: '', next: '', confirm: '' }, null)).toEqual({ what: 'current' });
    expect(missing({ ...typed, next: '' }, verdict(false, false))).toEqual({ what: 'new' });
  });
  it('says which kinds of characters would do, and how long', () => {
    expect(missing(typed, verdict(true, false))).toEqual({ what: 'classes', kinds: ['digits', 'special'] });
    expect(missing(typed, verdict(false, true))).toEqual({ what: 'length', number: 9 });
    expect(missing(typed, verdict(false, false))).toEqual({ what: 'rules', count: 2 });
  });
  it('wants the same password twice, and another one than before', () => {
    expect(missing(typed, verdict(true, true))).toEqual({ what: 'confirm' });
    expect(missing({ ...typed, confirm: 'quietharbour' }, verdict(true, true))).toEqual({ what: 'match' });
    expect(missing({ ...typed, current: typed.next }, verdict(true, true))).toEqual({ what: 'same' });
    expect(missing({ ...typed, confirm: typed.next }, verdict(true, true))).toBeNull();
  });
  it('leaves the rules to the service when they could not be read', () => {
    expect(missing({ ...typed, confirm: typed.next }, null)).toBeNull();
  });
});
