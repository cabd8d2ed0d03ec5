// Fails when what the first screen loads is too much: the entry, the codes' page and the first part of one catalogue, each with all that it imports.
// The app carries its files compressed by brotli, so that is what counts.
import { readFileSync, readdirSync } from 'node:fs';
import process from 'node:process';
import { brotliCompressSync } from 'node:zlib';

const LIMIT = 60_000;
const folder = new URL('dist/assets/', import.meta.url);
const files = readdirSync(folder);
const entry = /assets\/(index-[^"]+\.js)/.exec(readFileSync(new URL('dist/index.html', import.meta.url), 'utf8'))?.[1];

/** The chunk of a module that is loaded by itself. */
function chunk(name) {
  return files.find((file) => file.startsWith(`${name}-`) && file.endsWith('.js'));
}

/** Puts a chunk and all that it imports into the set. */
function gather(file, into) {
  if (file === undefined) throw new Error('size: a part of the first screen is not in dist; run `npm run build`');
  if (into.has(file)) return into;
  const source = readFileSync(new URL(file, folder));
  into.set(file, brotliCompressSync(source).length);
  for (const [, next] of source.toString().matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) gather(next, into);
  return into;
}

for (const language of ['en', 'ko', 'ja']) {
  const parts = new Map();
  for (const file of [entry, chunk('Codes'), chunk(`${language}-first`)]) gather(file, parts);
  const bytes = [...parts.values()].reduce((sum, each) => sum + each, 0);
  process.stdout.write(`first screen (${language}): ${bytes} bytes of script, compressed\n`);
  if (bytes > LIMIT) {
    for (const [file, size] of parts) process.stdout.write(`  ${size} ${file}\n`);
    process.stdout.write(`The limit is ${LIMIT}.\n`);
    process.exitCode = 1;
  }
}
