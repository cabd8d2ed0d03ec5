/** Which rows of a long list are drawn: those on the screen and a few around them. Every row is equally high. */

/** Rows `first` up to, but not with, `end`. */
export interface Span {
  first: number;
  end: number;
}

export interface View {
  /** How many rows the list has. */
  count: number;
  /** The height of one row in px. */
  rowHeight: number;
  /** Where the view begins, in px from the top of the list; negative while the list begins further down. */
  top: number;
  /** The height of the view in px. */
  height: number;
}

/** Rows drawn beyond each edge, so that scrolling by a wheel's notch shows no gap. */
const BEYOND = 6;

/** The rows to draw; `first` equals `end` when the list is out of view. */
export function visibleSpan({ count, rowHeight, top, height }: View, beyond = BEYOND): Span {
  if (rowHeight <= 0 || height <= 0) return { first: 0, end: 0 };
  const first = clamp(Math.floor(top / rowHeight) - beyond, count);
  const end = clamp(Math.ceil((top + height) / rowHeight) + beyond, count);
  return { first, end: Math.max(first, end) };
}

/** How far to scroll so that a row is wholly in view: 0 if it is, negative to go up. `margin` keeps it off the edges. */
export function scrollToShow(rowTop: number, rowHeight: number, viewHeight: number, margin = 8): number {
  if (rowTop < margin) return rowTop - margin;
  const below = rowTop + rowHeight + margin - viewHeight;
  // A view lower than a row shows the row's top.
  return below > 0 ? Math.min(below, rowTop - margin) : 0;
}

function clamp(n: number, count: number): number {
  return Math.min(Math.max(n, 0), count);
}
