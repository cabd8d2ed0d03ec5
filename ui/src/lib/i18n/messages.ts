/** Looks messages up by typed keys; an unknown key does not type-check. */
import { type Catalogue, language, messages } from './catalogue.svelte';

export type MessageKey = keyof Catalogue;
/** The stem of messages that come as `stem.one` and `stem.other`. */
export type PluralKey = MessageKey extends infer K ? (K extends `${infer Stem}.other` ? Stem : never) : never;
export type Parameters = Record<string, string | number>;

/** The message, with each `{name}` replaced. A key missing at run time shows itself rather than nothing. */
export function t(key: MessageKey, parameters?: Parameters): string {
  const text: string = messages()[key] ?? key;
  return parameters ? fill(text, parameters) : text;
}

/** The message in the plural form of `n`, with `{n}` written as the language writes numbers. */
export function tn(stem: PluralKey, n: number, parameters?: Parameters): string {
  const form = new Intl.PluralRules(language()).select(n) === 'one' ? 'one' : 'other';
  return t(`${stem}.${form}` as MessageKey, { n: new Intl.NumberFormat(language()).format(n), ...parameters });
}

function fill(text: string, parameters: Parameters): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(parameters[name] ?? whole));
}
