/** The list as the page shows it: what matches, which row is chosen, and in which order. */
import { call, commands, type Failure, type FoundView, type SortView, type TagChoice } from '$lib/backend';
import { failureOf } from '$lib/failure';
import { type Groups, hold } from './list/arrange';
import { UnderWay } from './list/underway';
import { EntryRows } from './rows.svelte';

const NONE: Groups = { pinned: [], rest: [] };
const EVERYTHING: TagChoice = { kind: 'all' };

export class CodeList {
  /** What the app last said; none until it has answered. */
  view = $state.raw<FoundView | null>(null);
  groups = $state.raw<Groups>(NONE);
  failure = $state.raw<Failure | null>(null);
  query = $state('');
  choice = $state.raw<TagChoice>(EVERYTHING);
  /** The chosen row. */
  chosen = $state<string | null>(null);
  /** The pointer is over the list: rows must not move from under it. */
  pointerOver = false;

  readonly rows = new EntryRows((ids) => call(commands.codesRows(ids)));
  readonly ids = $derived([...this.groups.pinned, ...this.groups.rest]);
  readonly chosenRow = $derived(this.rows.get(this.chosen));

  readonly #sort: () => SortView;
  #asked = 0;
  #outOfOrder = false;
  /** What the list is the answer to. */
  #answered: { query: string; choice: TagChoice } | null = null;
  /** Something else is sought: the first match is to be the chosen one. */
  #anew = false;
  readonly #underWay = new UnderWay();

  /** `sort` answers with the order that is set. */
  constructor(sort: () => SortView) {
    this.#sort = sort;
  }

  /** What is listed is what is sought. */
  get current(): boolean {
    return this.#answered?.query === this.query && this.#answered.choice === this.choice;
  }

  /** Waits until what is listed is what is sought. False when it can't be told. */
  async settled(): Promise<boolean> {
    if (!this.current) await this.#underWay.over();
    return this.current;
  }

  /**
   * Reads the list again. `still` keeps rows in their places while the pointer is over them. While `composing`, a text that
   * matches nothing changes nothing: half a syllable is not yet what the person means.
   */
  load({ still = false, composing = false } = {}): Promise<void> {
    return this.#underWay.note(this.#load(still, composing));
  }

  async #load(still: boolean, composing: boolean): Promise<void> {
    const asked = ++this.#asked;
    try {
      const wanted = { query: this.query, choice: this.choice, sort: this.#sort() };
      const view = await call(commands.codesFind(wanted));
      // A slower answer to an older question must not replace a newer one.
      if (asked !== this.#asked || (composing && view.pinned.length + view.rest.length === 0)) return;
      if (this.#choiceIsGone(view)) return await this.filter(EVERYTHING);
      await this.rows.renew(view.rows);
      if (asked !== this.#asked) return;
      this.#answered = wanted;
      this.#show(view, still && this.pointerOver);
      this.failure = null;
    } catch (error) {
      if (asked === this.#asked) this.failure = failureOf(error);
    }
  }

  /** Searches while it is typed. The first match is the chosen one, so that Enter copies it. */
  async search(query: string, composing = false): Promise<void> {
    this.query = query;
    this.#anew = true;
    await this.load({ composing });
  }

  /** Shows what is under a chip. */
  async filter(choice: TagChoice): Promise<void> {
    this.choice = choice;
    await this.load();
  }

  /** The pointer has left: rows may go where they belong. */
  pointerLeft(): void {
    this.pointerOver = false;
    if (this.#outOfOrder && this.view) this.#show(this.view, false);
  }

  /** The index of the chosen row; -1 when there is none. */
  at(): number {
    return this.chosen === null ? -1 : this.ids.indexOf(this.chosen);
  }

  #show(view: FoundView, still: boolean): void {
    const at = this.at();
    const fresh = { pinned: view.pinned, rest: view.rest };
    this.view = view;
    this.groups = still ? hold(this.groups, fresh) : fresh;
    this.#outOfOrder = still;
    if (this.#anew) this.chosen = this.ids[0] ?? null;
    else this.#keepChoice(this.ids, at);
    this.#anew = false;
  }

  /** When the chosen row is gone, the one in its place is chosen. */
  #keepChoice(ids: string[], at: number): void {
    if (this.chosen !== null && ids.includes(this.chosen)) return;
    this.chosen = ids[Math.max(at, 0)] ?? ids.at(-1) ?? null;
  }

  /** The tag that was looked at is in use no more. */
  #choiceIsGone(view: FoundView): boolean {
    const choice = this.choice;
    if (choice.kind === 'tag') return !view.tags.some(({ tag }) => tag === choice.tag);
    return choice.kind === 'untagged' && view.untagged === 0;
  }
}
