/** The three catalogues say the same things, and the look-ups fill them in. */
import { beforeAll, describe, expect, it } from 'vitest';
import en from '$messages/en.json';
import ja from '$messages/ja.json';
import ko from '$messages/ko.json';
import { setLanguage, t, tn } from '.';

const catalogues: Record<string, Record<string, string>> = { en, ko, ja };
const parameters = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();

describe('catalogues', () => {
  it.each(['ko', 'ja'])('%s has the keys of English', (code) => {
    expect(Object.keys(catalogues[code] ?? {})).toEqual(Object.keys(en));
  });

  it.each(['ko', 'ja'])('%s uses the parameters of English', (code) => {
    const differing = Object.entries(en).filter(
      ([key, text]) => parameters(catalogues[code]?.[key] ?? '').join() !== parameters(text).join(),
    );
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  it.each(['en', 'ko', 'ja'])('%s leaves nothing empty', (code) => {
    const empty = Object.entries(catalogues[code] ?? {}).filter(([, text]) => text.trim() === '');
    expect(empty).toEqual([]);
  });

  it('has both forms of every plural, with their number', () => {
    for (const key of Object.keys(en).filter((each) => each.endsWith('.one'))) {
      expect(Object.keys(en)).toContain(key.replace(/\.one$/, '.other'));
      expect(catalogues['en']?.[key.replace(/\.one$/, '.other')]).toContain('{n}');
    }
  });
});

describe('look-up', () => {
  beforeAll(() => setLanguage('en'));

  it('fills parameters in and chooses the plural', () => {
    expect(t('time.today', { time: '14:05' })).toBe('Today at 14:05');
    expect(tn('ui.unsaved', 1)).toBe('1 unsaved change');
    expect(tn('ui.unsaved', 2)).toBe('2 unsaved changes');
  });

  it('changes at once, and says so to the document', async () => {
    await setLanguage('ko');
    expect(t('shell.codes')).toBe('코드');
    expect(document.documentElement.lang).toBe('ko');
    await setLanguage('en');
  });
});
