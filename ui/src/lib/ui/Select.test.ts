import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import Select from './Select.svelte';

const options = [
  { value: 900, label: '15 minutes' },
  { value: 60, label: 'One minute' },
];
const choose = (value: string) => fireEvent.change(screen.getByRole('combobox'), { target: { value } });

describe('Select', () => {
  afterEach(cleanup);

  it('shows what its owner has, and can be asked for the same again after a refusal', async () => {
    const onchange = vi.fn();
    const { rerender } = render(Select, { value: 900, options, label: 'Lock after', onchange });
    await choose('60');
    expect(screen.getByRole('combobox')).toHaveProperty('value', '900');
    await choose('60');
    expect(onchange.mock.calls).toEqual([[60], [60]]);
    await rerender({ value: 60 });
    expect(screen.getByRole('combobox')).toHaveProperty('value', '60');
  });
});
