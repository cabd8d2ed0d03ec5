/** How a session is called: by the client and the system it said it is. */
import type { SessionRow } from '$lib/backend';
import { t } from '$lib/i18n';
import { agentOf } from './agent';

export function sessionName(row: SessionRow): string {
  const { client, system } = agentOf(row.user_agent);
  if (row.current) return t('sessions.hereTitle');
  if (client && system) return t('sessions.on', { client, system });
  return client ?? system ?? t('sessions.unknownClient');
}
