/** A row is dragged by its grip into another gap of its group. Pointer events, not the platform's drag and drop, which belongs to dropped files. */

/** How near the edge of the view it scrolls, and how far at once, in px. */
const EDGE = 44;
const STEP = 14;

interface Surroundings {
  /** The group's rows. */
  count: () => number;
  rowHeight: () => number;
  /** What scrolls. */
  view: () => HTMLElement | undefined;
  /** The row was dropped into this gap: 0 is before the first row. */
  ondrop: (id: string, gap: number) => void;
}

export class Dragging {
  /** The entry that is dragged. */
  id = $state<string | null>(null);
  /** The gap it would drop into. */
  gap = $state(0);
  readonly #around: Surroundings;
  #y = 0;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** Lets the rows of this list be dragged; the function returned ends that. */
  follow(list: HTMLElement): () => void {
    const begin = (event: PointerEvent) => this.#begin(event, list);
    list.addEventListener('pointerdown', begin);
    return () => list.removeEventListener('pointerdown', begin);
  }

  #begin(event: PointerEvent, list: HTMLElement): void {
    const grip = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-grip]') : null;
    if (!grip || event.button !== 0) return;
    event.preventDefault();
    this.id = grip.dataset['grip'] ?? null;
    this.#y = event.clientY;
    const ends = new AbortController();
    const { signal } = ends;
    const move = (next: PointerEvent) => {
      this.#y = next.clientY;
      this.#measure(list);
    };
    const end = (drop: boolean) => {
      ends.abort();
      const { id, gap } = this;
      this.id = null;
      if (drop && id !== null) this.#around.ondrop(id, gap);
    };
    window.addEventListener('pointermove', move, { signal });
    window.addEventListener('pointerup', () => end(true), { signal });
    window.addEventListener('pointercancel', () => end(false), { signal });
    window.addEventListener('blur', () => end(false), { signal });
    window.addEventListener('keydown', (key) => this.#cancelled(key) && end(false), { signal, capture: true });
    this.#measure(list);
    requestAnimationFrame(() => this.#scroll(list));
  }

  #cancelled(key: KeyboardEvent): boolean {
    if (key.key !== 'Escape') return false;
    key.preventDefault();
    key.stopPropagation();
    return true;
  }

  #measure(list: HTMLElement): void {
    const gap = Math.round((this.#y - list.getBoundingClientRect().top) / this.#around.rowHeight());
    this.gap = Math.min(Math.max(gap, 0), this.#around.count());
  }

  /** Near an edge the list scrolls on for as long as the pointer rests there. */
  #scroll(list: HTMLElement): void {
    const view = this.#around.view();
    if (this.id === null || !view) return;
    const { top, bottom } = view.getBoundingClientRect();
    if (this.#y < top + EDGE) view.scrollTop -= STEP;
    else if (this.#y > bottom - EDGE) view.scrollTop += STEP;
    this.#measure(list);
    requestAnimationFrame(() => this.#scroll(list));
  }
}
