/** Where on the page a key was pressed. */
import type { Place } from './list/shortcuts';

/** The page's own keys are taken by the list; a field, a menu or another control keeps its keys. */
export function placeOf(target: EventTarget | null): Place {
  if (!(target instanceof HTMLElement)) return 'list';
  if (target.matches('[role=searchbox]')) return 'search';
  if (target.isContentEditable || target.matches('textarea, select, input:not([type=checkbox], [type=radio])')) {
    return 'field';
  }
  if (target.matches('.row-hit')) return 'list';
  return target.matches('button, a, input, [role=menuitem], [role=menu]') ? 'control' : 'list';
}
