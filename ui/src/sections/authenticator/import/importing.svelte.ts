/** The import in hand: which file, what was read of it, and what is under way. Rust holds the keys; here are only words about them. */
import { call, commands, type Failure, type ImportFile, type ImportView, seal } from '$lib/backend';
import { type KeyForm, typedKey } from '../add/key';
import { failureOf } from '$lib/failure';
import { formatNumber, t } from '$lib/i18n';
import { announce } from '$lib/state/announce.svelte';

export class Importing {
  file = $state.raw<ImportFile | null>(null);
  report = $state.raw<ImportView | null>(null);
  failure = $state.raw<Failure | null>(null);
  /** The file is being read: it can take seconds, and can be stopped. */
  reading = $state(false);
  saving = $state(false);
  /** How many records a person completed by typing. */
  #typed = $state(0);
  /** The reading that counts: another file may be taken up while one is read. */
  #turn = 0;

  readonly added = $derived(this.#of('new'));
  readonly duplicates = $derived(this.#of('duplicate'));
  readonly attention = $derived(this.#of('attention'));
  /** How many records need nothing more. */
  readonly ready = $derived(this.added.length + this.duplicates.length);
  /** How much of what was typed is in no vault yet. */
  readonly unsaved = $derived(this.report?.saved === false ? this.#typed : 0);

  #of(outcome: 'new' | 'duplicate' | 'attention') {
    return this.report?.records.filter((record) => record.outcome === outcome) ?? [];
  }

  /** Takes up a file that was dropped on the window or opened with the app. */
  async resume(): Promise<void> {
    await this.#take(() => call(commands.importFile()));
  }

  /** Asks for a file. */
  async choose(): Promise<void> {
    await this.#take(() => call(commands.importChoose()));
  }

  async #take(ask: () => Promise<ImportFile | null>): Promise<void> {
    try {
      const file = await ask();
      if (!file) return;
      // What is still being read is another file's.
      this.#turn++;
      this.reading = false;
      this.file = file;
      this.report = null;
      this.failure = null;
      this.#typed = 0;
      if (!file.encrypted) await this.read('');
    } catch (error) {
      this.failure = failureOf(error);
    }
  }

  /** Reads the file with its password. */
  async read(password: string): Promise<void> {
    const mine = ++this.#turn;
    this.reading = true;
    this.failure = null;
    try {
      const report = await call(commands.importRead(password ? await seal(password) : null));
      if (mine === this.#turn) this.#show(report);
    } catch (error) {
      const failure = failureOf(error);
      if (mine === this.#turn && failure.code !== 'cancelled') this.failure = failure;
    } finally {
      if (mine === this.#turn) this.reading = false;
    }
  }

  /** Stops reading. */
  async stop(): Promise<void> {
    await call(commands.importStop());
  }

  /** Adds what is new, holds what needs attention. */
  save(): Promise<boolean> {
    return this.#change(() => call(commands.importSave()));
  }

  /** Takes it back. */
  undo(): Promise<boolean> {
    return this.#change(() => call(commands.importUndo()));
  }

  async #change(work: () => Promise<ImportView>): Promise<boolean> {
    this.saving = true;
    this.failure = null;
    try {
      this.report = await work();
      return true;
    } catch (error) {
      this.failure = failureOf(error);
      return false;
    } finally {
      this.saving = false;
    }
  }

  /** Completes a record; the failure, or null when it is complete now. */
  fixPin(record: number, pin: string): Promise<Failure | null> {
    return this.#fix(async () => call(commands.importFixPin(record, await seal(pin))));
  }

  /** Puts a typed key in a record's place; the failure, or null when it is complete now. */
  fixKey(record: number, key: KeyForm): Promise<Failure | null> {
    return this.#fix(async () => call(commands.importFixKey(record, await typedKey(key))));
  }

  async #fix(work: () => Promise<ImportView>): Promise<Failure | null> {
    try {
      this.#show(await work());
      this.#typed++;
      return null;
    } catch (error) {
      return failureOf(error);
    }
  }

  /** Shows what was read, and says how much of it can be added. */
  #show(report: ImportView): void {
    this.report = report;
    const counts = { ready: formatNumber(this.ready), total: formatNumber(report.records.length) };
    announce(`${t('import.readyOf', counts)} ${t('import.ready')}`);
  }

  /** Forgets the file, in the app too: its keys leave memory. */
  async discard(): Promise<void> {
    this.#turn++;
    this.reading = false;
    this.file = null;
    this.report = null;
    this.failure = null;
    try {
      await call(commands.importDiscard());
    } catch {
      // There was nothing to forget.
    }
  }
}
