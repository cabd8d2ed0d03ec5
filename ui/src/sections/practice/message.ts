/** Messages of the outbox: which ones are shown, what they are called. Pure. */
import type { OutboxMessage } from '$lib/backend';

export type Filter = 'all' | 'mail' | 'text';

export function shown(messages: OutboxMessage[], filter: Filter): OutboxMessage[] {
  if (filter === 'all') return messages;
  return messages.filter((message) => (message.channel === 'mail') === (filter === 'mail'));
}

/** The subject without the service's name in brackets, which stands beside it. */
export function titleOf(message: OutboxMessage): string {
  return message.subject.replace(/^\[[^\]]*\]\s*/, '') || message.subject;
}

/** The text in parts, the code standing out: readers hear it once, spelled, where it is shown large. */
export function paragraphs(text: string): string[] {
  return text
    .split(/\n{2,}/)
    .map((part) => part.trim())
    .filter(Boolean);
}
