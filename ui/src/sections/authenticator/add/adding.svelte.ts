/** What the add dialog is doing: reading, showing what was found, saving. The keys themselves stay in the app. */
import { call, type CandidateView, commands, type Failure, type PreviewView, type SaveCandidate } from '$lib/backend';
import { failureOf } from '$lib/failure';
import { LiveCodes } from '../live.svelte';

/** A candidate as the person wants it saved. */
export class Draft {
  readonly id: string;
  issuer = $state('');
  account = $state('');
  tags = $state.raw<string[]>([]);
  /** It is to be saved. */
  chosen = $state(true);

  constructor(candidate: CandidateView) {
    this.id = candidate.id;
    this.issuer = candidate.issuer;
    this.account = candidate.account;
  }

  /** What is sent to be saved. */
  asSaved(): SaveCandidate {
    return { id: this.id, issuer: this.issuer.trim(), account: this.account.trim(), tags: this.tags };
  }
}

export class Adding {
  found = $state.raw<PreviewView | null>(null);
  drafts = $state.raw<Draft[]>([]);
  failure = $state.raw<Failure | null>(null);
  reading = $state(false);
  saving = $state(false);
  readonly live = new LiveCodes(() => call(commands.addCodesNow()));

  readonly chosen = $derived(this.drafts.filter((draft) => draft.chosen));

  #asked = 0;
  /** The reading under way: what it leaves in the app is dropped only after it. */
  #under: Promise<unknown> = Promise.resolve();

  /** Reads from somewhere. False when there is nothing to show: the person gave up choosing, or it failed. */
  async read(from: () => Promise<PreviewView | null>): Promise<boolean> {
    const asked = ++this.#asked;
    this.reading = true;
    this.failure = null;
    try {
      const answer = from();
      this.#under = answer.catch(() => null);
      const preview = await answer;
      if (asked !== this.#asked) return true;
      if (preview) this.take(preview);
      return preview !== null;
    } catch (error) {
      if (asked === this.#asked) {
        this.forget();
        this.failure = failureOf(error);
      }
      return true;
    } finally {
      if (asked === this.#asked) this.reading = false;
    }
  }

  /** Shows what was found. Of several, what is in the vault already is not chosen: saving it again has to be wanted. */
  take(preview: PreviewView): void {
    this.found = preview;
    this.drafts = preview.candidates.map((candidate) => {
      const draft = new Draft(candidate);
      draft.chosen = !candidate.duplicate || preview.candidates.length === 1;
      return draft;
    });
  }

  /** Saves what is chosen; the new entries, or null when it failed. */
  async save(): Promise<string[] | null> {
    this.saving = true;
    this.failure = null;
    try {
      return await call(commands.addSave(this.chosen.map((draft) => draft.asSaved())));
    } catch (error) {
      this.failure = failureOf(error);
      return null;
    } finally {
      this.saving = false;
    }
  }

  /** Drops what was found, here only. */
  forget(): void {
    this.#asked++;
    this.found = null;
    this.drafts = [];
    this.failure = null;
    this.reading = false;
  }

  /** Drops what was found, in the app too: its keys leave memory. */
  async discard(): Promise<void> {
    this.forget();
    await this.#under;
    try {
      await call(commands.addDiscard());
    } catch {
      // There was nothing to forget.
    }
  }
}
