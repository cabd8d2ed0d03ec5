/** The letter and the tint of an issuer's tile. */

const TINTS = 7;

/** The first letter or digit of a name, in upper case; a dot where it has none. */
export function tileLetter(name: string): string {
  return /[\p{L}\p{N}]/u.exec(name.normalize('NFC'))?.[0].toLocaleUpperCase('en') ?? '·';
}

/** 1 to 7, the same for the same name in any case (FNV-1a). */
export function tileTint(name: string): number {
  let hash = 0x811c9dc5;
  for (const character of name.trim().toLowerCase()) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return (hash % TINTS) + 1;
}
