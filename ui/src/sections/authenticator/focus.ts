/** Where the focus starts in a dialog whose content came after it opened. */

/** Moves the focus to the first field, or else to the first button that is not a tab. */
export function focusFirst(within: HTMLElement | undefined): void {
  const field = within?.querySelector<HTMLElement>('input:not([type=radio]), textarea');
  const target = field ?? within?.querySelector<HTMLElement>('button:not([role=tab])');
  target?.focus();
}

/** The same, but only where the focus was lost because what held it is gone. */
export function rescueFocus(within: HTMLElement | undefined): void {
  const held = document.activeElement;
  if (!held || held === document.body || held.matches('dialog')) focusFirst(within);
}
