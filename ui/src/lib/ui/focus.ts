/** Where the focus goes. */

/** Moves the focus to a page's title when the page opens, so that a reader says where one is now. A field that asks for it keeps it. */
export function focusOnOpen(title: HTMLElement): void {
  queueMicrotask(() => {
    const held = document.activeElement;
    if (held instanceof HTMLElement && held.matches('input, select, textarea') && held.isConnected) return;
    if (held?.closest('dialog')) return;
    title.focus({ preventScroll: true });
  });
}

/** What a refusal is shown at: a field, or a group that is marked because its parts can't be. */
const REFUSED = '[aria-invalid="true"], [data-invalid] :is(button, input):not([disabled])';

/** Moves the focus to the first field that was refused. Call it after the errors are on the page. */
export function focusFirstError(within: ParentNode): void {
  within.querySelector<HTMLElement>(REFUSED)?.focus();
}
