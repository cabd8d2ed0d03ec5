import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { AccountRow, EmailView, ProfileFieldView } from '$lib/backend';

const invoke = vi.hoisted(() => vi.fn());
vi.mock('@tauri-apps/api/core', () => ({ invoke }));
vi.mock('@tauri-apps/api/event', () => ({ listen: vi.fn() }));

const { Contacts } = await import('./contacts.svelte');

const account = { id: 'a1', service: 'CLOVA CareCall', email: 'mina.park@example.com' } as AccountRow;
const field = (name: string, kind: ProfileFieldView['kind'], editable = true): ProfileFieldView => ({
  name,
  kind,
  max_length: null,
  required: false,
  editable,
});
const email = (pending: string | null, current = 'mina.park@example.com'): EmailView => ({ email: current, pending });

describe('what is stored only with its code', () => {
  beforeEach(() => invoke.mockReset());

  it('is the address and the numbers that the fields name, where they can be changed', () => {
    const contacts = new Contacts(() => account);
    const fields = [
      field('email', { kind: 'email' }),
      field('name', { kind: 'text' }),
      field('mobile_number', { kind: 'phone', channel: 'sms' }),
    ];
    expect(contacts.of(fields)).toEqual([contacts.email, contacts.phone('sms')]);
    expect(contacts.of([field('email', { kind: 'email' }, false)])).toEqual([]);
  });

  it('an address waits for its code, and the old one holds until then', async () => {
    const { email: form } = new Contacts(() => account);
    invoke.mockResolvedValueOnce(email(null));
    await form.reading.load();
    expect([form.current, form.open]).toEqual(['mina.park@example.com', false]);
    form.changing = true;
    form.typed = ' Mina.Kim@Example.com ';
    invoke.mockResolvedValueOnce(email('mina.kim@example.com'));
    await form.send();
    expect(invoke).toHaveBeenLastCalledWith('email_change', { id: 'a1', email: 'mina.kim@example.com' });
    expect([form.current, form.sent, form.complete]).toEqual(['mina.park@example.com', true, false]);
    form.code = ' 123456 ';
    expect(form.complete).toBe(true);
    invoke.mockResolvedValueOnce(email(null, 'mina.kim@example.com'));
    expect(await form.verify()).toBe(true);
    expect(invoke).toHaveBeenLastCalledWith('email_verify', {
      id: 'a1',
      email: 'mina.kim@example.com',
      code: '123456',
    });
    expect([form.current, form.open, form.typed]).toEqual(['mina.kim@example.com', false, '']);
  });

  it("another's address is said to be taken beside what was typed", async () => {
    const { email: form } = new Contacts(() => account);
    invoke.mockResolvedValueOnce(email('kim@example.com'));
    await form.reading.load();
    form.begin();
    form.code = '123456';
    const taken = { field: 'code', code: 'email_taken', detail: null, said: 'Taken.' };
    invoke.mockRejectedValueOnce({ code: 'refused', fields: [taken], retry_after: null, ways: [], step: null });
    invoke.mockResolvedValueOnce(email(null));
    expect(await form.verify()).toBe(false);
    expect([form.typed, form.code, form.errors.fields['to']]).toEqual(['kim@example.com', '', 'Taken.']);
  });
});
