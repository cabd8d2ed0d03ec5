/** The scrolling box around the rows: how high it is, and when it has scrolled. */
import { untrack } from 'svelte';

export class Viewport {
  /** The box; none before it is on the page. */
  element = $state<HTMLElement>();
  height = $state(0);
  /** Changes with every scroll: what depends on places reads it. */
  scrolled = $state(0);

  /** Follows the box's size and scrolling; the function returned ends that. */
  follow(element: HTMLElement): () => void {
    this.element = element;
    const measure = () => {
      this.height = element.clientHeight;
      this.scrolled = untrack(() => this.scrolled) + 1;
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    measure();
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }

  /** How far the box's top is below the top of `list`; negative while the list begins further down. */
  topOver(list: HTMLElement): number {
    return (this.element?.getBoundingClientRect().top ?? 0) - list.getBoundingClientRect().top;
  }
}

/** The height of a row in px: 3.875rem, so that it grows with the system's text size. */
export function rowHeight(): number {
  return 3.875 * parseFloat(getComputedStyle(document.documentElement).fontSize);
}
