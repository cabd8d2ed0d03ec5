import { describe, expect, it } from 'vitest';
import en from '$messages/en.json';
import { askedWords } from './asked';

// What the embedded service names as the reason of a message (`asked_for_by`).
const reasons = [
  'sign_up',
  'sign_in',
  'sign_in_code',
  'password_reset',
  'password_change',
  'email_change',
  'phone_change',
  'otp_setup',
  'otp_removal',
  'factor_setup',
  'factor_removal',
  'step_up',
  'recovery_codes',
  'api_key',
  'test_alert',
  'device_test',
  'device_added',
];

describe('what asked for a message', () => {
  it.each(reasons)('%s has words', (reason) => {
    const key = askedWords[reason.replaceAll('_', '-')];
    expect(key && en[key as keyof typeof en]).toBeTruthy();
  });
});
