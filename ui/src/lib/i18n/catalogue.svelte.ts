/** The catalogue in use. Only one language is loaded; changing it re-renders whatever reads it, with no restart. */
import type en from '$messages/en.json';

export type Language = 'en' | 'ko' | 'ja';
export type Catalogue = Record<keyof typeof en, string>;

type Part = () => Promise<{ default: Partial<Catalogue> }>;

/** What the first screen says, and the rest. */
const parts: Record<Language, { first: Part; rest: Part }> = {
  en: { first: () => import('$messages/en.json?part=first'), rest: () => import('$messages/en.json?part=rest') },
  ko: { first: () => import('$messages/ko.json?part=first'), rest: () => import('$messages/ko.json?part=rest') },
  ja: { first: () => import('$messages/ja.json?part=first'), rest: () => import('$messages/ja.json?part=rest') },
};

let current = $state.raw<{ language: Language; messages: Partial<Catalogue> }>({ language: 'en', messages: {} });
/** The language that was asked for last. */
let wanted: Language = 'en';
/** A page beyond the first screen was opened, so a change of language brings the whole. */
let whole = false;

/** The language on the screen. */
export function language(): Language {
  return current.language;
}

/** The messages of that language. */
export function messages(): Partial<Catalogue> {
  return current.messages;
}

/** Loads a language and puts it on the screen; an unknown code is English. `lang` also decides which CJK font comes first. */
export async function setLanguage(code: string): Promise<void> {
  const language = known(code);
  wanted = language;
  // Settings are read again whenever one of them changes; the words need not be.
  if (language === current.language && Object.keys(current.messages).length > 0) return;
  const messages = await load(language);
  // Another choice may have been made meanwhile.
  if (wanted !== language) return;
  current = { language, messages };
  document.documentElement.lang = language;
}

/** Starts loading a language that is likely to be asked for. */
export function expectLanguage(code: string): void {
  void parts[known(code)].first();
}

/** Loads what only pages beyond the first screen say. */
export async function wholeCatalogue(): Promise<void> {
  if (whole) return;
  whole = true;
  // The language may change while the rest of another one is on its way.
  for (let language: Language | null = null; language !== current.language;) {
    language = current.language;
    const messages = await load(language);
    if (language === current.language) current = { language, messages };
  }
}

async function load(language: Language): Promise<Partial<Catalogue>> {
  const asked = whole ? [parts[language].first(), parts[language].rest()] : [parts[language].first()];
  const loaded = await Promise.all(asked);
  return Object.assign({}, ...loaded.map((part) => part.default)) as Partial<Catalogue>;
}

function known(code: string): Language {
  const short = code.slice(0, 2);
  return short === 'ko' || short === 'ja' ? short : 'en';
}
