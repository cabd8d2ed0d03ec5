/** Where each page's code is; it is loaded when the page is first opened, so that the first screen stays small. */
import { wordsBeyond } from '$lib/beyond';

/** A page, and the words that only pages beyond the first screen say. */
function withWords<Page>(load: () => Promise<Page>): () => Promise<Page> {
  return async () => {
    const [page] = await Promise.all([load(), wordsBeyond()]);
    return page;
  };
}

export const pages = {
  welcome: withWords(() => import('../sections/welcome/Welcome.svelte')),
  codes: () => import('../sections/authenticator/Codes.svelte'),
  import: withWords(() => import('../sections/authenticator/import/Import.svelte')),
  locked: () => import('../sections/vault/Locked.svelte'),
  vault: withWords(() => import('../sections/vault/NotOpen.svelte')),
  vaultSetup: withWords(() => import('../sections/vault/Setup.svelte')),
  account: withWords(() => import('./AccountPage.svelte')),
  closed: withWords(() => import('../sections/closure/Closed.svelte')),
  signIn: withWords(() => import('../sections/sign-in/SignIn.svelte')),
  practice: withWords(() => import('../sections/practice/Practice.svelte')),
  stepUp: withWords(() => import('./StepUp.svelte')),
  keyboardHelp: withWords(() => import('./KeyboardHelp.svelte')),
  settings: withWords(() => import('../sections/settings/Settings.svelte')),
};

/** The sections of an account, by the name that the service serves them under. */
export const accountPages = {
  profile: () => import('../sections/profile/Profile.svelte'),
  password: () => import('../sections/password/Password.svelte'),
  factors: () => import('../sections/factors/Factors.svelte'),
  alerts: () => import('../sections/alerts/Alerts.svelte'),
  devices: () => import('../sections/devices/Devices.svelte'),
  phones: () => import('../sections/phones/Phones.svelte'),
  keys: () => import('../sections/keys/Keys.svelte'),
  consents: () => import('../sections/consents/Consents.svelte'),
  sessions: () => import('../sections/sessions/Sessions.svelte'),
  closure: () => import('../sections/closure/Closure.svelte'),
};
