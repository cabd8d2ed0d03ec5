import { beforeAll, describe, expect, it } from 'vitest';
import { wholeCatalogue } from '$lib/i18n';
import type { AlertSettingsInput } from '$lib/backend';
import { daysText, week, weekdays } from './days';
import { summaryOf } from './summary';

const settings = (change: Partial<AlertSettingsInput>): AlertSettingsInput => ({
  level: 'fatal',
  days: [...weekdays],
  from: '08:00',
  to: '20:30',
  channels: ['email'],
  ...change,
});

describe('alert settings in a line', () => {
  beforeAll(wholeCatalogue);

  it('name a row of days by its ends, and others one by one', () => {
    expect(daysText(week)).toBe('Every day');
    expect(daysText(weekdays)).toBe('Monday to Friday');
    expect(daysText(['sun', 'mon'])).toBe('Monday and Sunday');
    expect(daysText(['sat', 'sun'])).toBe('Saturday and Sunday');
  });
  it('say days, hours and level', () => {
    expect(summaryOf(settings({}))).toBe('Monday to Friday, 08:00 to 20:30, fatal only');
    expect(summaryOf(settings({ from: '22:00', to: '6:00', level: 'all' }))).toBe(
      'Monday to Friday, 22:00 to 06:00 the next day, all levels',
    );
    expect(summaryOf(settings({ days: [...week], from: '00:00', to: '24:00' }))).toBe('Every day, all day, fatal only');
  });
  it('wait for what is being typed', () => {
    expect(summaryOf(settings({ from: '8:' }))).toBeUndefined();
    expect(summaryOf(settings({ days: [] }))).toBeUndefined();
  });
});
