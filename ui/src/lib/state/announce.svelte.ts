/** The window's one polite live region, and its toasts. */
import type { IconName } from '$lib/ui/icons';

export interface Toast {
  text: string;
  icon?: IconName;
  action?: { label: string; run: () => void };
}

export const spoken = $state({ text: '' });
export const toasts = $state<{ shown: (Toast & { id: number }) | null }>({ shown: null });

let next = 0;

/** Says it to screen readers, politely. The same words twice are said twice. */
export function announce(text: string): void {
  // A trailing space makes an unchanged text a changed one, which is what readers listen for.
  spoken.text = spoken.text === text ? `${text}\u00a0` : text;
}

/** Shows a short message for what has no place on the page. One at a time; it is announced as well. */
export function toast(toast: Toast): void {
  toasts.shown = { ...toast, id: ++next };
  announce(toast.text);
}

/** Takes the toast away, if it is still that one. */
export function dismissToast(id: number): void {
  if (toasts.shown?.id === id) toasts.shown = null;
}
