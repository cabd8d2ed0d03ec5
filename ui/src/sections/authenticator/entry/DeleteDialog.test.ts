import { cleanup, render, screen } from '@testing-library/svelte';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { EntryRow } from '$lib/backend';
import { wordsBeyond } from '$lib/beyond';
import { setLanguage } from '$lib/i18n';
import { rowOf } from '../list/row.fixture';
import DeleteDialog from './DeleteDialog.svelte';

const show = (more: Partial<EntryRow>) => {
  const row = rowOf('e1', { issuer: 'WhaTap', account: 'mina.park@example.com', ...more });
  render(DeleteDialog, { row, onclose: () => undefined, ontrashed: () => undefined });
};

describe('deleting a code', () => {
  beforeAll(async () => {
    await setLanguage('en');
    await wordsBeyond();
  });
  afterEach(cleanup);

  it('is warned of where an account needs it', () => {
    show({ linked: true });
    expect(screen.getByText(/still asks for this code/)).toBeTruthy();
    expect(screen.getByText(/may be locked out/)).toBeTruthy();
  });

  it('is warned of where an account may need it', () => {
    show({ linked: true, pending: true });
    expect(screen.getByText(/has not confirmed this code yet, but .* may already need it/)).toBeTruthy();
    expect(screen.getByText(/may be locked out/)).toBeTruthy();
  });

  it('is only asked about where none does', () => {
    show({});
    expect(screen.queryByText(/locked out/)).toBeNull();
  });
});
