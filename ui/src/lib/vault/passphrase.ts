/** What a new passphrase has to be. */
import type { MessageKey } from '$lib/i18n';

/** Shorter ones are guessed from a copied file even against scrypt. */
export const SHORTEST = 8;

export interface NewPassphrase {
  first: string;
  again: string;
}

/** What is wrong with it, by field; nothing while a field is still empty. */
export function passphraseErrors(typed: NewPassphrase): { first?: MessageKey; again?: MessageKey } {
  if (typed.first && [...typed.first].length < SHORTEST) return { first: 'vault.passphraseShort' };
  if (typed.again && typed.first !== typed.again) return { again: 'vault.passphraseDiffers' };
  return {};
}

/** It is long enough and was typed twice alike. */
export function passphraseComplete(typed: NewPassphrase): boolean {
  return [...typed.first].length >= SHORTEST && typed.first === typed.again;
}
