/// <reference types="vitest/config" />
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { messageParts } from './messages.parts';

/** A primitive that a page does not use stays out of its chunk, though `$lib/ui` names them all; so do Svelte's reactive classes. */
function moduleSideEffects(id: string): boolean {
  return !/\/src\/lib\/ui\/[^/?]+$|\/svelte\/src\/reactivity\//.test(id);
}

/** The parts of a catalogue are told apart by name: `en-first-….js`. */
function chunkFileNames(chunk: { facadeModuleId?: string | null }): string {
  const [, part] = /\?part=(\w+)$/.exec(chunk.facadeModuleId ?? '') ?? [];
  return part ? `assets/[name]-${part}-[hash].js` : 'assets/[name]-[hash].js';
}

// The oldest web views we meet: WebKitGTK 2.38, WKWebView 15.4, WebView2.
export default defineConfig({
  plugins: [svelte(), messageParts()],
  clearScreen: false,
  build: {
    target: ['safari15.4', 'chrome105'],
    modulePreload: false,
    assetsInlineLimit: 0,
    sourcemap: false,
    rolldownOptions: {
      treeshake: { moduleSideEffects },
      input: { index: 'index.html', panel: 'panel.html' },
      output: { chunkFileNames },
    },
  },
  resolve: {
    alias: { $lib: '/src/lib', $messages: '/messages' },
    ...(process.env['VITEST'] ? { conditions: ['browser'] } : {}),
  },
  test: { environment: 'jsdom', include: ['src/**/*.test.ts'], setupFiles: ['dialogs.setup.ts'] },
});
