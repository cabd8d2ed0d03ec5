/** The words for export formats and for what they can't say. */
import type { MessageKey, PluralKey } from '$lib/i18n';

const formats: Partial<Record<string, MessageKey>> = {
  gatehouse: 'export.gatehouse',
  otpauth: 'export.otpauth',
  aegis: 'export.aegis',
  'aegis-plain': 'export.aegisPlain',
  '2fas': 'export.twofas',
  google: 'export.google',
  printable: 'export.printable',
};

const reasons: Partial<Record<string, MessageKey>> = {
  kind: 'export.lacksKind',
  algorithm: 'export.lacksAlgorithm',
  digits: 'export.lacksDigits',
  period: 'export.lacksPeriod',
  counter: 'export.lacksCounter',
};

/** What a format is called. */
export function exportWords(format: string): MessageKey {
  return formats[format] ?? 'export.otpauth';
}

/** Why an entry is not in the file. */
export function omittedWords(why: string): MessageKey {
  return reasons[why] ?? 'export.lacksKind';
}

const parts: Partial<Record<string, PluralKey>> = {
  label: 'export.lostLabel',
  tags: 'export.lostTags',
  note: 'export.lostNote',
  pinned: 'export.lostPinned',
};

/** What of entries in the file the format has no room for. */
export function lostWords(part: string): PluralKey {
  return parts[part] ?? 'export.lostNote';
}
