/** Every message is used somewhere, and every key that the code names is a message. */
import { describe, expect, it } from 'vitest';
import en from '$messages/en.json';
import ja from '$messages/ja.json';
import ko from '$messages/ko.json';
import { isFirst } from '../../../messages.parts';

const sources = import.meta.glob<string>(
  ['/src/**/*.{ts,svelte}', '!/src/**/*.test.ts', '!/src/lib/backend/bindings.ts', '!/src/lib/i18n/messages.ts'],
  { query: '?raw', import: 'default', eager: true },
) as Record<string, string>;
/** Keys that are put together where they are used, and those of what is drawn outside the web view: their beginnings. */
const COMPOSED = ['rules.', 'tray.'];

const keys = Object.keys(en);
const stem = (key: string) => key.replace(/\.(one|other)$/, '');
const areas = new Set(keys.map((key) => key.split('.', 1)[0]));
const named = new Set(
  Object.values(sources).flatMap((source) =>
    [...source.matchAll(/['"]([a-zA-Z]+(?:\.[a-zA-Z0-9]+)+)['"]/g)].map((match) => match[1] ?? ''),
  ),
);

describe('message keys', () => {
  it('are all used', () => {
    const unused = keys.filter(
      (key) => !named.has(key) && !named.has(stem(key)) && !COMPOSED.some((start) => key.startsWith(start)),
    );
    expect(unused).toEqual([]);
  });

  it('all exist where the code names one', () => {
    const known = new Set([...keys, ...keys.map(stem)]);
    const area = (name: string) => name.split('.', 1)[0];
    expect([...named].filter((name) => areas.has(area(name)) && !known.has(name))).toEqual([]);
  });
});

describe('the first part of a catalogue', () => {
  const ends = ['', '.ts', '.svelte.ts', '/index.ts'];

  /** The files that one names in its imports, dynamic ones left out. */
  function imported(file: string): string[] {
    const named = [...(sources[file] ?? '').matchAll(/(?:from|import) '([^']+)'/g)].map((match) => match[1] ?? '');
    const paths = named.map((name) => new URL(name.replace('$lib', '/src/lib'), `file://${file}`).pathname);
    return paths.flatMap((path) => ends.map((end) => path + end).find((each) => each in sources) ?? []);
  }

  it('has all that the first screen says', () => {
    const entry = ['main.ts', 'authenticator/Codes', 'vault/Locked'];
    const open = entry.map((name) => (name === 'main.ts' ? '/src/main.ts' : `/src/sections/${name}.svelte`));
    const seen = new Set(open);
    for (const file of seen) for (const next of imported(file)) seen.add(next);
    expect(seen.size).toBeGreaterThan(60);

    const says = (file: string, name: string) => (sources[file] ?? '').includes(`'${name}'`);
    const said = keys.filter((key) =>
      [...seen].some(
        (file) => says(file, key) || (stem(key) !== key && says(file, stem(key)) && stem(key).includes('.')),
      ),
    );
    // A field that was refused without a known reason has no place there.
    expect(said.filter((key) => !isFirst(key) && key !== 'field.refused')).toEqual([]);
  });
});

describe('Japanese', () => {
  it('sets no space between its own letters and Latin ones, digits or what is filled in', () => {
    const spaced = /[\u3040-\u30ff\u4e00-\u9fff」] [A-Za-z0-9{(]|[A-Za-z0-9})] [\u3040-\u30ff\u4e00-\u9fff「]/;
    expect(Object.entries(ja).filter(([, text]) => spaced.test(text))).toEqual([]);
  });
});

describe('Korean', () => {
  it('gives both forms of a particle after what is filled in', () => {
    const one = /}[’”]?(?:을|를|은|는|이|가|와|과|으로|로)(?![가-힣(])/;
    expect(Object.entries(ko).filter(([, text]) => one.test(text))).toEqual([]);
  });
});
