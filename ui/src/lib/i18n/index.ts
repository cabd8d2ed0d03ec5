/** Everything said to a person, in their language: messages, plurals, dates and times. */
export { expectLanguage, language, setLanguage, wholeCatalogue, type Language } from './catalogue.svelte';
export { t, tn, type MessageKey, type PluralKey } from './messages';
export { formatBytes, formatDate, formatDateTime, formatHours, formatNumber, formatTime, relativeDay } from './format';
export { when, whenShort } from './when';
