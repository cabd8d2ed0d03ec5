/** Whether a code is typed as far as it goes. Pure. */
export function codeTyped(value: string, digits: number | null, most = digits): boolean {
  if (digits === null || most === null) return value.trim() !== '';
  return value.length >= digits && value.length <= most;
}
