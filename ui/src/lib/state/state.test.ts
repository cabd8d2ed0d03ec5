/** Leaving a page that has unsaved changes, and proving oneself before a change. */
import { describe, expect, it } from 'vitest';
import { CommandFailure } from '$lib/backend';
import { go, guardLeaving, route } from './route.svelte';
import { StepUpCancelled, stepUp, withStepUp } from './stepUp.svelte';

describe('route', () => {
  it('stays where a guard says no, and goes once it is taken back', async () => {
    await go({ at: 'codes' });
    const free = guardLeaving(() => Promise.resolve(false));
    expect(await go({ at: 'settings' })).toBe(false);
    expect(route().at).toBe('codes');
    free();
    expect(await go({ at: 'settings' })).toBe(true);
    expect(route().at).toBe('settings');
  });
});

describe('step-up', () => {
  const account = { id: 'a', service: 'WhaTap', email: 'mina@example.com' };
  const wanted = () =>
    new CommandFailure({ code: 'step-up', fields: [], retry_after: null, ways: [{ way: 'password' }], step: null });

  function work(): { run: () => Promise<string>; calls: () => number } {
    let calls = 0;
    return {
      calls: () => calls,
      run: () => (++calls === 1 ? Promise.reject(wanted()) : Promise.resolve('done')),
    };
  }

  async function asked(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve));
  }

  it('repeats the work after the proof', async () => {
    const { run, calls } = work();
    const result = withStepUp(account, run);
    await asked();
    expect(stepUp.asked?.account).toEqual(account);
    stepUp.asked?.settle(true);
    expect(await result).toBe('done');
    expect(calls()).toBe(2);
    expect(stepUp.asked).toBeNull();
  });

  it('asks a second time where both are wanted, and no third time', async () => {
    let calls = 0;
    const result = withStepUp(account, () => (calls++, Promise.reject(wanted())));
    for (let proofs = 0; proofs < 2; proofs++) {
      await asked();
      stepUp.asked?.settle(true);
    }
    await expect(result).rejects.toBeInstanceOf(CommandFailure);
    expect(calls).toBe(3);
    expect(stepUp.asked).toBeNull();
  });

  it('rejects when given up, and does not repeat', async () => {
    const { run, calls } = work();
    const result = withStepUp(account, run);
    await asked();
    stepUp.asked?.settle(false);
    await expect(result).rejects.toBeInstanceOf(StepUpCancelled);
    expect(calls()).toBe(1);
  });

  it('is not closed by a proof of a question that was given up', async () => {
    const first = withStepUp(account, work().run);
    await asked();
    const late = stepUp.asked?.settle;
    late?.(false);
    await expect(first).rejects.toBeInstanceOf(StepUpCancelled);
    const second = withStepUp(account, work().run);
    await asked();
    late?.(true);
    expect(stepUp.asked).not.toBeNull();
    stepUp.asked?.settle(true);
    expect(await second).toBe('done');
  });

  it('lets other failures through', async () => {
    await expect(withStepUp(account, () => Promise.reject(new TypeError('x')))).rejects.toBeInstanceOf(TypeError);
    expect(stepUp.asked).toBeNull();
  });
});
