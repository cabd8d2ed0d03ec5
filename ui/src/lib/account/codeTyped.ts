/** Whether a code is typed as far as it goes. Pure. */
export function codeTyped(value: string, digits: number | null): boolean {
  return digits === null ? value.trim() !== '' : value.length === digits;
}
