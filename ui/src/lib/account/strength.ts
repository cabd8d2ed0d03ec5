/** How the app's rough measure (0 to 4) is shown: four bars, and a word that says the same. */
import type { PasswordCheck } from '$lib/backend';
import type { MessageKey } from '$lib/i18n';

export interface Strength {
  score: 1 | 2 | 3 | 4;
  word: MessageKey;
  tone: string;
}

const steps: Strength[] = [
  { score: 1, word: 'rules.weak', tone: 'msg-error' },
  { score: 2, word: 'rules.fair', tone: 'msg-warn' },
  { score: 3, word: 'rules.good', tone: 'msg-ok' },
  { score: 4, word: 'rules.strong', tone: 'msg-ok' },
];

/** A typed password always lights at least one bar; one that the rules refuse is never called good. */
export function strengthOf(verdict: Pick<PasswordCheck, 'strength' | 'acceptable'>): Strength {
  const most = verdict.acceptable ? 4 : 2;
  const at = Math.min(Math.max(Math.round(verdict.strength), 1), most) - 1;
  return steps[at] as Strength;
}
