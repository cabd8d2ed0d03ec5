import { describe, expect, it } from 'vitest';
import { keysOf } from './shortcutKeys';

const press = (code: string, more: KeyboardEventInit, platform = 'linux') =>
  keysOf(new KeyboardEvent('keydown', { code, ...more }), platform);

describe('keysOf', () => {
  it('names what is held, then the key by its place', () => {
    expect(press('KeyO', { key: 'ㅐ', ctrlKey: true, altKey: true })).toBe('Ctrl+Alt+O');
    expect(press('F9', { metaKey: true, shiftKey: true })).toBe('Super+Shift+F9');
    expect(press('Digit1', { ctrlKey: true })).toBe('Ctrl+1');
  });
  it('has Command for Ctrl on macOS', () => {
    expect(press('KeyO', { metaKey: true, altKey: true }, 'macos')).toBe('Ctrl+Alt+O');
    expect(press('KeyO', { ctrlKey: true }, 'macos')).toBe('Control+O');
  });
  it('takes nothing that typing needs', () => {
    expect(press('KeyO', {})).toBeNull();
    expect(press('KeyO', { shiftKey: true })).toBeNull();
    expect(press('ControlLeft', { ctrlKey: true })).toBeNull();
  });
});
