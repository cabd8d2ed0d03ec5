/** The kinds of characters that password rules count. Each character is of exactly one, as the services count them. */
export const classes = ['lowercase', 'uppercase', 'digits', 'special'] as const;
export type CharacterClass = (typeof classes)[number];

/** Which kinds occur. */
export function classesIn(password: string): Set<CharacterClass> {
  return new Set([...password].map(classOf));
}

function classOf(character: string): CharacterClass {
  if (/[a-z]/.test(character)) return 'lowercase';
  if (/[A-Z]/.test(character)) return 'uppercase';
  return /[0-9]/.test(character) ? 'digits' : 'special';
}
