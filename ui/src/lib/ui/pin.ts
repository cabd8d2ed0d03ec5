/** What a typed or pasted code comes down to. */

/** The digits in a text, at most `length`; full-width digits of an input method count as well. */
export function digitsOf(text: string, length: number): string {
  return text.normalize('NFKC').replace(/\D/g, '').slice(0, length);
}
