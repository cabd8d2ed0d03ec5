/** Failures in words. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Failure, FailureCode } from './backend';
import { wordsBeyond } from './beyond';
import { failureMessages, failureOf, failureText, fieldError, fieldText } from './failure';
import { setLanguage } from './i18n';
import { refusalMessages } from './refusals';

const failure = (code: FailureCode, more: Partial<Failure> = {}): Failure => ({
  code,
  fields: [],
  retry_after: null,
  ways: [],
  step: null,
  ...more,
});

describe('failures', () => {
  beforeAll(async () => {
    await setLanguage('en');
    await wordsBeyond();
  });

  it('each code has words of its own', () => {
    const said = Object.keys({ ...failureMessages, ...refusalMessages }).map(
      (code) => failureText(failure(code as FailureCode)).what,
    );
    expect(new Set(said).size).toBe(said.length);
    for (const what of said) expect(what).toMatch(/\.$/);
  });

  it('says how long to wait', () => {
    expect(failureText(failure('rate-limited', { retry_after: 42 })).todo).toBe('Try again in 42 seconds.');
  });

  it('names the character that is not part of a key', () => {
    const field = { field: 'secret', code: 'secret-bad-character', detail: '1', said: null };
    expect(fieldText(field)).toContain('“1”');
    expect(fieldText({ ...field, detail: null })).toContain('A to Z');
    expect(fieldError(failure('bad-code', { fields: [field] }), 'secret')).toContain('“1”');
    expect(fieldError(failure('bad-code', { fields: [field] }), 'digits')).toBeUndefined();
  });

  it('says a reason that stands in no field', () => {
    const full = { field: '', code: 'too_many_keys', detail: null, said: null };
    expect(failureText(failure('refused', { fields: [full] })).todo).toBe(fieldText(full));
    const other = { field: 'department', code: 'too_long', detail: '5', said: null };
    expect(failureText(failure('refused', { fields: [other, full] })).todo).toBe(fieldText(full));
    expect(failureText(failure('refused', { fields: [other] })).todo).toBe(fieldText(other));
    expect(failureText(failure('refused')).todo).toBe('Look at the marked fields.');
  });

  it('shows the words of the service for codes it does not know', () => {
    expect(fieldText({ field: 'x', code: 'house_rule', detail: null, said: 'Not on Sundays.' })).toBe(
      'Not on Sundays.',
    );
    expect(fieldText({ field: 'x', code: 'house_rule', detail: null, said: null })).not.toBe('');
  });

  it('takes a thrown fault of ours for what it is', () => {
    expect(failureOf(new TypeError('x')).code).toBe('internal');
  });
});
