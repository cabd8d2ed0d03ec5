/** Where the person is. There are no addresses: a route is data, and leaving one can be refused by unsaved changes. */
import type { ClosedView, SectionName } from '$lib/backend';

export type Route =
  | { at: 'welcome' }
  | { at: 'codes' }
  | { at: 'import' }
  | { at: 'vault-setup'; then?: Route }
  | { at: 'sign-in'; origin?: string; email?: string; id?: string }
  | { at: 'account'; id: string; section: SectionName }
  | { at: 'closed'; closed: ClosedView }
  | { at: 'practice'; page: 'overview' | 'outbox' }
  | { at: 'settings' };

let current = $state.raw<Route>({ at: 'codes' });
let guards: (() => Promise<boolean>)[] = [];

/** The route on the screen. */
export function route(): Route {
  return current;
}

/** Asks every guard whether what is on the screen may go. */
export async function mayLeave(): Promise<boolean> {
  for (const check of guards) if (!(await check())) return false;
  return true;
}

/** Goes there, unless a guard says no. True if it went. */
export async function go(to: Route): Promise<boolean> {
  // Where nobody is to be asked it is left at once: what happens in the same moment has to find the new route.
  if (guards.length > 0 && !(await mayLeave())) return false;
  current = to;
  return true;
}

/** Asks `check` before the route is left or the vault is locked by hand. The function returned takes the question back. */
export function guardLeaving(check: () => Promise<boolean>): () => void {
  guards = [...guards, check];
  return () => {
    guards = guards.filter((each) => each !== check);
  };
}
