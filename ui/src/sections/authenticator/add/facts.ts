/** The parameters of a code, in words. */
import type { KindView, OtpView } from '$lib/backend';
import { type MessageKey, t, tn } from '$lib/i18n';
import { isOfLetters } from '$lib/ui/grouping';

export const kindWords = {
  totp: 'add.totp',
  hotp: 'add.hotp',
  steam: 'add.steam',
  motp: 'add.motp',
  yandex: 'add.yandex',
} satisfies Record<KindView, MessageKey>;

/** "Time-based", "6 digits", "30 seconds", "SHA-1". */
export function factsOf(otp: OtpView): string[] {
  const facts = [t(kindWords[otp.kind])];
  facts.push(isOfLetters(otp.kind) ? tn('add.letters', otp.digits) : tn('add.digits', otp.digits));
  if (otp.period !== null) facts.push(tn('add.seconds', otp.period));
  if (otp.counter !== null) facts.push(t('codes.counter', { counter: otp.counter }));
  facts.push(otp.algorithm ?? 'MD5');
  return facts;
}
