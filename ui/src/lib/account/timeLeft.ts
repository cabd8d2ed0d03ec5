/** How long something still counts. Pure. */

/** The time left as "9:12", or null when it is over. */
export function timeLeft(until: number, at: number): string | null {
  const seconds = Math.ceil((until - at) / 1000);
  if (seconds <= 0) return null;
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
