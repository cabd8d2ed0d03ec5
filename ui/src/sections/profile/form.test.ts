import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { AccountRow, ProfileView } from '$lib/backend';

const invoke = vi.hoisted(() => vi.fn());
vi.mock('@tauri-apps/api/core', () => ({ invoke }));
vi.mock('@tauri-apps/api/event', () => ({ listen: vi.fn() }));

const { Reading } = await import('$lib/account/reading.svelte');
const { ProfileForm } = await import('./form.svelte');

const account = { id: 'a1', service: 'WhaTap', email: 'mina.park@example.com' } as AccountRow;
const failure = (code: string, fields: unknown[] = []) => ({ code, fields, retry_after: null, ways: [], step: null });
const profile = (values: Record<string, string>, version: string, fields = ['name', 'company']): ProfileView => ({
  fields: fields.map((name) => ({
    name,
    kind: { kind: 'text' },
    max_length: 50,
    required: name === 'name',
    editable: true,
  })),
  values,
  version,
  time_zones: [],
});

/** Answers of the app in order; a failure is thrown, as the app does. */
function answers(...list: unknown[]): void {
  for (const answer of list) {
    const refused = typeof answer === 'object' && answer !== null && 'retry_after' in answer;
    if (refused) invoke.mockRejectedValueOnce(answer);
    else invoke.mockResolvedValueOnce(answer);
  }
}

async function opened(fields?: string[]) {
  answers(profile({ name: 'Mina Park', company: 'Hanbit' }, 'v1', fields));
  const { call, commands } = await import('$lib/backend');
  const reading = new Reading(
    () => 'a1 profile',
    () => call(commands.profileGet('a1')),
  );
  await reading.load();
  return { reading, form: new ProfileForm(() => account, reading) };
}

describe('the user information', () => {
  beforeEach(() => invoke.mockReset());

  it('sends only what changed, with the version it was read at', async () => {
    const { form } = await opened();
    form.edit('name', 'Mina Park');
    form.edit('company', 'Hanbit Commerce');
    expect(form.dirty).toBe(1);
    answers(profile({ name: 'Mina Park', company: 'Hanbit Commerce' }, 'v2'));
    await form.save();
    expect(invoke).toHaveBeenLastCalledWith('profile_save', {
      id: 'a1',
      changes: { company: 'Hanbit Commerce' },
      version: 'v1',
    });
    expect(form.dirty).toBe(0);
    expect(form.savedAt).not.toBeNull();
  });

  it('puts a refusal under its field and keeps what was typed', async () => {
    const { form } = await opened();
    form.edit('name', 'x'.repeat(50));
    answers(failure('refused', [{ field: 'name', code: 'max_length', detail: '40', said: null }]));
    await form.save();
    expect(form.errors.fields['name']).toBeTruthy();
    expect(form.errors.banner).toBeNull();
    expect(form.value('name')).toHaveLength(50);
  });

  it('does not send what is too long, and does not cut it; characters of two units count once', async () => {
    const { form } = await opened();
    form.edit('name', '🏠'.repeat(51));
    await form.save();
    expect(form.errors.fields['name']).toBeTruthy();
    expect([...form.value('name')]).toHaveLength(51);
    expect(invoke).toHaveBeenCalledTimes(1);
    form.edit('name', '🏠'.repeat(50));
    answers(profile({ name: '🏠'.repeat(50), company: 'Hanbit' }, 'v2'));
    await form.save();
    expect(form.savedAt).not.toBeNull();
  });

  it('lets the person choose where both sides changed a field, and sends nothing before Save', async () => {
    const { form } = await opened();
    form.edit('name', 'M. Park');
    answers(failure('conflict'), profile({ name: 'Mina P.', company: 'Hanbit' }, 'v2'));
    await form.save();
    expect(form.conflict?.fields).toEqual(['name']);
    expect(invoke).toHaveBeenCalledTimes(3);
    form.resolve({ name: 'mine' });
    answers(profile({ name: 'M. Park', company: 'Hanbit' }, 'v3'));
    await form.save();
    expect(invoke).toHaveBeenLastCalledWith('profile_save', { id: 'a1', changes: { name: 'M. Park' }, version: 'v2' });
  });

  it('puts a refusal under a field that only this service has', async () => {
    const { form } = await opened(['name', 'department']);
    form.edit('department', 'Accounting');
    answers(failure('refused', [{ field: 'department', code: 'too_long', detail: '5', said: null }]));
    await form.save();
    expect(form.errors.fields['department']).toBeTruthy();
    expect(form.errors.banner).toBeNull();
  });

  it('says a refusal of what can’t be edited here, and can be saved all the same', async () => {
    const { form } = await opened();
    const email = { field: 'email', code: 'house_rule', detail: null, said: 'Ask the office.' };
    form.edit('company', 'Hanbit Commerce');
    answers(failure('refused', [email]));
    await form.save();
    expect(form.errors.banner?.fields).toEqual([email]);
    answers(profile({ name: 'Mina Park', company: 'Hanbit Commerce' }, 'v2'));
    await form.save();
    expect(form.dirty).toBe(0);
  });

  it('takes their value when that was chosen', async () => {
    const { form } = await opened();
    form.edit('name', 'M. Park');
    answers(failure('conflict'), profile({ name: 'Mina P.', company: 'Hanbit' }, 'v2'));
    await form.save();
    form.resolve({ name: 'theirs' });
    expect(form.value('name')).toBe('Mina P.');
    expect(form.dirty).toBe(0);
  });

  it('repeats a save once where the two sides changed different fields', async () => {
    const { form } = await opened();
    form.edit('company', 'Hanbit Commerce');
    answers(failure('conflict'), profile({ name: 'Mina P.', company: 'Hanbit' }, 'v2'), failure('conflict'));
    answers(profile({ name: 'Mina P.', company: 'Hanbit' }, 'v3'));
    await form.save();
    expect(invoke).toHaveBeenCalledTimes(5);
    expect(form.errors.banner?.code).toBe('conflict');
    expect(form.dirty).toBe(1);
  });

  it('resolves a lost answer by reading, never by sending again', async () => {
    const { form } = await opened();
    form.edit('company', 'Hanbit Commerce');
    answers(failure('unknown'));
    await form.save();
    expect(form.lost.unknown).not.toBeNull();
    answers(failure('unreachable'));
    await form.check();
    expect(form.lost.unknown).not.toBeNull();
    answers(profile({ name: 'Mina Park', company: 'Hanbit' }, 'v1'));
    await form.check();
    expect(form.lost.unknown).toBeNull();
    expect(form.lost.checked).toBe('not-saved');
    expect(form.value('company')).toBe('Hanbit Commerce');
    expect(invoke.mock.calls.filter(([command]) => command === 'profile_save')).toHaveLength(1);
  });

  it('knows that it was saved after all', async () => {
    const { form } = await opened();
    form.edit('company', 'Hanbit Commerce');
    answers(failure('unknown'));
    await form.save();
    answers(profile({ name: 'Mina Park', company: 'Hanbit Commerce' }, 'v2'));
    await form.check();
    expect(form.lost.checked).toBe('saved');
    expect(form.dirty).toBe(0);
  });
});
