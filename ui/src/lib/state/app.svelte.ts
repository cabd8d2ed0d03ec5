/** What the app says of itself: loaded at start, asked again whenever it says that something changed. Rust is the truth. */
import {
  type AccountRow,
  call,
  commands,
  events,
  type SettingsView,
  type StartView,
  type VaultView,
} from '$lib/backend';
import { setLanguage } from '$lib/i18n';
import { InOrder } from './inOrder';
import { pendingSignIn } from './pendingSignIn.svelte';

class App {
  vault = $state.raw<VaultView>({
    state: 'opening',
    waiting: false,
    slots: { keyring: false, passphrase: false, recovery_sheet: false },
  });
  accounts = $state.raw<AccountRow[]>([]);
  settings = $state.raw<SettingsView>({
    language: 'system',
    theme: 'system',
    clear_clipboard_after: 30,
    hide_codes: false,
    sort: 'issuer',
    clock_offset: 0,
    keep_in_tray: true,
    hide_from_capture: true,
    lock_after: 900,
    lock_on_sleep: true,
    lock_on_screen_lock: true,
    lock_on_user_switch: true,
    backup_keep: 10,
    check_leaks: false,
    leak_service: '',
  });
  /** One of the doors of the first run was taken. */
  settled = $state(true);
  version = $state('');
  platform = $state('linux');
  /** Messages in the practice outbox. */
  outbox = $state(0);

  /** The entries of an open vault. */
  readonly entries = $derived(this.vault.state === 'open' ? this.vault.entries : null);

  /** The account with this identity, while it exists. */
  account(id: string): AccountRow | undefined {
    return this.accounts.find((row) => row.id === id);
  }
}

export const app = new App();

/** Everything is asked for in one, and its parts alone. */
const whole = new InOrder();
const vaults = new InOrder();
const accounts = new InOrder();
const outboxes = new InOrder();

/** Asks for everything again. Only a page that has just begun knows less of a sign-in than the app. */
export async function reload(begins = false): Promise<void> {
  const isNews = whole.ask();
  const isNewsOf = { vault: vaults.ask(), accounts: accounts.ask() };
  const start = await call(commands.start());
  if (begins) pendingSignIn.current = start.signing_in;
  if (!isNews()) return;
  await setLanguage(start.language);
  if (!isNews()) return;
  take(start);
  if (isNewsOf.vault()) app.vault = start.vault;
  if (isNewsOf.accounts()) app.accounts = start.accounts;
}

/** Loads the app's state and keeps it true for as long as the window lives. */
export async function startApp(): Promise<void> {
  const listening = Promise.all([
    events.vaultChanged.listen(() => void refreshVault()),
    events.codesChanged.listen(() => void refreshVault()),
    events.accountsChanged.listen(() => void refreshAccounts()),
    events.settingsChanged.listen(() => void reload()),
    events.outboxChanged.listen(() => void refreshOutbox()),
  ]);
  await reload(true);
  // What changed before the first answer was on the way, or before the listeners were there, is asked for once more.
  void listening.then(() => Promise.all([refreshVault(), refreshAccounts(), refreshOutbox()]));
}

let saved = Promise.resolve();

/**
 * Saves changed settings. The language resolved from `system` comes with the reload. One follows the other: all settings are sent each
 * time, and must hold what was changed before.
 */
export function saveSettings(change: Partial<SettingsView>): Promise<void> {
  const saving = saved.then(async () => {
    await call(commands.settingsSave({ ...app.settings, ...change }));
    await reload();
  });
  saved = saving.catch(() => undefined);
  return saving;
}

/** Takes a vault state that a command has just answered with. */
export function setVault(vault: VaultView): void {
  vaults.ask()();
  app.vault = vault;
}

export async function refreshVault(): Promise<void> {
  const isNews = vaults.ask();
  const vault = await call(commands.vaultState());
  if (isNews()) app.vault = vault;
}

async function refreshAccounts(): Promise<void> {
  const isNews = accounts.ask();
  const rows = await call(commands.accountsList());
  if (isNews()) app.accounts = rows;
}

async function refreshOutbox(): Promise<void> {
  const isNews = outboxes.ask();
  const { length } = await call(commands.practiceOutbox());
  if (isNews()) app.outbox = length;
}

function take(start: StartView): void {
  applyTheme(start.settings.theme);
  app.settings = start.settings;
  app.settled = start.settled;
  app.version = start.version;
  app.platform = start.platform;
}

/** `data-theme` on the root; none follows the system. */
export function applyTheme(theme: SettingsView['theme']): void {
  if (theme === 'system') document.documentElement.removeAttribute('data-theme');
  else document.documentElement.dataset['theme'] = theme;
}
