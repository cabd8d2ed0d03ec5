/** Tells the app that its window is used, so that the vault stays open. At most once a second: the app counts in minutes. */
import { call, commands } from '$lib/backend';

const KINDS = ['pointermove', 'pointerdown', 'keydown', 'wheel'] as const;
const SPARE = 1000;

/** Watches this window's input for as long as it lives. */
export function tellOfInput(): void {
  let told = 0;
  const tell = (): void => {
    const now = performance.now();
    if (told && now - told < SPARE) return;
    told = now;
    // Untold input only makes the vault lock sooner.
    void call(commands.vaultInUse()).catch(() => undefined);
  };
  for (const kind of KINDS) addEventListener(kind, tell, { capture: true, passive: true });
}
