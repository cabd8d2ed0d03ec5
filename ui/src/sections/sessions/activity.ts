/** What happened to an account, in words and with a picture. Pure. */
import type { ActivityKind, ActivityRow } from '$lib/backend';
import { type MessageKey, t, when } from '$lib/i18n';
import type { IconName } from '$lib/ui';
import { agentOf } from './agent';

/** How many are shown before somebody asks for all. */
export const FIRST = 5;

const words: Record<ActivityKind, [MessageKey, IconName]> = {
  'signed-in': ['activity.signedIn', 'enter'],
  'sign-in-failed': ['activity.signInFailed', 'warning'],
  'password-changed': ['activity.passwordChanged', 'lock'],
  'factor-on': ['activity.factorOn', 'shield-check'],
  'factor-off': ['activity.factorOff', 'shield'],
  'recovery-codes-made': ['activity.recoveryCodesMade', 'file'],
  'recovery-code-used': ['activity.recoveryCodeUsed', 'file'],
  'key-made': ['activity.keyMade', 'token'],
  'key-removed': ['activity.keyRemoved', 'token'],
  'device-added': ['activity.deviceAdded', 'device'],
  'phone-changed': ['activity.phoneChanged', 'phone'],
  'phone-removed': ['activity.phoneRemoved', 'phone'],
  'email-changed': ['activity.emailChanged', 'mail'],
  'sessions-ended': ['activity.sessionsEnded', 'leave'],
  other: ['activity.other', 'info'],
};

export function titleOf(row: ActivityRow): string {
  return t(words[row.kind][0]);
}

export function iconOf(row: ActivityRow): IconName {
  return words[row.kind][1];
}

/** By what, from where, when; what is not known is left out. */
export function detailsOf(row: ActivityRow): string {
  const { client, system } = agentOf(row.user_agent);
  const named = client && system ? t('sessions.on', { client, system }) : (client ?? system ?? row.user_agent);
  return [named, row.ip, row.at === null ? '' : when(row.at)].filter(Boolean).join(', ');
}
