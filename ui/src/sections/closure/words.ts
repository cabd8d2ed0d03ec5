/** What a service counts, checks and asks before it closes an account, in words. Codes not known here show themselves rather than nothing. */
import type { BlockerView, ConsequenceView } from '$lib/backend';
import { money } from '$lib/account/money';
import { formatNumber, language, type MessageKey, type PluralKey, t, tn } from '$lib/i18n';

/** What is lost: its name under the number, and the two in a sentence. */
const lost: Partial<Record<string, { label: PluralKey; counted: PluralKey }>> = {
  projects: { label: 'closure.projectsLabel', counted: 'closure.projects' },
  coupons: { label: 'closure.couponsLabel', counted: 'closure.coupons' },
  data_months: { label: 'closure.monthsLabel', counted: 'closure.months' },
  devices: { label: 'closure.devicesLabel', counted: 'closure.devices' },
  keys: { label: 'closure.keysLabel', counted: 'closure.keys' },
  sessions: { label: 'closure.sessionsLabel', counted: 'closure.sessions' },
};

export function lostLabel({ what, count }: ConsequenceView): string {
  const words = lost[what];
  // The number stands above it, in letters of its own.
  return words ? tn(words.label, count, { n: '' }).trim() : what;
}

/** "4 projects, 2 promotion coupons and 11 months of data"; nothing where nothing is lost. */
export function lostList(consequences: ConsequenceView[]): string {
  const parts = consequences
    .filter(({ count }) => count > 0)
    .map(({ what, count }) => {
      const words = lost[what];
      return words ? tn(words.counted, count) : `${formatNumber(count)} ${what}`;
    });
  // The English of the app sets no comma before "and".
  const locale = language() === 'en' ? 'en-GB' : language();
  return new Intl.ListFormat(locale).format(parts);
}

interface CheckWords {
  title: MessageKey;
  met: MessageKey;
  /** What stands in the way, and what to do about it. */
  blocked: MessageKey;
  /** The title where it is not met, if that is another. */
  notMet?: MessageKey;
}

const checks: Partial<Record<string, CheckWords>> = {
  unpaid_balance: {
    title: 'closure.noBalance',
    notMet: 'closure.balance',
    met: 'closure.noBalance.met',
    blocked: 'closure.balance.blocked',
  },
  billing_role: { title: 'closure.billing', met: 'closure.billing.met', blocked: 'closure.billing.blocked' },
  member_management: { title: 'closure.members', met: 'closure.members.met', blocked: 'closure.members.blocked' },
};

export interface CheckRow {
  met: boolean;
  title: string;
  desc: string;
  /** The project it is about; empty when it is met. */
  project: string;
}

/** A check as rows: one when it is met, else one for each thing in the way. */
export function checkRows(code: string, blockers: BlockerView[]): CheckRow[] {
  const words = checks[code];
  const inTheWay = blockers.filter((blocker) => blocker.code === code);
  if (inTheWay.length === 0) {
    return [{ met: true, title: words ? t(words.title) : code, desc: t(words?.met ?? 'closure.met'), project: '' }];
  }
  return inTheWay.map(({ project, owed }) => {
    const title = words ? t(words.notMet ?? words.title) : code;
    const known = words && (code !== 'unpaid_balance' || owed);
    const desc = known ? t(words.blocked, { project, amount: owed ? money(owed) : '' }) : project;
    return { met: false, title, desc, project };
  });
}

/** The codes in the order of the service; a blocker of a check that it does not list is not left out. */
export function checkCodes(listed: string[], blockers: BlockerView[]): string[] {
  return [...new Set([...listed, ...blockers.map(({ code }) => code)])];
}

const reasons: Partial<Record<string, MessageKey>> = {
  no_longer_used: 'closure.reason.notUsed',
  another_service: 'closure.reason.another',
  too_costly: 'closure.reason.costly',
  hard_to_use: 'closure.reason.hard',
  other: 'closure.reason.other',
};

export function reasonText(code: string): string {
  const key = reasons[code];
  return key ? t(key) : code;
}

/** What is agreed to: the sentence and what it means. */
const consents: Partial<Record<string, { agree: MessageKey; means: MessageKey }>> = {
  personal_information: { agree: 'closure.agree', means: 'closure.agreeMeans' },
  user_information: { agree: 'closure.agreeAll', means: 'closure.agreeAllMeans' },
};

export function consentText(code: string, service: string): { agree: string; means: string } {
  const words = consents[code] ?? { agree: 'closure.agree', means: 'closure.agreeMeans' };
  return { agree: t(words.agree), means: t(words.means, { service }) };
}
