/** The share of a period that is left. */

/** 100 at `from`, 0 at `until`, and never outside: a clock that jumps must not draw nonsense. */
export function percentLeft(from: number, until: number, now: number): number {
  if (until <= from) return 0;
  return Math.min(100, Math.max(0, ((until - now) / (until - from)) * 100));
}

/** Whole seconds left, rounded up, so that 0 means over. */
export function secondsLeft(until: number, now: number): number {
  return Math.max(0, Math.ceil((until - now) / 1000));
}
