import { describe, expect, it } from 'vitest';
import { typedBack } from './typedBack';

describe('a recovery code typed back', () => {
  it('is right as it stands, and as people write it', () => {
    for (const typed of ['r4vg-2hsk', 'R4VG 2HSK', ' r4vg2hsk ', 'r4vg–2hsk'])
      expect(typedBack(typed, 'r4vg-2hsk')).toBe(true);
  });
  it('is wrong when a character is missing or another', () => {
    for (const typed of ['', 'r4vg-', 'r4vg-2hs', 'c9tq-e8nf']) expect(typedBack(typed, 'r4vg-2hsk')).toBe(false);
  });
  it('is never right for a code that is not there', () => {
    expect(typedBack('', '')).toBe(false);
  });
});
