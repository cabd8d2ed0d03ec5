/** How keys are named on this platform. */

const MAC: Record<string, string> = {
  Ctrl: '⌘',
  Control: '⌃',
  Alt: '⌥',
  Shift: '⇧',
  Enter: '↩',
  Delete: '⌫',
  Esc: '⎋',
};

/** The name of a key as the platform writes it. */
export function keyName(key: string, platform: string): string {
  return platform === 'macos' ? (MAC[key] ?? key) : key;
}

/** The modifier of shortcuts is held: Command on macOS, Ctrl elsewhere. */
export function commandHeld(event: KeyboardEvent | MouseEvent, platform: string): boolean {
  return platform === 'macos' ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
}

/** The key was typed into a field, so shortcuts without a modifier don't apply. */
export function inField(event: Event): boolean {
  const target = event.target;
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('textarea, select, input:not([type=checkbox], [type=radio])'))
  );
}
