/** A vault is made only when there are two ways in, one of them not the keyring. */
import { describe, expect, it } from 'vitest';
import { type Choice, groupMatches, missing } from './setup';

const choice = (more: Partial<Choice> = {}): Choice => ({
  keyring: true,
  passphrase: { first: '', again: '' },
  typedBack: '',
  ...more,
});
const long = { first: 'harbour lantern', again: 'harbour lantern' };

describe('setting up', () => {
  it.each([
    ['the keyring alone', choice(), 'setup.missing.second'],
    ['no keyring and only the sheet', choice({ keyring: false, typedBack: '93GF' }), 'setup.missing.passphrase'],
    ['a wrong group', choice({ typedBack: 'XXXX' }), 'setup.missing.group'],
    ['a wrong group beside a passphrase', choice({ typedBack: 'XXXX', passphrase: long }), 'setup.missing.group'],
    ['a short passphrase', choice({ passphrase: { first: 'abc', again: 'abc' } }), 'setup.missing.longer'],
    ['one typed once', choice({ passphrase: { ...long, again: '' } }), 'setup.missing.again'],
  ])('refuses %s', (_, chosen, why) => {
    expect(missing(chosen, '93GF')).toBe(why);
  });

  it.each([
    ['keyring and sheet', choice({ typedBack: '93gf' })],
    ['keyring and passphrase', choice({ passphrase: long })],
    ['a passphrase alone', choice({ keyring: false, passphrase: long })],
  ])('takes %s', (_, chosen) => {
    expect(missing(chosen, '93GF')).toBeNull();
  });

  it('compares groups without case, spaces and dashes', () => {
    expect(groupMatches(' 93gf ', '93GF')).toBe(true);
    expect(groupMatches('age', 'AGE-')).toBe(true);
    expect(groupMatches('', undefined)).toBe(false);
  });
});
