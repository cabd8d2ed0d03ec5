/** The sidebar's entries in order: what Ctrl+1 to Ctrl+9 open, and what the sidebar draws. */
import type { AccountRow } from '$lib/backend';
import { t } from '$lib/i18n';
import { app } from '$lib/state/app.svelte';
import { type Route, route } from '$lib/state/route.svelte';
import { firstSection } from './sectionNames';

/** Codes, each account, the practice server, adding a service. */
export function sidebarRoutes(): Route[] {
  return [{ at: 'codes' }, ...app.accounts.map(accountRoute), { at: 'practice', page: 'overview' }, { at: 'sign-in' }];
}

/** The account's page; the section that is open stays open. */
export function accountRoute(account: AccountRow): Route {
  const here = route();
  const section = here.at === 'account' && here.id === account.id ? here.section : firstSection(account);
  return { at: 'account', id: account.id, section };
}

/** What the sidebar has room for: the service's name; with the e-mail address where two accounts would read the same. */
export function accountText(account: AccountRow): string {
  const like = app.accounts.filter(
    ({ service, practice }) => service === account.service && practice === account.practice,
  );
  return like.length === 1 ? account.service : `${account.service}, ${account.email}`;
}

/** The service's name, and that it is only practice; with the e-mail address where two accounts would read the same. */
export function accountLabel(account: AccountRow): string {
  const service = (each: AccountRow) =>
    each.practice ? t('shell.practiceAccount', { service: each.service }) : each.service;
  const alone = app.accounts.filter((each) => service(each) === service(account)).length === 1;
  return alone ? service(account) : `${service(account)}, ${account.email}`;
}
