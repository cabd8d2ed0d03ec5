/** Amounts of money as the language writes them. */
import type { OwedView } from '$lib/backend';
import { language } from '$lib/i18n';

/** "₩132,000". A currency that is not known here is written by its letters. */
export function money({ amount, currency }: OwedView): string {
  return new Intl.NumberFormat(language(), { style: 'currency', currency }).format(Number(amount));
}
