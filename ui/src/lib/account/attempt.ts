/** Work for an account that may be refused: the refusal is data, so that a screen can put it where it belongs. */
import type { Failure } from '$lib/backend';
import { failureOf } from '$lib/failure';
import { StepUpCancelled } from '$lib/state/stepUp.svelte';

/** `failure` is null when the person gave the step-up up: nothing happened, and there is nothing to say. */
export type Attempt<T> = { done: true; value: T } | { done: false; failure: Failure | null };

/** Runs `work`. What is not a command's failure becomes `internal`, so that nothing is swallowed. */
export async function attempt<T>(work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { done: true, value: await work() };
  } catch (error) {
    return { done: false, failure: error instanceof StepUpCancelled ? null : failureOf(error) };
  }
}
