/** What is being asked for, so that an act on the answer can wait for it. */
export class UnderWay {
  #last: Promise<unknown> = Promise.resolve();

  /** Notes work that has begun; answers it unchanged. */
  note<T>(work: Promise<T>): Promise<T> {
    this.#last = work.catch(() => undefined);
    return work;
  }

  /** Waits until all of it has ended, also what began meanwhile. */
  async over(): Promise<void> {
    for (let seen: Promise<unknown> | undefined; seen !== this.#last;) {
      seen = this.#last;
      await seen;
    }
  }
}
