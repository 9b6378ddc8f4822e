/** What a bounded number of askers wait for, by number. Every question ends: settled, late, or refused with all others. */
export class OpenQuestions<T> {
  readonly #bounds: { readonly most: number; readonly timeoutMs: number };
  readonly #refuse: {
    readonly busy: (reason: string) => Error;
    readonly late: (reason: string) => Error;
  };
  readonly #open = new Map<number, { answer: PromiseWithResolvers<T>; timer: NodeJS.Timeout | undefined }>();
  #nextId = 1;

  /** `timeoutMs`: Infinity where an answer may take any time. */
  constructor(
    bounds: { most: number; timeoutMs: number },
    refuse: { busy: (reason: string) => Error; late: (reason: string) => Error },
  ) {
    this.#bounds = bounds;
    this.#refuse = refuse;
  }

  /** Rejects at once with `busy` when too many wait, with `late` when no answer comes. */
  ask(send: (id: number) => void): Promise<T> {
    const { most, timeoutMs } = this.#bounds;
    if (this.#open.size >= most)
      return Promise.reject(this.#refuse.busy(`${most} questions are waiting already`));
    const id = this.#nextId++;
    const answer = Promise.withResolvers<T>();
    const late = (): void =>
      this.#take(id)?.reject(this.#refuse.late(`no answer within ${timeoutMs / 1_000} s`));
    this.#open.set(id, {
      answer,
      timer: Number.isFinite(timeoutMs) ? setTimeout(late, timeoutMs) : undefined,
    });
    send(id);
    return answer.promise;
  }

  resolve(id: number, value: T): void {
    this.#take(id)?.resolve(value);
  }

  reject(id: number, error: Error): void {
    this.#take(id)?.reject(error);
  }

  rejectAll(error: Error): void {
    for (const id of [...this.#open.keys()]) this.reject(id, error);
  }

  #take(id: number): PromiseWithResolvers<T> | undefined {
    const open = this.#open.get(id);
    clearTimeout(open?.timer);
    this.#open.delete(id);
    return open?.answer;
  }
}
