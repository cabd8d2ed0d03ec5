import { describe, expect, it } from 'vitest';
import { agentOf } from './agent';

const cases: [string, string | null, string | null, string][] = [
  ['Gatehouse/0.1.0', 'Gatehouse', null, 'gatehouse'],
  ['Gatehouse/0.1.0 (Linux)', 'Gatehouse', 'Linux', 'gatehouse'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0', 'Firefox', 'Windows', 'browser'],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36 Edg/141.0',
    'Edge',
    'Windows',
    'browser',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Safari/605.1.15',
    'Safari',
    'macOS',
    'browser',
  ],
  [
    'Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Mobile Safari/537.36',
    'Chrome',
    'Android',
    'phone',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Mobile/15E148 Safari/604.1',
    'Safari',
    'iPhone',
    'phone',
  ],
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36 Whale/4.3',
    'Whale',
    'Linux',
    'browser',
  ],
  ['curl/8.14.1', 'curl', null, 'other'],
  ['python-requests/2.32.5', 'python-requests', null, 'other'],
  ['Mozilla/5.0', null, null, 'other'],
  ['', null, null, 'other'],
];

describe('user agents in words', () => {
  it.each(cases)('%s', (text, client, system, kind) => {
    expect(agentOf(text)).toEqual({ client, system, kind });
  });
});
