/** A secret on the screen goes out of sight by itself. */

/** Milliseconds a revealed secret stays in sight; it can be shown again. */
export const SHOWN_FOR = 30_000;

/** Calls `hide` after a while, and at once when the window loses the focus. Returns what takes that back. */
export function hideSoon(hide: () => void): () => void {
  const timer = setTimeout(hide, SHOWN_FOR);
  addEventListener('blur', hide);
  return () => {
    clearTimeout(timer);
    removeEventListener('blur', hide);
  };
}
