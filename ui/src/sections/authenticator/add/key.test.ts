import { describe, expect, it, vi } from 'vitest';
import { emptyKey, likelyMeant, typedKey } from './key';

// Sealing is between the page and the app: the journeys show it.
vi.mock('$lib/backend', () => ({ seal: (text: string) => Promise.resolve(`sealed:${text}`) }));

describe('typedKey', () => {
  it('starts from what nearly every service uses', async () => {
    expect(await typedKey({ ...emptyKey(), secret: 'JBSW Y3DP' })).toEqual({
      issuer: '',
      account: '',
      secret: 'sealed:JBSW Y3DP',
      kind: 'totp',
      algorithm: 'SHA-1',
      digits: 6,
      period: 30,
      counter: '0',
      pin: 'sealed:',
    });
  });
  it('takes a period of one’s own, in full-width digits as well', async () => {
    expect((await typedKey({ ...emptyKey(), period: 0, otherPeriod: ' 45 ' })).period).toBe(45);
    expect((await typedKey({ ...emptyKey(), period: 0, otherPeriod: '４５' })).period).toBe(45);
  });
  it('guesses no period: what is no number is refused by the app', async () => {
    expect((await typedKey({ ...emptyKey(), period: 0, otherPeriod: '' })).period).toBe(0);
    expect((await typedKey({ ...emptyKey(), period: 0, otherPeriod: '30s' })).period).toBe(0);
    expect((await typedKey({ ...emptyKey(), period: 0, otherPeriod: '99999999999' })).period).toBe(0);
  });
  it('keeps a counter beyond what a number holds', async () => {
    expect((await typedKey({ ...emptyKey(), kind: 'hotp', counter: ' 18446744073709551615 ' })).counter).toBe(
      '18446744073709551615',
    );
  });
});

describe('likelyMeant', () => {
  it('names the letters that digits are misread for', () => {
    expect(likelyMeant('1')).toEqual(['I', 'L']);
    expect(likelyMeant('0')).toEqual(['O']);
    expect(likelyMeant('8')).toEqual(['B']);
  });
  it('guesses nothing else', () => {
    expect(likelyMeant('!')).toEqual([]);
    expect(likelyMeant(null)).toEqual([]);
    expect(likelyMeant(undefined)).toEqual([]);
  });
});
