/** The keys that work everywhere. The codes page has its own on top. */
import { call, commands } from '$lib/backend';
import { app } from '$lib/state/app.svelte';
import { keyboardHelp } from '$lib/state/help.svelte';
import { go, mayLeave } from '$lib/state/route.svelte';
import { commandHeld, inField } from '$lib/ui/keys';
import { sidebarRoutes } from './entries';

/** The guards are being asked. */
let asking = false;

/** Locks the vault, unless a guard says no; a second time at its question, all the same. The app then loads this page anew. */
export async function lock(): Promise<void> {
  const meant = asking;
  asking = true;
  try {
    if (meant || (await mayLeave())) await call(commands.vaultLock());
  } finally {
    asking = false;
  }
}

function lockHere(): void {
  void lock();
}

/** Handles a key press of the window. */
export function pressed(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const run = asksForHelp(event) ? help : withCommand(event);
  // In a dialog or on a full-window screen there is nowhere to go to, but whoever leaves the desk locks from anywhere.
  const stays = document.querySelector('dialog[open]') || !document.querySelector('.sidebar');
  if (!run || (stays && run !== lockHere)) return;
  event.preventDefault();
  run();
}

/** F1 anywhere; the question mark where it is not typed into a field. */
function asksForHelp(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  return event.key === 'F1' || (event.key === '?' && !inField(event));
}

function help(): void {
  keyboardHelp.open = true;
}

function withCommand(event: KeyboardEvent): (() => void) | null {
  const held = commandHeld(event, app.platform) && !event.altKey && !event.shiftKey;
  return held ? action(letter(event)) : null;
}

/** The key as a Latin layout has it: under a Korean or Japanese layout `key` is another letter. */
function letter(event: KeyboardEvent): string {
  if (/^[ -~]$/.test(event.key)) return event.key.toLowerCase();
  return event.code === 'Comma' ? ',' : event.code.replace(/^(Key|Digit)/, '').toLowerCase();
}

function action(key: string): (() => void) | null {
  if (/^[1-9]$/.test(key)) {
    const to = sidebarRoutes()[Number(key) - 1];
    return to ? () => void go(to) : null;
  }
  switch (key) {
    case ',':
      return () => void go({ at: 'settings' });
    case 'l':
      return app.vault.state === 'open' ? lockHere : null;
    case 's':
      return save;
    default:
      return null;
  }
}

/** Presses the save button of the card that holds the focus, or of the page's only card that has one. */
function save(): void {
  const all = [...document.querySelectorAll<HTMLButtonElement>('button[data-save]')];
  const card = document.activeElement?.closest('.card');
  const button = all.find((each) => card?.contains(each)) ?? (all.length === 1 ? all[0] : undefined);
  // The fields are disabled while saving, which would lose the focus; the button keeps it.
  button?.focus();
  button?.click();
}
