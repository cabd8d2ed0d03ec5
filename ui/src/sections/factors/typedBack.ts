/** Whether a recovery code was typed back as it stands: case, spaces and dashes don't matter on paper. Pure. */
export function typedBack(typed: string, code: string): boolean {
  const bare = (text: string) => text.toLowerCase().replace(/[\s\-‐-―−]/g, '');
  return bare(code) !== '' && bare(typed) === bare(code);
}
