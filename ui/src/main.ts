/** Starts the window: state first, then the app, in the person's language from the first paint. */
import { mount } from 'svelte';
import App from './App.svelte';
import { wordsBeyond } from '$lib/beyond';
import { expectLanguage, setLanguage } from '$lib/i18n';
import { startApp } from '$lib/state/app.svelte';
import { followCopies } from '$lib/state/copies.svelte';
import { tellOfInput } from '$lib/state/inUse';
import { installIcons } from '$lib/ui/icons';
import StartFailed from './shell/StartFailed.svelte';
import { pages } from './shell/pages';
import './styles/tokens.css';
import './styles/components.css';
import './styles/app.css';

const target = document.getElementById('app') ?? document.body;

async function start(): Promise<void> {
  installIcons();
  // The codes are what most starts are for: their page, and the words, load while the app answers.
  expectLanguage(navigator.language);
  void pages.codes();
  try {
    await startApp();
  } catch {
    // The app could not say which language it speaks, so the web view's own is taken.
    await setLanguage(navigator.language);
    mount(StartFailed, { target });
    return;
  }
  mount(App, { target });
  tellOfInput();
  void followCopies();
  // What dialogs and further pages say follows when the first screen stands.
  setTimeout(() => void wordsBeyond());
}

void start();
