/** What a person types that opens something, sealed for the app: why, says `src-tauri/src/sealed.rs`. */
import { call, commands } from './index';

const CURVE = { name: 'ECDH', namedCurve: 'P-256' };

let agreed: Promise<CryptoKey> | undefined;

/** Base64 of a nonce and the text under AES-256-GCM, with the key this page and the app agreed on. */
export async function seal(text: string): Promise<string> {
  agreed ??= agree();
  const key = await agreed.catch((error: unknown) => {
    agreed = undefined;
    throw error;
  });
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(text));
  return base64(iv) + base64(new Uint8Array(sealed));
}

async function agree(): Promise<CryptoKey> {
  const ours = await crypto.subtle.generateKey(CURVE, false, ['deriveBits']);
  const half = await crypto.subtle.exportKey('raw', ours.publicKey);
  const answer = Uint8Array.from(atob(await call(commands.sealedBegin(base64(new Uint8Array(half))))), (letter) =>
    letter.charCodeAt(0),
  );
  const theirs = await crypto.subtle.importKey('raw', answer, CURVE, false, []);
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, ours.privateKey, 256);
  const digest = await crypto.subtle.digest('SHA-256', shared);
  return crypto.subtle.importKey('raw', digest, 'AES-GCM', false, ['encrypt']);
}

function base64(bytes: Uint8Array): string {
  let letters = '';
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return btoa(letters);
}
