/** The one set of live codes of the codes page. */
import { call, commands } from '$lib/backend';
import { LiveCodes } from './live.svelte';

let told = false;

export const live = new LiveCodes(async (ids) => {
  const codes = await call(commands.codesNow(ids));
  if (codes.length > 0) tellFirst();
  return codes;
});

/** Says once that a code can be read: after the frame that draws it. */
function tellFirst(): void {
  if (told) return;
  told = true;
  requestAnimationFrame(() => requestAnimationFrame(() => void commands.firstCodeShown()));
}
