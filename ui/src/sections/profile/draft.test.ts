import { describe, expect, it } from 'vitest';
import { changed, contested, holds } from './draft';

const base = { name: 'Mina Park', company: 'Hanbit', language: 'en' };

describe('changed', () => {
  it('counts only what differs from the service', () => {
    expect(changed(base, { name: 'Mina Park', company: 'Hanbit Commerce' })).toEqual({ company: 'Hanbit Commerce' });
  });
  it('takes typing back as no change', () => {
    expect(changed(base, { name: 'Mina Park' })).toEqual({});
  });
  it('knows emptying a field, and that a missing one is empty', () => {
    expect(changed(base, { company: '', task: '' })).toEqual({ company: '' });
    expect(changed(base, { task: 'Ops' })).toEqual({ task: 'Ops' });
  });
});

describe('contested', () => {
  it('asks only where both sides changed a field to different values', () => {
    const edits = { name: 'M. Park', company: 'Hanbit Commerce' };
    expect(contested(base, { ...base, name: 'Mina P.' }, edits)).toEqual(['name']);
    expect(contested(base, { ...base, language: 'ja' }, edits)).toEqual([]);
    expect(contested(base, { ...base, name: 'M. Park' }, edits)).toEqual([]);
  });
});

describe('holds', () => {
  it('is true only when every sent value is there', () => {
    expect(holds({ ...base, name: 'M. Park' }, { name: 'M. Park' })).toBe(true);
    expect(holds(base, { name: 'M. Park', language: 'en' })).toBe(false);
  });
});
