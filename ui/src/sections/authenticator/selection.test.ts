import { describe, expect, it } from 'vitest';
import { Selection } from './selection.svelte';

const order = [...'abcdef'];
const selected = (selection: Selection) => selection.all().sort().join('');

describe('Selection', () => {
  it('takes single rows and gives them back', () => {
    const selection = new Selection();
    for (const id of ['b', 'd', 'b']) selection.toggle(id);
    expect(selected(selection)).toBe('d');
  });

  it('extends from the row toggled last, in both directions, and shrinks again', () => {
    const selection = new Selection();
    selection.toggle('c');
    selection.extend(order, null, 'e');
    expect(selected(selection)).toBe('cde');
    selection.extend(order, null, 'd');
    expect(selected(selection)).toBe('cd');
    selection.extend(order, null, 'a');
    expect(selected(selection)).toBe('abc');
  });

  it('extends from the chosen row where nothing is selected', () => {
    const selection = new Selection();
    selection.extend(order, 'b', 'c');
    expect(selected(selection)).toBe('bc');
  });

  it('takes everything that is listed, and nothing that is listed no more', () => {
    const selection = new Selection();
    selection.everything(order);
    expect(selection.size).toBe(6);
    selection.keepListed(['b', 'f']);
    expect(selected(selection)).toBe('bf');
    // The range's beginning is gone with it.
    selection.extend(['b', 'f'], 'f', 'f');
    expect(selected(selection)).toBe('f');
  });
});
