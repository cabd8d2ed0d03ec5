/** The sign-in that waits for an answer, so that looking for its code elsewhere in the window does not lose it. In memory only. */
import type { PendingSignInView } from '$lib/backend';

export type PendingSignIn = PendingSignInView;

/** How the sign-in page is to open, where another page leads to a certain form of it. */
export interface SignInWish {
  mode: 'log-in' | 'sign-up' | 'reset';
  /** Fill in the practice service's sample account. */
  sample?: boolean;
}

class Waiting {
  current = $state.raw<PendingSignIn | null>(null);
  private wish: SignInWish | null = null;

  /** Leaves a wish for the sign-in page that opens next. */
  leaveWish(wish: SignInWish): void {
    this.wish = wish;
  }

  /** Takes the wish; it counts once. */
  takeWish(): SignInWish | null {
    const { wish } = this;
    this.wish = null;
    return wish;
  }
}

export const pendingSignIn = new Waiting();
