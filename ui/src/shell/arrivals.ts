/** What is dropped on the window or opened with the app leads to the page that shows it. It waits in the app until then. */
import { call, commands, events } from '$lib/backend';
import { app } from '$lib/state/app.svelte';
import { go, type Route } from '$lib/state/route.svelte';
import { undisturbed } from '$lib/state/undisturbed';

/** Follows it until the function returned is called. */
export async function followArrivals(): Promise<() => void> {
  /** Where the person was led already: a late answer must not lead there again. */
  const led = { codes: false, import: false };
  const to = (at: 'codes' | 'import') => (): void => {
    led[at] = true;
    void lead({ at });
  };
  const stops = await Promise.all([
    events.importRequested.listen(to('import')),
    events.addRequested.listen(to('codes')),
  ]);
  // What the app was started with may have been read before anyone listened.
  const { opened, importing } = await call(commands.start());
  const at = importing ? 'import' : 'codes';
  if ((importing || opened) && !led[at]) to(at)();
  return () => stops.forEach((stop) => stop());
}

/** It waits until there is a vault to keep it in, too. */
async function lead(to: Route): Promise<void> {
  await undisturbed();
  await go(app.vault.state === 'absent' ? { at: 'vault-setup', then: to } : to);
}
