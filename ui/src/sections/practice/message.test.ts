import { describe, expect, it } from 'vitest';
import type { OutboxMessage } from '$lib/backend';
import { timeLeft } from '$lib/account/timeLeft';
import { paragraphs, shown, titleOf } from './message';

const message = (channel: OutboxMessage['channel'], subject = '[WhaTap] Verification code'): OutboxMessage => ({
  id: channel,
  preset: 'whatap',
  channel,
  to: 'mina.park@example.com',
  subject,
  text: '',
  code: null,
  at: 0,
  expires_at: null,
  asked_for_by: 'sign-up',
});

describe('the outbox', () => {
  it('sorts mails from texts; WhatsApp is a text', () => {
    const all = [message('mail'), message('sms'), message('whatsapp')];
    expect(shown(all, 'all')).toHaveLength(3);
    expect(shown(all, 'mail').map((each) => each.channel)).toEqual(['mail']);
    expect(shown(all, 'text').map((each) => each.channel)).toEqual(['sms', 'whatsapp']);
  });
  it('calls a message by its subject', () => {
    expect(titleOf(message('mail'))).toBe('Verification code');
    expect(titleOf(message('mail', '인증 코드'))).toBe('인증 코드');
    expect(titleOf(message('mail', '[WhaTap]'))).toBe('[WhaTap]');
  });
  it('counts a code down to its end', () => {
    expect(timeLeft(600_000, 0)).toBe('10:00');
    expect(timeLeft(600_000, 48_000)).toBe('9:12');
    expect(timeLeft(600_000, 599_100)).toBe('0:01');
    expect(timeLeft(600_000, 600_000)).toBeNull();
    expect(timeLeft(600_000, 900_000)).toBeNull();
  });
  it('keeps paragraphs', () => {
    expect(paragraphs('Enter this code.\n\n640271\n\n\nIt is valid.\n')).toEqual([
      'Enter this code.',
      '640271',
      'It is valid.',
    ]);
  });
});
