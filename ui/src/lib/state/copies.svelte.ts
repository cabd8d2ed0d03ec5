/** How it stands with the copies in the person's folder: asked at start and whenever the app says that something changed. */
import { type CopyView, call, commands, events } from '$lib/backend';

let state = $state.raw<CopyView>({ folder: null, last_at: null, failure: null, waiting: false });

/** The state now. */
export function copies(): CopyView {
  return state;
}

/** Takes a state that a command has just answered with. */
export function setCopies(copies: CopyView): void {
  state = copies;
}

/** Keeps the state true for as long as the window lives. */
export async function followCopies(): Promise<void> {
  const ask = async (): Promise<void> => setCopies(await call(commands.copiesState()));
  await events.copiesChanged.listen(() => void ask());
  await ask();
}
