/**
 * What can be done with tokens and keys. Each act is proven if the service wants it, and sent once. A secret is in this window
 * only while the person looks at it; it is copied by the app.
 */
import {
  type AccountRow,
  call,
  commands,
  type Failure,
  type KeyRow,
  type KeyStandingView,
  type KeysView,
} from '$lib/backend';
import { attempt } from '$lib/account/attempt';
import { FormErrors } from '$lib/account/formErrors.svelte';
import { LostAnswer } from '$lib/account/lostAnswer.svelte';
import type { Reading } from '$lib/account/reading.svelte';
import { t } from '$lib/i18n';
import { announce } from '$lib/state/announce.svelte';
import { withStepUp } from '$lib/state/stepUp.svelte';

/** Seconds that "Copied" stays when the clipboard is not cleared. */
const NOTED = 10;

/** Whether what was to be done is done, as the service tells it. */
type Holds = (view: KeysView) => boolean;

export class KeyActions {
  /** What is under way: `add`, `reissue`, or a key's own act such as `copy 7`. */
  busy = $state<string | null>(null);
  failure = $state.raw<Failure | null>(null);
  readonly answer: LostAnswer<KeysView, Holds>;
  /** The secret that is shown, and whose it is. */
  shown = $state.raw<{ id: string; secret: string } | null>(null);
  /** What was copied, and seconds until the clipboard is cleared; 0 when it stays. */
  copied = $state.raw<{ id: string; seconds: number } | null>(null);
  /** What another API said of a token, and of which. */
  standing = $state.raw<({ id: string } & KeyStandingView) | null>(null);
  /** What was just made and is not shown again. */
  made = $state.raw<KeyRow | null>(null);
  /** It was made, but its secret never came. */
  lost = $state(false);
  name = $state('');
  readonly errors = new FormErrors({ name: 'name' });
  /** How often the window or the page was left. */
  private left = 0;

  constructor(
    private readonly account: () => AccountRow,
    private readonly reading: Reading<KeysView>,
  ) {
    this.answer = new LostAnswer(reading, (view, holds) => holds(view));
  }

  /** Makes another token. True if it was done. */
  async reissue(): Promise<boolean> {
    const before = this.reading.value?.keys[0]?.id;
    const made = await this.run(
      'reissue',
      () => call(commands.keysReissue(this.account().id)),
      (view) => view.keys[0]?.id !== before,
    );
    if (!made) return false;
    this.hide();
    this.take([made]);
    this.tellMade(made);
    announce(t('keys.reissued'));
    return true;
  }

  /** Makes a key with the name typed. True if it was done. */
  async add(): Promise<boolean> {
    const name = this.name.trim();
    if (!name) {
      this.errors.set('name', t('keys.needName'));
      return false;
    }
    const made = await this.run(
      'add',
      () => call(commands.keysAdd(this.account().id, name)),
      (view) => view.keys.some((key) => key.name === name),
    );
    if (!made) return false;
    this.name = '';
    const others = this.reading.value?.keys.filter((key) => key.id !== made.id) ?? [];
    this.take([made, ...others]);
    this.tellMade(made);
    announce(t('keys.added', { name }));
    return true;
  }

  async delete(key: KeyRow): Promise<void> {
    const left = await this.run(
      `delete ${key.id}`,
      () => call(commands.keysDelete(this.account().id, key.id)),
      (view) => view.keys.every((other) => other.id !== key.id),
    );
    if (!left) {
      // Somebody else deleted it: what is on the screen is no longer so.
      if (this.failure?.code === 'conflict') await this.reading.load();
      return;
    }
    if (this.shown?.id === key.id) this.hide();
    this.take(left);
    announce(t('keys.deleted', { name: key.name }));
  }

  /** Copies a secret, without it ever being here. */
  async copy(id: string): Promise<void> {
    const copied = await this.run(`copy ${id}`, () => call(commands.keysCopy(this.account().id, id)));
    if (!copied) return;
    const note = { id, seconds: copied.clears_after ?? 0 };
    this.copied = note;
    announce(t('keys.copied'));
    setTimeout(
      () => {
        if (this.copied === note) this.copied = null;
      },
      (note.seconds || NOTED) * 1000,
    );
  }

  /** Shows a secret, because the person asks. */
  async show(id: string): Promise<void> {
    let asked = this.left;
    const view = await this.run(`show ${id}`, () => {
      // Asked again after a proof: whoever gave it is here, though the password may have been fetched from elsewhere.
      asked = this.left;
      return call(commands.keysShow(this.account().id, id));
    });
    // Left meanwhile: what comes now would be shown to whoever is there.
    if (view && asked === this.left) this.shown = { id, secret: view.secret };
  }

  /** Asks WhaTap what it says of the token, because the person does. */
  async ask(id: string): Promise<void> {
    this.standing = null;
    const standing = await this.run(`ask ${id}`, () => call(commands.keysCheck(this.account().id, id)));
    if (!standing) return;
    this.standing = { id, ...standing };
    announce(t(standing.counts ? 'keys.whatap.counts' : 'keys.whatap.refused'));
  }

  /** Out of sight, and out of this window's memory. */
  hide(): void {
    this.shown = null;
  }

  /** The window or the page was left: what is still on its way is not shown, either. */
  leave(): void {
    this.left++;
    this.hide();
  }

  /** The person has what is not shown again. */
  async close(): Promise<void> {
    this.made = null;
    this.hide();
    await attempt(() => call(commands.keysDone(this.account().id)));
    const view = this.reading.value;
    if (view) this.take(view.keys.map((key) => ({ ...key, at_hand: false })));
  }

  /** Reads what the service has after a lost answer. */
  async check(): Promise<void> {
    await this.answer.check();
  }

  /** A secret that can't be asked for again is shown now, or it is said that it never came. */
  private tellMade(made: KeyRow): void {
    if (this.reading.value?.shown_again) return;
    if (made.at_hand) this.made = made;
    else this.lost = true;
  }

  private take(keys: KeyRow[]): void {
    if (this.reading.value) this.reading.take({ ...this.reading.value, keys });
  }

  private async run<T>(what: string, work: () => Promise<T>, holds?: Holds): Promise<T | null> {
    if (this.busy) return null;
    this.busy = what;
    this.failure = this.answer.checked = this.copied = null;
    this.lost = false;
    this.errors.clear();
    const at = Date.now();
    const result = await attempt(() => withStepUp(this.account(), work));
    this.busy = null;
    if (result.done) return result.value;
    if (holds && result.failure?.code === 'unknown') this.answer.unknown = { sent: holds, at };
    else {
      this.errors.take(result.failure);
      this.failure = this.errors.banner;
    }
    return null;
  }
}
