/** Keys that an input method is still using. */

/** The key belongs to the composition under way. Some web views report it only by the old key code, after `compositionend`. */
export function belongsToComposition(event: KeyboardEvent): boolean {
  return event.isComposing || event.key === 'Process' || event.keyCode === 229;
}
