/** Keys for the quick panel as the person presses them, and as the settings keep them: `Ctrl+Alt+O`. */

/** Keys that stand for a choice: letters, digits, function keys, the space bar. */
const CODE = /^(?:Key([A-Z])|Digit(\d)|(F\d{1,2})|(Space))$/;

/** The keys of a press; null while none but modifiers are down, or where no modifier keeps them out of what is typed. */
export function keysOf(event: KeyboardEvent, platform: string): string | null {
  const key = CODE.exec(event.code)?.slice(1).find(Boolean);
  if (key === undefined || !(event.ctrlKey || event.altKey || event.metaKey)) return null;
  const mac = platform === 'macos';
  const held = [
    // Command takes Ctrl's place on macOS, here as in the app's own keys.
    (mac ? event.metaKey : event.ctrlKey) && 'Ctrl',
    mac && event.ctrlKey && 'Control',
    !mac && event.metaKey && 'Super',
    event.altKey && 'Alt',
    event.shiftKey && 'Shift',
  ].filter((name) => name !== false);
  return [...held, key].join('+');
}
