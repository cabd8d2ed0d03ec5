/** The one door to the app: generated commands and events, and a result that throws its failure. */
import { commands, events, type Failure } from './bindings';

export * from './bindings';
export { commands, events };

/** A command's failure, thrown. `failure.code` says why; see `lib/ui/failure.ts` for its words. */
export class CommandFailure extends Error {
  constructor(readonly failure: Failure) {
    super(failure.code);
  }
}

/** Seals what a person typed. Its code comes when it is first needed, not with the first screen. */
export async function seal(text: string): Promise<string> {
  return (await import('./seal')).seal(text);
}

/** The value of a command, or its failure thrown. */
export async function call<T>(
  answer: Promise<{ status: 'ok'; data: T } | { status: 'error'; error: Failure }>,
): Promise<T> {
  const result = await answer;
  if (result.status === 'error') throw new CommandFailure(result.error);
  return result.data;
}
