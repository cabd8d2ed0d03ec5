/** A key as it is typed. */
import { type AlgorithmView, type KindView, seal, type TypedKey } from '$lib/backend';

/** The kinds in the order they are offered. */
export const KINDS = ['totp', 'hotp', 'steam', 'motp', 'yandex'] as const satisfies KindView[];

/** The form's fields: what is wrong with one of these is said at it, all else above. */
export const FIELDS = ['secret', 'issuer', 'account', 'digits', 'period', 'counter', 'algorithm', 'pin'] as const;

/** What stands in the form: numbers as text, as fields give them. */
export interface KeyForm {
  issuer: string;
  account: string;
  secret: string;
  kind: KindView;
  algorithm: AlgorithmView;
  digits: number;
  /** Seconds; 0 while `otherPeriod` is used. */
  period: number;
  otherPeriod: string;
  counter: string;
  /** For the kinds that need one. */
  pin: string;
}

/** What nearly every service uses. */
export function emptyKey(): KeyForm {
  return {
    issuer: '',
    account: '',
    secret: '',
    kind: 'totp',
    algorithm: 'SHA-1',
    digits: 6,
    period: 30,
    otherPeriod: '',
    counter: '0',
    pin: '',
  };
}

/** The form as the app takes it. What is not a number is sent as 0, which the app refuses by name: nothing is guessed. */
export async function typedKey(form: KeyForm): Promise<TypedKey> {
  const { issuer, account, secret, kind, algorithm, digits } = form;
  const period = form.period === 0 ? wholeNumber(form.otherPeriod) : form.period;
  return {
    issuer: issuer.trim(),
    account: account.trim(),
    secret: await seal(secret),
    kind,
    algorithm,
    digits,
    period,
    counter: form.counter.trim(),
    pin: await seal(form.pin.trim()),
  };
}

/** Letters that a character outside the key's alphabet was likely read for; none when nothing is close. */
export function likelyMeant(detail: string | null | undefined): string[] {
  switch (detail?.trim().charAt(0)) {
    case '1':
      return ['I', 'L'];
    case '0':
      return ['O'];
    case '8':
      return ['B'];
    default:
      return [];
  }
}

/** A whole number in what was typed; 0 where there is none, or it is larger than the app's type holds. */
function wholeNumber(text: string): number {
  const digits = text.normalize('NFKC').trim();
  const number = /^\d{1,9}$/.test(digits) ? Number(digits) : 0;
  return number;
}
