/** Services on this computer are reached without a network. */
import { expect, it } from 'vitest';
import { staysHere } from './origin';

it.each([
  ['practice://whatap', true],
  ['http://127.0.0.1:8000', true],
  ['http://localhost:8000', true],
  ['http://[::1]:8000', true],
  ['https://account.example', false],
  ['https://127.0.0.1.example', false],
  ['nonsense', false],
])('%s: %s', (origin, here) => {
  expect(staysHere(origin)).toBe(here);
});
