/** What a key means on the codes page. */
import { belongsToComposition } from '$lib/ui';

export type Act =
  | { act: 'search' }
  | { act: 'leave-search' }
  | { act: 'add' }
  | { act: 'paste' }
  | { act: 'scan' }
  | { act: 'copy'; next: boolean }
  | { act: 'edit' }
  | { act: 'delete' }
  /** `extend` selects what lies between. */
  | { act: 'move'; key: string; extend: boolean }
  /** Moves the chosen row within the person's own order. */
  | { act: 'place'; down: boolean }
  /** Selects the chosen row, or no longer. */
  | { act: 'select' }
  | { act: 'select-all' }
  /** A letter typed over the list: it belongs in the search field. */
  | { act: 'type' };

/** Where the key was pressed. */
export type Place = 'search' | 'list' | 'field' | 'control';

const MOVES = ['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End'];

/** The act of a key, or null where it keeps its own meaning. `mac` makes Command the main modifier. */
export function actOf(event: KeyboardEvent, place: Place, mac: boolean): Act | null {
  // Enter and letters that an input method is still composing with belong to it.
  if (belongsToComposition(event)) return null;
  if (event.altKey) return placing(event, place);
  const main = mac ? event.metaKey : event.ctrlKey;
  const other = mac ? event.ctrlKey : event.metaKey;
  if (other) return null;
  if (main && event.shiftKey) return letterOf(event) === 's' ? { act: 'scan' } : null;
  if (main) return withMain(event, place);
  if (event.key === 'F2' && place !== 'field') return { act: 'edit' };
  if (place === 'search') return inSearch(event);
  if (place === 'list') return inList(event, mac);
  return place === 'control' ? onControl(event) : null;
}

function onControl(event: KeyboardEvent): Act | null {
  if (event.key === '/') return { act: 'search' };
  return event.key === 'Escape' ? { act: 'leave-search' } : null;
}

function placing(event: KeyboardEvent, place: Place): Act | null {
  const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey;
  const moves = event.key === 'ArrowDown' || event.key === 'ArrowUp';
  return place === 'list' && plain && moves ? { act: 'place', down: event.key === 'ArrowDown' } : null;
}

function withMain(event: KeyboardEvent, place: Place): Act | null {
  if (event.key === 'Enter') return place === 'list' || place === 'search' ? { act: 'copy', next: true } : null;
  if (event.key === ' ' || event.code === 'Space') return place === 'list' ? { act: 'select' } : null;
  switch (letterOf(event)) {
    case 'a':
      return place === 'list' || place === 'control' ? { act: 'select-all' } : null;
    case 'f':
      return { act: 'search' };
    case 'n':
      return { act: 'add' };
    case 'v':
      return place === 'list' || place === 'control' ? { act: 'paste' } : null;
    default:
      return null;
  }
}

function inSearch(event: KeyboardEvent): Act | null {
  switch (event.key) {
    case 'Escape':
      return { act: 'leave-search' };
    case 'Enter':
      return { act: 'copy', next: false };
    case 'ArrowDown':
    case 'ArrowUp':
    case 'PageDown':
    case 'PageUp':
      return { act: 'move', key: event.key, extend: false };
    default:
      return null;
  }
}

function inList(event: KeyboardEvent, mac: boolean): Act | null {
  if (event.key === '/') return { act: 'search' };
  if (event.key === 'Enter') return { act: 'copy', next: false };
  // The delete key of a Mac is the one that others call Backspace.
  if (event.key === 'Delete' || (mac && event.key === 'Backspace')) return { act: 'delete' };
  if (event.key === 'Escape') return { act: 'leave-search' };
  if (MOVES.includes(event.key)) return { act: 'move', key: event.key, extend: event.shiftKey };
  return [...event.key].length === 1 && event.key !== ' ' ? { act: 'type' } : null;
}

/** The Latin letter of a key, also on a Korean or Japanese layout, where `key` is another script's. */
function letterOf(event: KeyboardEvent): string {
  if (/^[a-z]$/i.test(event.key)) return event.key.toLowerCase();
  return /^Key[A-Z]$/.test(event.code) ? event.code.slice(3).toLowerCase() : '';
}
