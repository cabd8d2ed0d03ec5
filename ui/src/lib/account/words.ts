/**
 * The words a service uses within its account pages, by the preset it names. A difference between services is a row
 * here, never a branch in a screen.
 */
import type { MessageKey } from '$lib/i18n';

export interface AccountWords {
  saveProfile: MessageKey;
  updatePassword: MessageKey;
  /** The second step of signing in. */
  factorStep: MessageKey;
  /** Its button. */
  answerFactor: MessageKey;
  /** Choosing how to be asked. */
  selectMethod: MessageKey;
  method: MessageKey;
  /** The field that takes the code of a new key. */
  verify: MessageKey;
  validateKey: MessageKey;
  clearKey: MessageKey;
  /** Turning codes by mail or text off. */
  clearFactor: MessageKey;
  /** Closing the account. */
  closeAccount: MessageKey;
  /** The button of its last question. */
  confirmClosing: MessageKey;
}

const common: AccountWords = {
  saveProfile: 'words.save',
  updatePassword: 'words.updatePassword',
  factorStep: 'words.multiFactor',
  answerFactor: 'words.authentication',
  selectMethod: 'words.selectMethod',
  method: 'words.method',
  verify: 'words.verify',
  validateKey: 'words.validateOtpKey',
  clearKey: 'words.clearOtpKey',
  clearFactor: 'words.clearMultiFactor',
  closeAccount: 'words.withdrawal',
  confirmClosing: 'words.ok',
};

export const presets: Record<string, AccountWords> = {
  whatap: common,
  carecall: {
    saveProfile: 'words.ok',
    updatePassword: 'words.ok',
    factorStep: 'words.twoFactor',
    answerFactor: 'words.ok',
    selectMethod: 'words.authenticationMethod',
    method: 'words.authenticationMethod',
    verify: 'words.authenticationNumber',
    validateKey: 'words.ok',
    clearKey: 'words.disable',
    clearFactor: 'words.disable',
    closeAccount: 'words.cancelSubscription',
    confirmClosing: 'words.cancelSubscription',
  },
};

/** The words of a service; one that names no preset, or one not known here, gets the common ones. */
export function wordsOf(preset: string | null | undefined): AccountWords {
  return (preset && presets[preset]) || common;
}

/** The labels of the fields a service may serve; others show their own name. */
export const fieldLabels: Partial<Record<string, MessageKey>> = {
  email: 'words.email',
  name: 'words.name',
  company: 'words.company',
  language: 'words.language',
  notification_language: 'words.notificationLanguage',
  time_zone: 'words.timezone',
  task: 'words.task',
  mobile_number: 'words.mobileNumber',
};
