/** Answers may come in another order than their questions were asked in. One that tells less than what is shown is dropped. */
export class InOrder {
  #asked = 0;
  #taken = 0;

  /** Notes a question. What it returns is called with the answer, and is false when the answer to a later question was taken already. */
  ask(): () => boolean {
    const mine = ++this.#asked;
    return () => {
      if (mine < this.#taken) return false;
      this.#taken = mine;
      return true;
    };
  }
}
