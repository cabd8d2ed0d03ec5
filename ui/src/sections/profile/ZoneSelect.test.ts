import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import ZoneSelect from './ZoneSelect.svelte';

const IDS = ['Asia/Seoul', 'Asia/Tokyo', 'Europe/Paris'];

function opened(): { field: HTMLElement; onchoose: ReturnType<typeof vi.fn> } {
  const onchoose = vi.fn();
  render(ZoneSelect, { props: { id: 'zone', value: 'Asia/Seoul', ids: IDS, onchoose } });
  return { field: screen.getByRole('combobox'), onchoose };
}

describe('a time zone', () => {
  beforeEach(() => {
    Element.prototype.scrollIntoView = () => undefined;
  });
  afterEach(cleanup);

  it('is found by typing and taken with Enter', async () => {
    const { field, onchoose } = opened();
    await fireEvent.click(field);
    await fireEvent.input(field, { target: { value: 'Tokyo' } });
    await fireEvent.keyDown(field, { key: 'Enter' });
    expect(onchoose).toHaveBeenCalledExactlyOnceWith('Asia/Tokyo');
  });

  it('is not taken with the Enter that ends a syllable', async () => {
    const { field, onchoose } = opened();
    await fireEvent.click(field);
    await fireEvent.input(field, { target: { value: 'Tokyo' } });
    await fireEvent.keyDown(field, { key: 'Enter', isComposing: true });
    expect(onchoose).not.toHaveBeenCalled();
    await fireEvent.keyDown(field, { key: 'Enter' });
    expect(onchoose).toHaveBeenCalledExactlyOnceWith('Asia/Tokyo');
  });

  it('is not written to when a syllable is begun in the closed field', async () => {
    const { field, onchoose } = opened();
    const input = field as HTMLInputElement;
    const written = vi.spyOn(input, 'value', 'set');
    for (const typed of ['ㅅ', 'Tok']) {
      input.value = typed;
      written.mockClear();
      await fireEvent(input, new InputEvent('input', { bubbles: true, isComposing: true }));
      await vi.waitFor(() => expect(field.getAttribute('aria-expanded')).toBe('true'));
      expect(written).not.toHaveBeenCalled();
    }
    expect(input.value).toBe('Tok');
    await fireEvent.keyDown(field, { key: 'Enter' });
    expect(onchoose).toHaveBeenCalledExactlyOnceWith('Asia/Tokyo');
  });
});
