/** The user information being edited: changes beside what the service has, saving, and what to do when the two part ways. */
import { type AccountRow, call, commands, type ProfileFieldView, type ProfileView } from '$lib/backend';
import { attempt } from '$lib/account/attempt';
import { FormErrors } from '$lib/account/formErrors.svelte';
import { LostAnswer } from '$lib/account/lostAnswer.svelte';
import type { Reading } from '$lib/account/reading.svelte';
import { t } from '$lib/i18n';
import { announce } from '$lib/state/announce.svelte';
import { withStepUp } from '$lib/state/stepUp.svelte';
import { changed, contested, holds, type Values } from './draft';

/** The same fields changed here and at the service. */
export interface Conflict {
  fields: string[];
  mine: Values;
  theirs: ProfileView;
}

/** Kinds that are changed in a form of their own, with a code. */
const OWN = ['email', 'phone'];

export class ProfileForm {
  private edits = $state.raw<Values>({});
  saving = $state(false);
  savedAt = $state<number | null>(null);
  conflict = $state.raw<Conflict | null>(null);
  readonly lost: LostAnswer<ProfileView, Values>;
  readonly errors: FormErrors;
  readonly changes = $derived.by(() => changed(this.reading.value?.values ?? {}, this.edits));
  readonly dirty = $derived(Object.keys(this.changes).length);

  constructor(
    private readonly account: () => AccountRow,
    private readonly reading: Reading<ProfileView>,
  ) {
    this.lost = new LostAnswer(reading, (profile, sent) => holds(profile.values, sent));
    // Only what is edited here shows a refusal: under another field it would be seen by nobody, and keep the rest from being saved.
    const fields = () =>
      reading.value?.fields.filter(({ editable, kind }) => editable && !OWN.includes(kind.kind)) ?? [];
    this.errors = new FormErrors(() => Object.fromEntries(fields().map(({ name }) => [name, name])));
  }

  /** What a field shows. */
  value(name: string): string {
    return this.edits[name] ?? this.reading.value?.values[name] ?? '';
  }

  edit(name: string, value: string): void {
    this.edits = { ...this.edits, [name]: value };
    this.lost.checked = null;
    this.errors.touch(name);
  }

  /** Says under a field what keeps it from being saved. What is too long is not cut: it stays as it was typed. */
  look(field: ProfileFieldView): void {
    if (!field.editable) return;
    const value = this.value(field.name).trim();
    const long = field.max_length !== null && [...value].length > field.max_length;
    if (field.required && !value) this.errors.set(field.name, t('profile.required'));
    else if (long && field.name in this.edits) {
      this.errors.set(field.name, t('field.tooLong.detail', { detail: field.max_length ?? 0 }));
    }
  }

  discard(): void {
    this.edits = {};
    this.conflict = null;
    this.lost.checked = null;
    this.errors.clear();
  }

  async save(again = true): Promise<void> {
    const profile = this.reading.value;
    if (!profile || this.saving || this.dirty === 0 || !this.complete(profile)) return;
    const sent = this.changes;
    const at = Date.now();
    this.saving = true;
    this.lost.checked = null;
    this.errors.banner = null;
    const account = this.account();
    const result = await attempt(() =>
      withStepUp(account, () => call(commands.profileSave(account.id, sent, profile.version))),
    );
    this.saving = false;
    if (result.done) this.saved(result.value, sent);
    else if (result.failure?.code === 'conflict') await this.parted(profile, again);
    else if (result.failure?.code === 'unknown') this.lost.unknown = { sent, at };
    else this.errors.take(result.failure);
  }

  /** Reads what the service has after a lost answer. */
  async check(): Promise<void> {
    const held = await this.lost.check();
    if (held) this.saved(held.view, held.sent);
  }

  /** Goes on with what was chosen; nothing is sent before Save. */
  resolve(choice: Record<string, 'mine' | 'theirs'>): void {
    const { conflict } = this;
    if (!conflict) return;
    const kept = Object.entries(this.edits).filter(([name]) => choice[name] !== 'theirs');
    this.edits = Object.fromEntries(kept);
    this.conflict = null;
  }

  private saved(profile: ProfileView, sent: Values): void {
    this.reading.take(profile);
    // What was typed while it was being saved stays a change.
    this.edits = Object.fromEntries(Object.entries(this.edits).filter(([name, value]) => sent[name] !== value));
    this.savedAt = Date.now();
    this.errors.clear();
    announce(t('profile.saved'));
  }

  private async parted(before: ProfileView, again: boolean): Promise<void> {
    const result = await attempt(() => call(commands.profileGet(this.account().id)));
    if (!result.done) {
      this.errors.take(result.failure);
      return;
    }
    const both = contested(before.values, result.value.values, this.edits);
    // In the order of the form.
    const fields = before.fields.map((field) => field.name).filter((name) => both.includes(name));
    const mine = { ...this.edits };
    this.reading.take(result.value);
    // Where only one side changed a field there is nothing to choose: both changes stand.
    if (fields.length > 0) this.conflict = { fields, mine, theirs: result.value };
    else if (again) await this.save(false);
    else this.errors.take({ code: 'conflict', fields: [], retry_after: null, ways: [], step: null });
  }

  private complete(profile: ProfileView): boolean {
    for (const field of profile.fields) this.look(field);
    return Object.keys(this.errors.fields).length === 0;
  }
}
