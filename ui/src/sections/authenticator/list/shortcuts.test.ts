import { describe, expect, it } from 'vitest';
import { actOf, type Place } from './shortcuts';

const press = (key: string, place: Place, more: KeyboardEventInit = {}, mac = false) =>
  actOf(new KeyboardEvent('keydown', { key, ...more }), place, mac);

describe('actOf', () => {
  it('finds search from everywhere but a field', () => {
    expect(press('/', 'list')).toEqual({ act: 'search' });
    expect(press('/', 'control')).toEqual({ act: 'search' });
    expect(press('/', 'search')).toBeNull();
    expect(press('/', 'field')).toBeNull();
    expect(press('f', 'field', { ctrlKey: true })).toEqual({ act: 'search' });
  });
  it('copies with Enter, the next code with the main modifier', () => {
    expect(press('Enter', 'list')).toEqual({ act: 'copy', next: false });
    expect(press('Enter', 'search')).toEqual({ act: 'copy', next: false });
    expect(press('Enter', 'list', { ctrlKey: true })).toEqual({ act: 'copy', next: true });
    expect(press('Enter', 'list', { metaKey: true }, true)).toEqual({ act: 'copy', next: true });
    expect(press('Enter', 'control')).toBeNull();
  });
  it('leaves Enter to the input method that is composing', () => {
    expect(press('Enter', 'search', { isComposing: true })).toBeNull();
    expect(press('Process', 'list')).toBeNull();
    expect(press('Enter', 'search', { keyCode: 229 })).toBeNull();
  });
  it('pastes only outside a field', () => {
    expect(press('v', 'list', { ctrlKey: true })).toEqual({ act: 'paste' });
    expect(press('v', 'search', { ctrlKey: true })).toBeNull();
    expect(press('v', 'field', { ctrlKey: true })).toBeNull();
  });
  it('scans the screen with the main modifier and Shift', () => {
    expect(press('S', 'list', { ctrlKey: true, shiftKey: true })).toEqual({ act: 'scan' });
    expect(press('S', 'search', { metaKey: true, shiftKey: true }, true)).toEqual({ act: 'scan' });
    expect(press('N', 'list', { ctrlKey: true, shiftKey: true })).toBeNull();
  });
  it('knows the letter of a Korean key by its place', () => {
    expect(press('ㅜ', 'list', { ctrlKey: true, code: 'KeyN' })).toEqual({ act: 'add' });
  });
  it('leaves the caret keys to the search field', () => {
    expect(press('Home', 'search')).toBeNull();
    expect(press('Delete', 'search')).toBeNull();
    expect(press('ArrowDown', 'search')).toEqual({ act: 'move', key: 'ArrowDown', extend: false });
    expect(press('Home', 'list')).toEqual({ act: 'move', key: 'Home', extend: false });
    expect(press('Delete', 'list')).toEqual({ act: 'delete' });
  });
  it('selects with Shift and the arrows, with Ctrl and Space, and everything with Ctrl+A outside a field', () => {
    expect(press('ArrowUp', 'list', { shiftKey: true })).toEqual({ act: 'move', key: 'ArrowUp', extend: true });
    expect(press(' ', 'list', { ctrlKey: true })).toEqual({ act: 'select' });
    expect(press('a', 'list', { ctrlKey: true })).toEqual({ act: 'select-all' });
    expect(press('ㅁ', 'list', { ctrlKey: true, code: 'KeyA' })).toEqual({ act: 'select-all' });
    expect(press('a', 'search', { ctrlKey: true })).toBeNull();
    expect(press(' ', 'control', { ctrlKey: true })).toBeNull();
  });
  it('moves a row within its order with Alt and the arrows', () => {
    expect(press('ArrowDown', 'list', { altKey: true })).toEqual({ act: 'place', down: true });
    expect(press('ArrowUp', 'list', { altKey: true })).toEqual({ act: 'place', down: false });
    expect(press('ArrowUp', 'search', { altKey: true })).toBeNull();
    expect(press('n', 'list', { altKey: true })).toBeNull();
  });
  it('sends letters typed over the list to the search field', () => {
    expect(press('w', 'list')).toEqual({ act: 'type' });
    expect(press(' ', 'list')).toBeNull();
    expect(press('Tab', 'list')).toBeNull();
    expect(press('w', 'control')).toBeNull();
  });
  it('leaves a search or a selection with Escape, wherever on the page', () => {
    for (const place of ['list', 'search', 'control'] as const)
      expect(press('Escape', place)).toEqual({ act: 'leave-search' });
    expect(press('Escape', 'field')).toBeNull();
  });
  it('deletes with the delete key that the platform has', () => {
    expect(press('Backspace', 'list')).toBeNull();
    expect(press('Backspace', 'list', {}, true)).toEqual({ act: 'delete' });
  });
  it('takes Control on macOS for the system', () => {
    expect(press('n', 'list', { ctrlKey: true }, true)).toBeNull();
    expect(press('n', 'list', { metaKey: true }, true)).toEqual({ act: 'add' });
  });
});
