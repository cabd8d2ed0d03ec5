/** Arrow keys within a group of which one element is in the tab order. */

/** The index that a key moves to in a group of `length`, or null for other keys. Ends wrap round. */
export function moved(key: string, at: number, length: number): number | null {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return (at + 1) % length;
    case 'ArrowLeft':
    case 'ArrowUp':
      return (at - 1 + length) % length;
    case 'Home':
      return 0;
    case 'End':
      return length - 1;
    default:
      return null;
  }
}
