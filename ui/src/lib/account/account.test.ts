import { describe, expect, it } from 'vitest';
import en from '$messages/en.json';
import ja from '$messages/ja.json';
import ko from '$messages/ko.json';
import { classesIn } from './passwordClasses';
import { strengthOf } from './strength';
import { daysBefore } from '$lib/i18n/when';
import { fieldLabels, presets, wordsOf } from './words';

describe('the words of a service', () => {
  const keys = [
    ...Object.values(presets).flatMap((words) => Object.values(words)),
    ...Object.values(fieldLabels),
  ] as string[];

  it.each([
    ['en', en],
    ['ko', ko],
    ['ja', ja],
  ] as const)('are all there in %s', (_, messages) => {
    for (const key of keys) expect(messages[key as keyof typeof messages], key).toBeTruthy();
  });
  it('differ by preset where the services differ, and have a row for every word', () => {
    expect(wordsOf('carecall').updatePassword).not.toBe(wordsOf('whatap').updatePassword);
    expect(wordsOf(null)).toBe(wordsOf('whatap'));
    expect(wordsOf('unheard-of')).toBe(wordsOf('whatap'));
    for (const words of Object.values(presets)) expect(Object.keys(words)).toEqual(Object.keys(wordsOf(null)));
  });
});

describe('a password', () => {
  it('has its kinds of characters counted as the services count them', () => {
    expect([...classesIn('aB3 ')]).toEqual(['lowercase', 'uppercase', 'digits', 'special']);
    expect([...classesIn('파도')]).toEqual(['special']);
    expect(classesIn('').size).toBe(0);
  });
  it('is called strong only when the rules accept it', () => {
    expect(strengthOf({ strength: 0, acceptable: false }).score).toBe(1);
    expect(strengthOf({ strength: 4, acceptable: false }).word).toBe('rules.fair');
    expect(strengthOf({ strength: 4, acceptable: true }).word).toBe('rules.strong');
  });
});

describe('days', () => {
  it('are those of the calendar, not of 24 hours', () => {
    const at = (day: number, hour: number) => new Date(2026, 10, day, hour).getTime();
    expect(daysBefore(at(20, 0), at(20, 23))).toBe(0);
    expect(daysBefore(at(19, 23), at(20, 0))).toBe(1);
    expect(daysBefore(at(18, 23), at(20, 0))).toBe(2);
  });
});
