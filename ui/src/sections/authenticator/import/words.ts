/** What is said of a record, on the screen and in the report that can be saved. */
import type { ImportRecord, ImportView } from '$lib/backend';
import { fieldText } from '$lib/failure';
import { formatDateTime, t, tn } from '$lib/i18n';

/** The issuer, or the account, or its place in the file. */
export function nameOfRecord(record: ImportRecord): string {
  return record.issuer || record.account || t('quarantine.entry', { number: record.number });
}

/** The report as text, a line a record, without any key. */
export function reportText(view: ImportView): string {
  const outcomes = { new: t('import.outcomeNew'), duplicate: t('import.outcomeDuplicate'), attention: '' };
  const line = (record: ImportRecord): string => {
    const account = record.issuer && record.account ? ` (${record.account})` : '';
    const outcome = record.reason ? fieldText(record.reason) : outcomes[record.outcome];
    return `${record.number}. ${nameOfRecord(record)}${account}: ${outcome}`;
  };
  return [
    t('import.title', { app: view.file.app }),
    view.file.name,
    formatDateTime(Date.now()),
    tn('import.accounted', view.records.length),
    '',
    ...view.records.map(line),
    '',
  ].join('\n');
}
