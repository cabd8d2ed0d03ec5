/** The order of the list, and how a row moves in the person's own. */
import { type BesideView, call, commands, type SortView } from '$lib/backend';
import { t } from '$lib/i18n';
import { announce, toast } from '$lib/state/announce.svelte';
import { app, saveSettings } from '$lib/state/app.svelte';
import type { CodeList } from './codes.svelte';
import { neighbour } from './list/arrange';

export class Ordering {
  readonly #list: CodeList;
  readonly #attempt: (work: () => Promise<unknown>) => Promise<boolean>;
  readonly #show: (id: string) => Promise<void> | undefined;
  #turn = Promise.resolve();

  /** `attempt` does something or shows why not; `show` gives a row the focus. */
  constructor(
    list: CodeList,
    attempt: (work: () => Promise<unknown>) => Promise<boolean>,
    show: (id: string) => Promise<void> | undefined,
  ) {
    this.#list = list;
    this.#attempt = attempt;
    this.#show = show;
  }

  /** Sorts the list, from now on and at every start. */
  async sort(sort: SortView): Promise<void> {
    await this.#attempt(async () => {
      await saveSettings({ sort });
      await this.#list.load();
    });
  }

  /** Moves a row by one place; in another order it says which one has places of its own. */
  async step(id: string, down: boolean): Promise<void> {
    if (app.settings.sort !== 'own') {
      const action = { label: t('codes.sortOwn'), run: () => void this.sort('own') };
      toast({ text: t('codes.notOwnOrder'), icon: 'info', action });
      return;
    }
    // Keys may be pressed faster than the vault is saved: each step goes out from where the one before has led.
    this.#turn = this.#turn.then(async () => {
      const beside = neighbour(this.#list.groups, id, down);
      if (beside) await this.place(id, beside);
    });
    await this.#turn;
  }

  /** Moves a row beside another one. */
  async place(id: string, beside: BesideView): Promise<void> {
    if (!(await this.#attempt(() => call(commands.codesPlace(id, beside))))) return;
    await this.#list.load();
    await this.#show(id);
    const { pinned, rest } = this.#list.groups;
    const group = pinned.includes(id) ? pinned : rest;
    announce(t('codes.movedTo', { place: group.indexOf(id) + 1, of: group.length }));
  }
}
