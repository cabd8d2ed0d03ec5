import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import PinInput from './PinInput.svelte';

function opened() {
  const onsubmit = vi.fn();
  const { container } = render(PinInput, { label: 'Verify', onsubmit });
  const field = screen.getByRole<HTMLInputElement>('textbox', { name: 'Verify' });
  const cells = () => [...container.querySelectorAll('.cell')].map((cell) => cell.textContent).join('');
  return { field, cells, onsubmit };
}

describe('a code of digits', () => {
  afterEach(cleanup);

  it('takes what is pasted, without its spaces', async () => {
    const { field, cells } = opened();
    await fireEvent.input(field, { target: { value: '482 913' } });
    expect([field.value, cells()]).toEqual(['482913', '482913']);
  });

  it('leaves the field alone while an input method composes full-width digits', async () => {
    const { field, cells, onsubmit } = opened();
    for (const text of ['４', '４８２', '４８２９１３']) {
      field.value = text;
      await fireEvent(field, new InputEvent('input', { bubbles: true, isComposing: true }));
      expect(field.value).toBe(text);
    }
    expect(cells()).toBe('482913');
    await fireEvent.keyDown(field, { key: 'Enter', isComposing: true });
    expect(onsubmit).not.toHaveBeenCalled();
    await fireEvent.compositionEnd(field);
    expect([field.value, cells()]).toEqual(['482913', '482913']);
    await fireEvent.keyDown(field, { key: 'Enter' });
    expect(onsubmit).toHaveBeenCalledOnce();
  });
});
