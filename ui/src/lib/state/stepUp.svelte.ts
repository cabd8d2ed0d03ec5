/** A service may want the password or a code again before a change. The call that asked is repeated, with nothing typed lost. */
import { CommandFailure, type StepUpWay } from '$lib/backend';

export interface StepUpAccount {
  id: string;
  service: string;
  email: string;
}

/** The person closed the dialog; nothing was changed. Callers let it pass without a message. */
export class StepUpCancelled extends Error {
  constructor() {
    super('step-up cancelled');
  }
}

/** A question that is open. */
export interface Asked {
  account: StepUpAccount;
  ways: StepUpWay[];
  /** True once proven, false when given up. */
  settle: (proven: boolean) => void;
}

/** What the dialog of the shell shows; none while nothing is asked. */
export const stepUp = $state<{ asked: Asked | null }>({ asked: null });

/** A password, then a code: no service asks for more than both. */
const PROOFS = 2;

/** Runs `work`; if the service wants a proof first, asks for it and runs `work` again. Some want two, one after the other. */
export async function withStepUp<T>(account: StepUpAccount, work: () => Promise<T>): Promise<T> {
  for (let proofs = 0; ; proofs++) {
    try {
      return await work();
    } catch (error) {
      const asks = error instanceof CommandFailure && error.failure.code === 'step-up';
      if (!asks || proofs === PROOFS) throw error;
      if (!(await ask(account, error.failure.ways))) throw new StepUpCancelled();
    }
  }
}

function ask(account: StepUpAccount, ways: StepUpWay[]): Promise<boolean> {
  // A second question while one is open would put a dialog on a dialog: it gives up the first.
  stepUp.asked?.settle(false);
  return new Promise((resolve) => {
    let open = true;
    stepUp.asked = {
      account,
      ways,
      settle: (proven) => {
        // A proof that comes in after its question was given up must not close the next one.
        if (!open) return;
        open = false;
        stepUp.asked = null;
        resolve(proven);
      },
    };
  });
}
