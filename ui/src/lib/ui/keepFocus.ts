/**
 * Where the focus goes when what held it is gone, such as a row that was deleted or a form that was closed: to the row in its place, the part
 * of the page around it, or the page's title. Never to a button, which a key that is still held would press.
 */

/** What is worth reading when the focus comes to it. */
const PARTS = 'section, form, [role="group"], [role="tabpanel"]';

/** Watches over a page; the function returned ends that. */
export function keepFocus(page: HTMLElement): () => void {
  let held: Element | null = null;
  /** From the element that held it outwards: what it stood in, and at which place. */
  let path: { within: Element; at: number }[] = [];

  function note({ target }: FocusEvent): void {
    // A dialog gives the focus back by itself.
    if (!(target instanceof Element) || target.closest('dialog')) return;
    held = target;
    path = [];
    for (let each = target; each !== page && each.parentElement; each = each.parentElement) {
      path.push({ within: each.parentElement, at: [...each.parentElement.children].indexOf(each) });
    }
  }

  function isLost(): boolean {
    const now = document.activeElement;
    return held !== null && !held.isConnected && (now === null || now === document.body);
  }

  function rescue(): void {
    if (!isLost()) return;
    for (const { within, at } of path) {
      if (!page.contains(within)) continue;
      const row = within.matches('ul, ol') ? (within.children[at] ?? within.lastElementChild) : null;
      const place = row ?? (within.matches(PARTS) ? within : null);
      if (place instanceof HTMLElement) return give(place);
    }
    page.querySelector<HTMLElement>('h1')?.focus();
  }

  // Whoever takes something away may move the focus in the same moment: only what is still lost then is looked after.
  const observer = new MutationObserver(() => {
    if (isLost()) setTimeout(rescue);
  });
  observer.observe(page, { childList: true, subtree: true });
  page.addEventListener('focusin', note);
  return () => {
    observer.disconnect();
    page.removeEventListener('focusin', note);
  };
}

/** Gives the focus to what usually has none, for as long as it stays there. */
function give(place: HTMLElement): void {
  if (!place.hasAttribute('tabindex')) {
    place.tabIndex = -1;
    place.addEventListener('blur', () => place.removeAttribute('tabindex'), { once: true });
  }
  place.focus();
}
