/** Starts the quick panel's window: words and theme first, then the list; shown by the app once it stands. */
import { mount } from 'svelte';
import { call, commands } from '$lib/backend';
import { setLanguage } from '$lib/i18n';
import { applyTheme } from '$lib/state/app.svelte';
import { tellOfInput } from '$lib/state/inUse';
import { installIcons } from '$lib/ui/icons';
import StartFailed from '../shell/StartFailed.svelte';
import Panel from './Panel.svelte';
import { PanelState } from './state.svelte';
import '../styles/tokens.css';
import '../styles/components.css';
import '../styles/app.css';

const target = document.getElementById('app') ?? document.body;

async function start(): Promise<void> {
  installIcons();
  const state = new PanelState();
  try {
    await state.begin();
    mount(Panel, { target, props: { state } });
  } catch {
    await setLanguage(navigator.language);
    applyTheme('system');
    mount(StartFailed, { target });
  }
  tellOfInput();
  await call(commands.panelReady());
}

void start();
