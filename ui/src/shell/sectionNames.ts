/** What a service calls its sections. Its own labels are used exactly; services without a preset get WhaTap's. */
import type { AccountRow, SectionName } from '$lib/backend';
import type { IconName } from '$lib/ui/icons';
import { type MessageKey, t } from '$lib/i18n';

const whatap = {
  profile: 'sections.profile',
  password: 'sections.password',
  factors: 'sections.factors',
  alerts: 'sections.alerts',
  devices: 'sections.devices',
  phones: 'sections.phones',
  keys: 'sections.keys',
  consents: 'sections.consents',
  sessions: 'sections.sessions',
  closure: 'sections.closure',
} satisfies Record<SectionName, MessageKey>;

const carecall = {
  profile: 'sections.profile',
  password: 'sections.carecall.password',
  factors: 'sections.carecall.factors',
  alerts: 'sections.alerts',
  devices: 'sections.devices',
  phones: 'sections.phones',
  keys: 'sections.carecall.keys',
  consents: 'sections.consents',
  sessions: 'sections.sessions',
  closure: 'sections.carecall.closure',
} satisfies Record<SectionName, MessageKey>;

export const sectionIcons = {
  profile: 'user',
  password: 'lock',
  factors: 'shield',
  alerts: 'bell',
  devices: 'device',
  phones: 'phone',
  keys: 'key',
  consents: 'megaphone',
  sessions: 'monitor',
  closure: 'leave',
} satisfies Record<SectionName, IconName>;

/** The section's label in the words of this service. */
export function sectionName(preset: string | null, section: SectionName): string {
  return t((preset === 'carecall' ? carecall : whatap)[section]);
}

/** CareCall's own page has tabs, so its sections are tabs here as well rather than entries of the sidebar. */
export function hasTabs(account: AccountRow): boolean {
  return account.preset === 'carecall';
}

/** The section that opens first. */
export function firstSection(account: AccountRow): SectionName {
  return account.sections[0]?.name ?? 'profile';
}
