import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { AccountRow, AlertReportView } from '$lib/backend';
import en from '$messages/en.json';

const invoke = vi.hoisted(() => vi.fn());
vi.mock('@tauri-apps/api/core', () => ({ invoke }));
vi.mock('@tauri-apps/api/event', () => ({ listen: vi.fn() }));

const { daysFrom } = await import('./ahead');
const { TestRun, gotIt } = await import('./test.svelte');
const { wholeCatalogue } = await import('$lib/i18n');
await wholeCatalogue();
const { channelName, reasonText, reasons } = await import('./channels');

const account = { id: 'a1', service: 'WhaTap', email: 'mina.park@example.com' } as AccountRow;
const failure = (code: string, fields: unknown[] = []) => ({ code, fields, retry_after: null, ways: [], step: null });
const report: AlertReportView = {
  severity: 'fatal',
  at: '2026-11-27T12:00',
  time_zone: 'Asia/Seoul',
  recipients: [
    { channel: 'email', to: 'mina.park@example.com', outcome: 'sent', reasons: [] },
    { channel: 'sms', to: '', outcome: 'held', reasons: ['channel_off', 'no_number'] },
  ],
};

describe('a test alert', () => {
  beforeEach(() => invoke.mockReset());

  it('offers the days of a week as the account counts them', () => {
    const late = Date.parse('2026-11-30T20:00Z');
    expect(daysFrom(late, 'Asia/Seoul').slice(0, 2)).toEqual(['2026-12-01', '2026-12-02']);
    expect(daysFrom(late, 'America/New_York')).toHaveLength(7);
    expect(daysFrom(late, 'America/New_York')[0]).toBe('2026-11-30');
  });

  it('is sent for now, or for a day and a time', async () => {
    const run = new TestRun(() => account);
    invoke.mockResolvedValue(report);
    await run.send();
    expect(invoke).toHaveBeenLastCalledWith('alerts_test', { id: 'a1', severity: 'fatal', at: null });
    run.when = 'then';
    run.date = '2026-11-28';
    run.time = '830';
    run.severity = 'warning';
    await run.send();
    expect(invoke).toHaveBeenLastCalledWith('alerts_test', { id: 'a1', severity: 'warning', at: '2026-11-28T08:30' });
    expect(run.report).toEqual(report);
    expect(gotIt(report)).toBe('1 of 2 got it.');
  });

  it('is not sent for no time', async () => {
    const run = new TestRun(() => account);
    run.when = 'then';
    run.time = 'soon';
    await run.send();
    expect(run.errors.fields['at']).toBeTruthy();
    expect(invoke).not.toHaveBeenCalled();
  });

  it('without an answer is unknown, and is not sent again by itself', async () => {
    const run = new TestRun(() => account);
    invoke.mockRejectedValueOnce(failure('unknown'));
    await run.send();
    expect([run.unknown, run.report, invoke.mock.calls.length]).toEqual([true, null, 1]);
    invoke.mockRejectedValueOnce(failure('rate-limited'));
    await run.send();
    expect([run.unknown, run.errors.banner?.code]).toEqual([false, 'rate-limited']);
  });

  it('names every way and reason, and what is new as the service does', () => {
    expect(channelName('sms')).toBe('SMS');
    expect(channelName('owl')).toBe('owl');
    expect(reasonText('owl_asleep')).toBe('owl_asleep');
    for (const key of Object.values(reasons)) expect(en[key as keyof typeof en]).toBeTruthy();
  });
});
