/** The languages by their own names: whoever lost their way finds theirs. */
import type { Language } from './catalogue.svelte';

export const languageNames: { value: Language; label: string }[] = [
  { value: 'en', label: 'English' },
  { value: 'ko', label: '한국어' },
  { value: 'ja', label: '日本語' },
];
