/** What the quick panel shows: the matching codes, and which of them is chosen. */
import { call, commands, type EntryRow, type Failure, type PanelView } from '$lib/backend';
import { failureOf } from '$lib/failure';
import { setLanguage } from '$lib/i18n';
import { app, applyTheme } from '$lib/state/app.svelte';
import { InOrder } from '$lib/state/inOrder';
import { LiveCodes } from '../sections/authenticator/live.svelte';
import { step } from '../sections/authenticator/list/roving';
import { UnderWay } from '../sections/authenticator/list/underway';

/** More rows than these are found by typing, not by looking. */
const MOST = 60;
/** Rows that Page Up and Page Down move by: as many as the panel shows. */
const PAGE = 6;

export class PanelState {
  view = $state.raw<PanelView | null>(null);
  matches = $state.raw<EntryRow[]>([]);
  query = $state('');
  failure = $state.raw<Failure | null>(null);
  /** Something was answered, so an empty list is empty. */
  ready = $state(false);
  #at = $state(0);
  #asked = 0;
  /** What the matches are matches of. */
  #answered: string | null = null;
  #copying = false;
  readonly #underWay = new UnderWay();
  readonly #views = new InOrder();

  readonly rows = $derived(this.matches.slice(0, MOST));
  readonly beyond = $derived(this.matches.length - this.rows.length);
  readonly at = $derived(Math.min(this.#at, Math.max(this.rows.length - 1, 0)));
  readonly chosen = $derived<EntryRow | undefined>(this.rows[this.at]);
  readonly live = new LiveCodes((ids) => call(commands.codesNow(ids)));

  /** Learns the settings and the codes, as at the start or after they changed. */
  async begin(): Promise<void> {
    const isNews = this.#views.ask();
    const view = await call(commands.panelStart());
    if (!isNews()) return;
    applyTheme(view.theme);
    app.platform = view.platform;
    await setLanguage(view.language);
    this.view = view;
    await this.load();
  }

  /** Begins anew, as each time that the panel is brought up. */
  async reset(): Promise<void> {
    this.query = '';
    this.#at = 0;
    await this.#underWay.note(this.begin());
    this.live.refresh();
  }

  load(): Promise<void> {
    return this.#underWay.note(this.#load());
  }

  async #load(): Promise<void> {
    const asked = ++this.#asked;
    const { query } = this;
    try {
      const rows = this.view?.open ? (await call(commands.codesList(query))).entries : [];
      // A slower answer to an older question must not replace a newer one.
      if (asked !== this.#asked) return;
      this.matches = rows;
      this.#answered = query;
      this.failure = null;
      this.ready = true;
    } catch (error) {
      if (asked === this.#asked) this.failure = failureOf(error);
    }
  }

  async search(query: string): Promise<void> {
    this.query = query;
    this.#at = 0;
    await this.load();
  }

  choose(at: number): void {
    this.#at = at;
  }

  /** Moves the choice; false where the key does not. */
  move(key: string): boolean {
    const to = step(key, this.at, this.rows.length, PAGE);
    if (to === null) return false;
    this.#at = to;
    return true;
  }

  /** Copies the code that is pressed. */
  async pressed(at: number): Promise<void> {
    this.choose(at);
    await this.#copy(this.chosen, false);
  }

  /** Copies the chosen code, or the one after it, and goes away. Enter may come before what was typed is answered: it means what is sought. */
  async copy(next: boolean): Promise<void> {
    if (this.#answered !== this.query) await this.#underWay.over();
    if (this.#answered === this.query) await this.#copy(this.chosen, next);
  }

  async #copy(row: EntryRow | undefined, next: boolean): Promise<void> {
    // A counter code's next one exists only once the counter has been moved on.
    if (!row || this.#copying || (next && row.otp.kind === 'hotp')) return;
    this.#copying = true;
    try {
      await call(commands.codesCopy(row.id, next));
      await call(commands.panelHide());
    } catch (error) {
      this.failure = failureOf(error);
    } finally {
      this.#copying = false;
    }
  }
}
