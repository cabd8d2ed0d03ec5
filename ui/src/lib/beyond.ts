/** Loads the words that only pages beyond the first screen say. */
import { moreFailures } from './failure';
import { wholeCatalogue } from './i18n';

export async function wordsBeyond(): Promise<void> {
  await Promise.all([wholeCatalogue(), moreFailures()]);
}
