/** What asked for a message, in the words of the screen it was asked on. */
import { type MessageKey, t } from '$lib/i18n';

export const askedWords: Partial<Record<string, MessageKey>> = {
  'sign-up': 'asked.signUp',
  'sign-in': 'asked.signIn',
  'sign-in-code': 'asked.signInCode',
  'password-reset': 'asked.passwordReset',
  'temporary-password': 'asked.passwordReset',
  'password-change': 'asked.passwordChange',
  'email-change': 'asked.emailChange',
  'phone-change': 'asked.phoneChange',
  'otp-setup': 'asked.otpSetup',
  'otp-removal': 'asked.otpRemoval',
  'factor-setup': 'asked.factorSetup',
  'factor-removal': 'asked.factorRemoval',
  'step-up': 'asked.stepUp',
  'recovery-codes': 'asked.recoveryCodes',
  'api-key': 'asked.apiKey',
  'test-alert': 'alerts.send',
  'device-test': 'devices.testOf',
  'device-added': 'asked.deviceAdded',
  closure: 'asked.closure',
};

/** A code not known here shows itself rather than nothing. */
export function askedBy(code: string): string {
  const key = askedWords[code.replaceAll('_', '-')];
  return key ? t(key) : code;
}
