/** What each method of the second factor is called, and which of them a page offers. Pure. */
import type { FactorMethodView, FactorOfferView, FactorsView } from '$lib/backend';
import type { MessageKey } from '$lib/i18n';
import type { IconName } from '$lib/ui/icons';

interface MethodWords {
  title: MessageKey;
  desc: MessageKey;
  icon: IconName;
  on: MessageKey;
  /** The step that has a code sent, and its button. */
  sendTitle: MessageKey;
  send: MessageKey;
  validate: MessageKey;
}

export const methodWords: Record<FactorMethodView, MethodWords> = {
  totp: {
    title: 'words.otp',
    desc: 'factors.otpDesc',
    icon: 'key',
    on: 'factors.on',
    sendTitle: 'factors.register',
    send: 'words.recreateOtpKey',
    validate: 'words.validateOtpKey',
  },
  email: {
    title: 'words.byEmail',
    desc: 'factors.emailDesc',
    icon: 'mail',
    on: 'factors.onEmail',
    sendTitle: 'factors.sendMail',
    send: 'words.sendToken',
    validate: 'words.validateToken',
  },
  sms: {
    title: 'words.textMessage',
    desc: 'factors.textDesc',
    icon: 'message',
    on: 'factors.onText',
    sendTitle: 'factors.sendText',
    send: 'factors.sendTextNow',
    validate: 'factors.validateText',
  },
};

/** The method that holds. */
export function held(factors: FactorsView): FactorMethodView | null {
  return factors.totp ? 'totp' : factors.sent_by;
}

/** A service without authenticators asks whether, and then by which way: there is nothing to set up. */
export function isSwitch({ offers }: FactorsView): boolean {
  return offers.length > 0 && offers.every((offer) => offer.method !== 'totp');
}

/** Whether a method can be chosen now: one that sends codes needs a place to send them to. */
export function usable(offer: FactorOfferView): boolean {
  return offer.method === 'totp' || offer.to !== null;
}
