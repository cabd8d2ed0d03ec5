/** What is done with the selected entries. Each is one save, and is asked about once, not for every entry. */
import { call, commands, type Failure } from '$lib/backend';
import { failureOf } from '$lib/failure';
import { t, tn } from '$lib/i18n';
import { announce, toast } from '$lib/state/announce.svelte';
import type { CodeList } from './codes.svelte';
import type { Opened } from './opened';
import { Selection } from './selection.svelte';

export class Several {
  readonly selection = new Selection();
  failure = $state.raw<Failure | null>(null);
  readonly #list: CodeList;

  constructor(list: CodeList) {
    this.#list = list;
  }

  /** Says how many are selected, after the person has changed that. */
  say(): void {
    announce(this.selection.size > 0 ? tn('codes.selected', this.selection.size) : t('codes.noneSelected'));
  }

  /** The selection is over. */
  clear(): void {
    this.selection.clear();
    this.say();
  }

  /** Pins or unpins them. */
  async pin(pinned: boolean): Promise<void> {
    await this.#attempt(async () => {
      await call(commands.codesPinAll(this.selection.all(), pinned));
      await this.#list.load();
      announce(pinned ? t('codes.pinnedDone') : t('codes.unpinnedDone'));
    });
  }

  /** The dialog about them; none where none of them is there any more. */
  async dialog(dialog: 'delete-all' | 'tag-all'): Promise<Opened | null> {
    const ids = this.selection.all();
    let opened: Opened | null = null;
    await this.#attempt(async () => {
      const chosen = await call(commands.codesChosen(ids));
      if (chosen.count > 0) opened = { dialog, chosen, ids };
    });
    return opened;
  }

  /** They are in the trash: the toast puts them back. */
  async trashed(ids: string[]): Promise<void> {
    this.selection.clear();
    await this.#list.load();
    const undo = { label: t('codes.undo'), run: () => void this.#restore(ids) };
    toast({ text: tn('codes.deletedAll', ids.length), icon: 'trash', action: undo });
  }

  async #restore(ids: string[]): Promise<void> {
    await this.#attempt(async () => {
      await call(commands.codesUntrashAll(ids));
      await this.#list.load();
      announce(tn('codes.restored', ids.length));
    });
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.failure = null;
    } catch (error) {
      this.failure = failureOf(error);
    }
  }
}
