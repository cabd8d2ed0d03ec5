/** The ways of alerts and the reasons for staying away, in words. What is not known here shows the service's own name. */
import { type MessageKey, t } from '$lib/i18n';

const channels: Partial<Record<string, MessageKey>> = {
  email: 'alerts.email',
  sms: 'alerts.sms',
  whatsapp: 'alerts.whatsapp',
  devices: 'sections.devices',
};

export const reasons: Partial<Record<string, MessageKey>> = {
  level: 'alerts.why.level',
  day: 'alerts.why.day',
  hours: 'alerts.why.hours',
  channel_off: 'alerts.why.channelOff',
  no_number: 'alerts.why.noNumber',
  no_device: 'alerts.why.noDevice',
  device_excluded: 'alerts.why.deviceExcluded',
  device_gone: 'alerts.why.deviceGone',
  device_unreachable: 'alerts.why.deviceUnreachable',
};

export function channelName(channel: string): string {
  const key = channels[channel];
  return key ? t(key) : channel;
}

export function reasonText(reason: string): string {
  const key = reasons[reason];
  return key ? t(key) : reason;
}
