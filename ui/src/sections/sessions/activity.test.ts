import { beforeAll, describe, expect, it } from 'vitest';
import type { ActivityRow } from '$lib/backend';
import { wordsBeyond } from '$lib/beyond';
import { detailsOf, titleOf } from './activity';

const row = (over: Partial<ActivityRow>): ActivityRow => ({
  kind: 'signed-in',
  at: null,
  user_agent: '',
  ip: '',
  ...over,
});

describe('activity in words', () => {
  beforeAll(wordsBeyond);

  it('names the client, the address and the time, and leaves out what is not known', () => {
    const firefox = 'Mozilla/5.0 (Windows NT 10.0; rv:143.0) Gecko/20100101 Firefox/143.0';
    const at = new Date(2020, 0, 5, 9, 12).getTime();
    expect(detailsOf(row({ user_agent: firefox, ip: '203.0.113.9', at }))).toMatch(
      /^Firefox on Windows, 203\.0\.113\.9, on .*2020$/,
    );
    expect(detailsOf(row({ ip: '203.0.113.9' }))).toBe('203.0.113.9');
    expect(detailsOf(row({ user_agent: 'Mozilla/5.0' }))).toBe('Mozilla/5.0');
  });

  it('has words for what a newer service tells', () => {
    expect(titleOf(row({ kind: 'other' }))).toBe('Something else changed');
    expect(titleOf(row({ kind: 'sign-in-failed' }))).toBe('Failed sign-in');
  });
});
