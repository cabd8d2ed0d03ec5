/** Until when each account's pages may be entered without another proof, as its service said. In memory only. */
import { SvelteMap } from 'svelte/reactivity';

const until = new SvelteMap<string, number>();

/** The moment in milliseconds since 1970; 0 when nothing is known. */
export function provenUntil(account: string): number {
  return until.get(account) ?? 0;
}

/** The service has just said so; none where it has no such door. */
export function noteProven(account: string, moment: number | null): void {
  if (moment === null) until.delete(account);
  else until.set(account, moment);
}
