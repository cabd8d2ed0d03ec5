/** Words for the codes of single fields: the parts' own codes and django-allauth's. Codes not listed show the service's words. */
import type { MessageKey } from './i18n';

/** `detail` is used where the failure brings the character, limit or value that the message names. */
export interface FieldWords {
  plain: MessageKey;
  detail?: MessageKey;
}

export const fieldMessages: Partial<Record<string, FieldWords>> = {
  // what a form asks for
  required: { plain: 'field.required' },
  blank: { plain: 'field.required' },
  invalid: { plain: 'field.invalid' },
  max_length: { plain: 'field.tooLong', detail: 'field.tooLong.detail' },
  'too-long': { plain: 'field.tooLong', detail: 'field.tooLong.detail' },
  too_long: { plain: 'field.tooLong', detail: 'field.tooLong.detail' },
  invalid_choice: { plain: 'field.invalidChoice' },
  name_taken: { plain: 'field.nameTaken' },
  too_many_keys: { plain: 'field.keysFull' },
  // signing in and proving oneself
  email_password_mismatch: { plain: 'field.emailPasswordMismatch' },
  incorrect_password: { plain: 'field.incorrectPassword', detail: 'field.incorrectPassword.detail' },
  enter_current_password: { plain: 'field.incorrectPassword' },
  incorrect_code: { plain: 'field.incorrectCode' },
  code_expired: { plain: 'field.codeExpired' },
  captcha_incorrect: { plain: 'field.captchaIncorrect' },
  captcha_expired: { plain: 'field.captchaExpired' },
  password_temporary: { plain: 'field.passwordTemporary' },
  too_many_login_attempts: { plain: 'field.tooManyAttempts' },
  invalid_email: { plain: 'field.invalidEmail' },
  email_taken: { plain: 'field.emailTaken' },
  unknown_email: { plain: 'field.unknownEmail' },
  invalid_phone: { plain: 'field.invalidPhone' },
  // a service's password rules
  password_too_short: { plain: 'field.passwordTooShort', detail: 'field.passwordTooShort.detail' },
  password_too_long: { plain: 'field.passwordTooLong', detail: 'field.passwordTooLong.detail' },
  password_too_common: { plain: 'field.passwordTooCommon' },
  password_too_similar: { plain: 'field.passwordTooSimilar' },
  password_entirely_numeric: { plain: 'field.passwordNumeric' },
  password_kinds: { plain: 'field.passwordKinds', detail: 'field.passwordKinds.detail' },
  // an OTP key and its parameters
  'secret-empty': { plain: 'field.secretEmpty' },
  'missing-secret': { plain: 'field.secretEmpty' },
  'secret-bad-character': { plain: 'field.secretBadCharacter', detail: 'field.secretBadCharacter.detail' },
  'secret-after-padding': { plain: 'field.secretCut' },
  'secret-bad-padding': { plain: 'field.secretCut' },
  'secret-impossible-length': { plain: 'field.secretCut' },
  'secret-too-long': { plain: 'field.secretTooLong' },
  'unknown-algorithm': { plain: 'field.unknownAlgorithm', detail: 'field.unknownAlgorithm.detail' },
  'digits-out-of-range': { plain: 'field.digitsOutOfRange', detail: 'field.digitsOutOfRange.detail' },
  'period-out-of-range': { plain: 'field.periodOutOfRange', detail: 'field.periodOutOfRange.detail' },
  'missing-counter': { plain: 'field.missingCounter' },
  'counter-out-of-range': { plain: 'field.counterOutOfRange' },
  'counter-exhausted': { plain: 'field.counterExhausted' },
  'not-a-number': { plain: 'field.notANumber', detail: 'field.notANumber.detail' },
  'duplicated-parameter': { plain: 'field.duplicated', detail: 'field.duplicated.detail' },
  'unsupported-parameter': { plain: 'field.unsupported', detail: 'field.unsupported.detail' },
  'malformed-parameter': { plain: 'field.malformed' },
  'bad-percent-encoding': { plain: 'field.malformed' },
  'not-utf8': { plain: 'field.malformed' },
  'control-character': { plain: 'field.malformed' },
  'user-info': { plain: 'field.malformed' },
  port: { plain: 'field.malformed' },
  'name-too-long': { plain: 'field.nameTooLong' },
  'uri-too-long': { plain: 'field.uriTooLong' },
  'unknown-type': { plain: 'field.unknownType', detail: 'field.unknownType.detail' },
  'unknown-encoder': { plain: 'field.unknownType', detail: 'field.unknownType.detail' },
  'not-steam': { plain: 'field.notSteam' },
  'fixed-setting': { plain: 'field.fixedSetting', detail: 'field.fixedSetting.detail' },
  'pin-missing': { plain: 'field.pinMissing' },
  'pin-bad': { plain: 'field.pinBad' },
  'not-yandex-key': { plain: 'field.notYandexKey' },
  'secret-bad-hex-digit': { plain: 'field.secretBadHexDigit', detail: 'field.secretBadHexDigit.detail' },
  'not-otpauth': { plain: 'failure.notOtpauth' },
  'record-malformed': { plain: 'field.recordMalformed' },
  'record-damaged': { plain: 'field.recordDamaged' },
  'migration-export': { plain: 'field.migrationExport' },
};
