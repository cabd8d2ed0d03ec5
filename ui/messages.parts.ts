/**
 * A catalogue stays one file a language for those who write it, and comes to the window in two parts: what the first screen says, and
 * the rest, which follows when that screen stands. `import('$messages/en.json?part=first')` and `…?part=rest` are these parts.
 */
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/** The areas of the first screen: the frame, the codes, and what may stand in their place. */
export const FIRST: readonly string[] = [
  'app',
  'codes',
  'empty',
  'failure',
  'lock',
  'panel',
  'quarantine',
  'sections',
  'shell',
  'start',
  'time',
  'trash',
  'ui',
  'vault',
  'when',
];

const PART = /^(.*\.json)\?part=(first|rest)$/;

/** Serves the two parts of a catalogue. */
export function messageParts(): Plugin {
  return {
    name: 'message-parts',
    // Before the bundler's own reading of JSON, which would serve the whole.
    enforce: 'pre',
    load(id) {
      const [, file, part] = PART.exec(id) ?? [];
      if (!file) return null;
      this.addWatchFile(file);
      const all = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
      const wanted = Object.entries(all).filter(([key]) => isFirst(key) === (part === 'first'));
      return { code: `export default ${JSON.stringify(Object.fromEntries(wanted))}`, moduleType: 'js' };
    },
  };
}

/** Whether the first screen may say it. */
export function isFirst(key: string): boolean {
  return FIRST.includes(key.split('.', 1)[0] ?? '');
}
